import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Grade } from '../accept/grade.ts';
import { grades } from '../accept/grade.ts';
import { momentBound } from '../accept/moment-bound.ts';
import { coarse, faultless, expectTerms } from '../testing/coarse-arithmetic.ts';
import type { BatchMoments } from './batch-moments.ts';
import { batchMoments } from './batch-moments.ts';
import type { Normaliser } from './normaliser.ts';
import { batchNormaliser, runningNormaliser } from './normaliser.ts';

const { unitRoundoff: u, tiny } = coarse;
const infinity = Number.POSITIVE_INFINITY;

function momentsOf(...ranks: readonly (readonly number[])[]): BatchMoments {
  const offsets = [0];
  for (const rank of ranks) offsets.push((offsets.at(-1) ?? 0) + rank.length);
  return batchMoments({ values: Float64Array.from(ranks.flat()), offsets, precision: 'single' });
}

/** Distance and end of an inverse deviation from the interval of the variance (Inverse deviation in docs/acceptance-bounds.md). */
function documented(v: number, dv: number, lowest: number, epsilon: number, rebuilt: number): { dr: number; high: number } {
  const low = (1 - 8 * u) / Math.sqrt(v + dv + epsilon);
  const den = lowest + epsilon * (1 - 2 * u) - rebuilt - 2 * tiny;
  const high = den > 0 ? (1 + 8 * u) / Math.sqrt(den) : infinity;
  const r = 1 / Math.sqrt(v + epsilon);
  return { dr: Math.max(high - r, r - low), high };
}

function expectInverse(got: Normaliser, { dr, high }: { dr: number; high: number }): void {
  expectTerms(got.inverseDeviationBound, dr);
  expectTerms(got.inverseDeviationHigh, high);
}

const channel = fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 2, maxLength: 12 });

describe('the inverse deviation of a batch', () => {
  it('is bounded by the ends of its interval, wider where an epsilon is rebuilt', () => {
    fc.assert(
      fc.property(
        channel,
        channel,
        fc.constantFrom(2 ** -7, 0.375, 4),
        fc.constantFrom(...grades),
        (one, other, epsilon, grade) => {
          const moments = momentsOf(
            one.map((value) => value / 32),
            other.map((value) => value / 32),
          );
          const { variance: dv, lowestVariance, mean } = momentBound(moments, epsilon, coarse, grade);
          const got = batchNormaliser(moments, epsilon, coarse, grade);
          expect(got).toMatchObject({ mean: moments.mean, meanLow: moments.meanLow, meanBound: mean, varianceBound: dv });
          const rebuilt = grade === 'A+' ? 0 : 24 * u * epsilon;
          expectInverse(got, documented(moments.variance, dv, lowestVariance, epsilon, rebuilt));
        },
      ),
    );
  });

  it('has the lower end farther off where the variance cannot be less', () => {
    const moments = momentsOf([4096, 4096], [4096, 4096]);
    const { variance: dv, lowestVariance } = momentBound(moments, 64, coarse, 'A+');
    const got = batchNormaliser(moments, 64, coarse, 'A+');
    expectInverse(got, documented(0, dv, lowestVariance, 64, 0));
    expect(got.inverseDeviationBound).toBeGreaterThan(got.inverseDeviationHigh - got.inverseDeviation);
  });

  it('is off by four roundings of float64 where nothing else rounds', () => {
    const { inverseDeviationBound, inverseDeviationHigh } = batchNormaliser(momentsOf([0, 4]), 5, faultless, 'A');
    expect([inverseDeviationBound, inverseDeviationHigh]).toEqual([(4 * 2 ** -53) / 3, 1 / 3]);
  });
});

describe('the normaliser of running statistics', () => {
  const running = (mean: number, meanBound: number, variance: number, varianceBound: number, epsilon: number): Normaliser =>
    runningNormaliser({ value: mean, bound: meanBound }, { value: variance, bound: varianceBound }, epsilon, coarse);

  it('takes their bounds over, and rebuilds no epsilon', () => {
    for (const [variance, bound, epsilon] of [
      [2, 0.5, 0.25],
      [2, 0, 0.25],
      [0.5, 1, 0.25],
      [0.5, 0.625, 0.25],
    ] as const) {
      const got = running(-3, 0.125, variance, bound, epsilon);
      const inverseDeviation = 1 / Math.sqrt(variance + epsilon);
      expect(got).toMatchObject({ mean: -3, meanLow: 0, meanBound: 0.125, varianceBound: bound, inverseDeviation });
      expectInverse(got, documented(variance, bound, variance - bound, epsilon, 0));
    }
  });

  test.each<[string, readonly [number, number, number, number, number], boolean]>([
    ['known to within less than their size', [1, 0.5, 2, 2, 0.25], false],
    ['with a sum of variance and epsilon that may be zero', [1, 0.5, 2, 2.25, 0.25], true],
    ['with one that may be negative', [1, 0.5, 2, 3, 0.25], true],
    ['with one that is negative whatever the rounding', [1, 0.5, -2, 1, 0.25], false],
    ['with one that is negative and may be zero', [1, 0.5, -2, 1.75, 0.25], true],
    ['with a variance of which nothing is known', [1, 0.5, 2, infinity, 0.25], true],
    ['with a variance that must be infinite', [1, 0.5, infinity, 0, 0.25], false],
    ['with a variance that must be NaN', [1, 0.5, Number.NaN, 0, 0.25], false],
    ['with a variance that is any number that is not finite', [1, 0.5, Number.NaN, Number.NaN, 0.25], true],
    ['with an infinite variance that need not be', [1, 0.5, infinity, infinity, 0.25], true],
    ['with a mean that is any number that is not finite', [Number.NaN, Number.NaN, 2, 0, 0.25], true],
  ])('%s: whether nothing is judged', (_name, given, mayOverflow) => {
    expect(running(...given).mayOverflow).toBe(mayOverflow);
  });

  it('of which nothing is known has an infinite bound', () => {
    expect(running(1, 0.5, Number.NaN, Number.NaN, 0.25).varianceBound).toBe(infinity);
  });
});

