import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { arithmeticOf } from '../formats/arithmetic.ts';
import { batchMoments } from '../forward/batch-moments.ts';
import type { BatchMoments } from '../forward/batch-moments.ts';
import { single as machine } from '../testing/algorithms/machine.ts';
import { momentForms } from '../testing/algorithms/table.ts';
import { reductions } from '../testing/algorithms/summation.ts';
import { families, randomChannel } from '../testing/random-channel.ts';
import type { Grade } from './grade.ts';
import { meetsGrade } from './grade.ts';
import type { MomentBound } from './moment-bound.ts';
import { mergedBound, momentBound, onePassBound, twoPassBound } from './moment-bound.ts';
import { reductionGrowth, sameSumsUpTo } from './reduction.ts';

const single = arithmeticOf('float32');
const epsilon = 2 ** -7;
const sizes = fc.constantFrom([2], [3], [64], [257], [7, 9], [5, 1, 3], [100, 60, 30, 10]);

function ranksOf(family: string, lengths: readonly number[], seed: number): readonly (readonly number[])[] {
  return randomChannel(family, lengths, seed).map(({ x }) => x);
}

function momentsOf(ranks: readonly (readonly number[])[]): BatchMoments {
  const offsets = [0];
  for (const rank of ranks) offsets.push((offsets.at(-1) ?? 0) + rank.length);
  return batchMoments({ values: Float64Array.from(ranks.flat()), offsets, precision: 'single' });
}

/** What rebuilding a variance as 1 / inverse^2 - epsilon may take away below zero; the normaliser allows for it beside the bound. */
const rebuilt = 24 * single.unitRoundoff * epsilon;

/** Whether a mean and a variance are within the bound of the exact ones. */
function holds(bound: MomentBound, exact: BatchMoments, mean: number, variance: number): boolean {
  const meanError = Math.abs(mean - exact.mean - exact.meanLow);
  return (
    meanError <= bound.mean && Math.abs(variance - exact.variance) <= bound.variance && variance >= bound.lowestVariance - rebuilt
  );
}

type BoundOf = (exact: BatchMoments) => MomentBound;

/** The ways to moments that meet a grade, in every order of adding, whose moments are outside `boundOf`. */
function outside(ranks: readonly (readonly number[])[], grade: Grade, boundOf: BoundOf): readonly string[] {
  const exact = momentsOf(ranks);
  const bound = boundOf(exact);
  return Object.entries(momentForms)
    .filter(([, form]) => meetsGrade(form.grade, grade))
    .flatMap(([name, form]) =>
      Object.entries(reductions)
        .map(([order, reduction]) => [order, form.part(ranks, { machine, reduction, epsilon })] as const)
        .filter(([, { mean, variance }]) => !holds(bound, exact, mean, variance))
        .map(([order]) => `${name}; ${order}`),
    );
}

describe.each(families)('on %s data', (family) => {
  test.each<[string, Grade, BoundOf]>([
    ['two passes in any order are within the two-pass bound', 'A+', (exact) => twoPassBound(exact, single)],
    ['two passes and merged parts are within the merged bound', 'A', (exact) => mergedBound(exact, epsilon, single)],
    ['whatever meets A+ is within what A+ accepts', 'A+', (exact) => momentBound(exact, epsilon, single, 'A+')],
    ['whatever meets A is within what A accepts', 'A', (exact) => momentBound(exact, epsilon, single, 'A')],
    ['everything is within what B accepts', 'B', (exact) => momentBound(exact, epsilon, single, 'B')],
  ])('%s', (_name, grade, boundOf) => {
    fc.assert(
      fc.property(sizes, fc.nat(), (lengths, seed) => {
        expect(outside(ranksOf(family, lengths, seed), grade, boundOf)).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });
});

it('one pass, shifted or not, is within the one-pass bound by itself', () => {
  const onlyOnePass = Object.fromEntries(Object.entries(momentForms).filter(([name]) => name.startsWith('one-pass')));
  expect(Object.keys(onlyOnePass)).toHaveLength(9);
  fc.assert(
    fc.property(fc.constantFrom(...families), sizes, fc.nat(), (family, lengths, seed) => {
      const ranks = ranksOf(family, lengths, seed);
      const left = outside(ranks, 'B', (exact) => onePassBound(exact, single));
      expect(left.filter((name) => name.startsWith('one-pass') && !name.startsWith('one-pass on ranks'))).toEqual([]);
    }),
  );
});

it('a one-pass variance, E[x^2] - E[x]^2 in float32, is outside the two-pass bound far from zero', () => {
  const f = Math.fround;
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 64 }), fc.nat(), (length, seed) => {
      const [values = []] = ranksOf('offset 1e4', [length], seed);
      const exact = momentsOf([values]);
      const mean = f(values.reduce((sum, x) => f(sum + x), 0) / length);
      const square = f(values.reduce((sum, x) => f(sum + f(x * x)), 0) / length);
      expect(holds(twoPassBound(exact, single), exact, mean, f(square - f(mean * mean)))).toBe(false);
    }),
    { numRuns: 40 },
  );
});

describe('the accepted bound', () => {
  it('is at least as wide as either class', () => {
    fc.assert(
      fc.property(fc.constantFrom(...families), sizes, fc.nat(), (family, lengths, seed) => {
        const exact = momentsOf(ranksOf(family, lengths, seed));
        const accepted = momentBound(exact, epsilon, single, 'A');
        for (const part of [twoPassBound(exact, single), mergedBound(exact, epsilon, single)]) {
          expect(accepted.mean).toBeGreaterThanOrEqual(part.mean);
          expect(accepted.variance).toBeGreaterThanOrEqual(part.variance);
          expect(accepted.lowestVariance).toBeLessThanOrEqual(part.lowestVariance);
        }
      }),
    );
  });

  it('allows no error in the mean of one value', () => {
    expect(momentBound(momentsOf([[Math.fround(12345.678)], []]), epsilon, single, 'A')).toMatchObject({
      mean: 0,
      lowestVariance: 0,
    });
  });

  it('loses the variance to an infinite epsilon only where it travels', () => {
    const bounds = [[[1, 2, 4]], [[1, 2], [4]]].map((ranks) =>
      momentBound(momentsOf(ranks), Number.POSITIVE_INFINITY, single, 'A'),
    );
    expect(bounds.map(({ variance }) => Number.isFinite(variance))).toEqual([true, false]);
  });
});

describe('reductionGrowth', () => {
  test.each([0, 1])('%i terms are exact', (terms) => {
    expect(reductionGrowth(terms, single)).toBe(0);
  });

  it('grows with the terms, and says nothing from half of 1 / roundoff on', () => {
    expect(reductionGrowth(1025, single)).toBeCloseTo(1024 * 2 ** -24, 7);
    expect(reductionGrowth(1025, single)).toBeGreaterThan(1024 * 2 ** -24);
    expect(reductionGrowth(2 ** 23, single)).toBeLessThan(1.001);
    expect(reductionGrowth(2 ** 23 + 1, single)).toBe(Number.POSITIVE_INFINITY);
  });

  it('of independent errors is the same for few terms, and grows with the square root of many', () => {
    const independent = { ...single, errorModel: 'independent' as const };
    const share = (terms: number): number => reductionGrowth(terms, independent) / reductionGrowth(terms, single);
    for (let terms = 0; terms <= sameSumsUpTo; terms += 1) {
      expect(reductionGrowth(terms, independent)).toBe(reductionGrowth(terms, single));
    }
    expect(share(sameSumsUpTo + 1)).toBeLessThan(1);
    expect(share(sameSumsUpTo + 1)).toBeGreaterThan(0.95);
    expect(share(401)).toBeCloseTo(4 / 20, 4);
    expect(share(10_001)).toBeCloseTo(4 / 100, 3);
    expect(reductionGrowth(2 ** 23 + 1, independent)).toBeLessThan(1e-3);
  });

  it('knows that sums of half types are wider than they are', () => {
    expect(reductionGrowth(100, arithmeticOf('float16'))).toBe(reductionGrowth(100, single));
  });
});