describe('whether a batch may overflow', () => {
  const small = (): BatchMoments => ({
    ...momentsOf([-0.5, 0.5]),
    count: 8,
    sumOfAbsolutes: 1,
    variance: 1,
    range: 1,
    mean: 0,
    exact: null,
  });
  const { largest, largestSum } = faultless;
  const judged = (grade: Grade, changed: Partial<BatchMoments>, epsilon = 1): boolean =>
    !batchNormaliser({ ...small(), ...changed }, epsilon, faultless, grade).mayOverflow;

  type Changing = (limit: number) => Partial<BatchMoments>;
  const rows: readonly [string, number, readonly Grade[], Changing][] = [
    ['the sum of magnitudes', largestSum, ['A+', 'A'], (limit) => ({ sumOfAbsolutes: limit })],
    ['the sum of squared deviations', largestSum, ['A+', 'A', 'B'], (limit) => ({ variance: limit / 8 })],
    ['the squared range', largest, ['A+'], (limit) => ({ range: Math.sqrt(limit) })],
    [
      'the squared range, on several ranks in two passes',
      largest,
      ['A+'],
      (limit) => ({ range: Math.sqrt(limit), nonEmptyRanks: 2 }),
    ],
    ['the squared mean', largest, ['A'], (limit) => ({ mean: Math.sqrt(limit) })],
    ['the squared difference of means times both counts', largest, ['A'], (limit) => ({ range: Math.sqrt(limit / 16) })],
    ['the squared sum', largest, ['B'], (limit) => ({ sumOfAbsolutes: Math.sqrt(limit) })],
    ['the squared spread of one pass', largest, ['B'], (limit) => ({ range: Math.sqrt(limit / 32) })],
  ];

  test.each(rows)('%s must stay a thousandth below the largest', (_name, limit, judging, changing) => {
    for (const grade of judging) {
      expect(judged(grade, changing((limit / 1.001) * (1 - 1e-9)))).toBe(true);
      expect(judged(grade, changing((limit / 1.001) * (1 + 1e-9)))).toBe(false);
    }
  });

  it('asks for no square of the mean of two passes, and for the sum of squares of one pass', () => {
    expect(judged('A+', { mean: largest })).toBe(true);
    const roomy = { ...faultless, largest: infinity };
    const ofOnePass = (limit: number): boolean =>
      batchNormaliser({ ...small(), variance: limit / 16, mean: Math.sqrt(limit / 16) }, 1, roomy, 'B').mayOverflow;
    expect([ofOnePass((largestSum / 1.001) * (1 - 1e-9)), ofOnePass((largestSum / 1.001) * (1 + 1e-9))]).toEqual([false, true]);
    expect(batchNormaliser({ ...small(), mean: Math.sqrt(largestSum) }, 1, roomy, 'A').mayOverflow).toBe(false);
  });

  it('asks for a finite inverse deviation below the largest', () => {
    const variance = (factor: number): Partial<BatchMoments> => ({ variance: (1.001 / largest / factor) ** 2 });
    expect([judged('A+', variance(1 - 1e-9), 0), judged('A+', variance(1 + 1e-9), 0)]).toEqual([true, false]);
    // One that may be infinite is a matter of its own bound.
    const lost = batchNormaliser(momentsOf([-4, 4]), 2 ** -20, { ...coarse, unitRoundoff: 0.25 }, 'A');
    expect(lost).toMatchObject({ inverseDeviationHigh: infinity, mayOverflow: false });
  });

  test.each<[string, number, number, boolean]>([
    ['a variance of zero and no epsilon', 0, 0, true],
    ['a variance and no epsilon', 1, 0, false],
    ['a variance that a negative epsilon takes away', 1, -1, true],
    // Surely NaN, which every implementation must meet.
    ['a variance that a negative epsilon takes too much from', 1, -2, false],
    ['a variance that outlasts a negative epsilon', 1, -0.5, false],
    ['a variance of zero and a positive epsilon', 0, 0.5, false],
  ])('%s: whether the root may vanish', (_name, variance, epsilon, vanishes) => {
    expect(judged('A+', { variance }, epsilon)).toBe(!vanishes);
  });

  it('by a negative epsilon alone, where the variances of ranks travel as inverse roots', () => {
    const judgedOnRanks = (epsilon: number): boolean => judged('A+', { nonEmptyRanks: 2 }, epsilon);
    expect([-0.5, 0, 0.5].map(judgedOnRanks)).toEqual([false, true, true]);
  });

  it('does not matter where a number is not finite', () => {
    expect(judged('B', { sumOfAbsolutes: infinity, range: infinity, allFinite: false })).toBe(true);
  });
});
