import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { arithmeticOf } from '../formats/arithmetic.ts';
import { present } from '../testing/answers.ts';
import type { BatchMoments } from './batch-moments.ts';
import { batchMoments } from './batch-moments.ts';
import type { Normaliser } from './normaliser.ts';
import type { BoundedNumber, RunningStatistics } from './running-statistics.ts';
import { decayRunning, updateRunning } from './running-statistics.ts';

const single = arithmeticOf('float32');
const { unitRoundoff: u, tiny } = single;

const moments = batchMoments({ values: Float64Array.of(1, 2, 3, 6), offsets: [0, 4], precision: 'single' });
const normaliser: Normaliser = {
  mean: moments.mean,
  meanLow: 0,
  meanBound: 0,
  varianceBound: 0,
  inverseDeviation: 1,
  inverseDeviationBound: 0,
  inverseDeviationHigh: 1,
  mayOverflow: false,
  meanMayOverflow: false,
};
const exactly = (value: number): BoundedNumber => ({ value, bound: 0 });
const untouched: RunningStatistics = { mean: exactly(0), variance: exactly(1) };

/** The updated mean where the old one and that of the batch are these. */
function updatedMean(old: BoundedNumber, fresh: BoundedNumber, factor: number): BoundedNumber {
  const [given, bounded] = [
    { ...moments, mean: fresh.value },
    { ...normaliser, meanBound: fresh.bound },
  ];
  return updateRunning({ ...untouched, mean: old }, given, bounded, factor, single).mean;
}

function updatedVariance(given: BatchMoments, varianceBound: number, factor: number): BoundedNumber {
  return updateRunning({ mean: exactly(0), variance: exactly(0) }, given, { ...normaliser, varianceBound }, factor, single)
    .variance;
}

const size = fc.oneof(fc.constant(0), fc.double({ min: 1e-30, max: 1e30, noNaN: true }));
const number = fc.oneof(
  size,
  size.map((each) => -each),
  fc.double({ min: -4, max: 4, noNaN: true }),
  fc.double({ min: -4 * tiny, max: 4 * tiny, noNaN: true }),
);
const bound = fc.oneof(
  fc.constant(0),
  fc.double({ min: 0, max: 1e-3, noNaN: true }),
  fc.double({ min: 0, max: 1e30, noNaN: true }),
);
const bounded: fc.Arbitrary<BoundedNumber> = fc.record({ value: number, bound });
const factor = fc.oneof(fc.constantFrom(0, 0.5, 1, 2, -1), fc.double({ min: -3, max: 3, noNaN: true }));
const end = fc.constantFrom(-1, 0, 1);
const edge = fc.record({ old: end, fresh: end, roundings: fc.array(end, { minLength: 6, maxLength: 6 }), flush: fc.boolean() });
const weights = fc.constantFrom('blended', 'moved towards');

/** The two usual formulas in float32, each operation rounded as badly as it may be, from inputs at the ends of their bounds. */
function computed(
  form: string,
  old: number,
  fresh: number,
  by: number,
  worst: { readonly roundings: readonly number[]; readonly flush: boolean },
): number {
  let operation = 0;
  const rounded = (exact: number): number => {
    const off = worst.roundings[operation] ?? 0;
    operation += 1;
    return worst.flush && Math.abs(exact) < tiny ? 0 : exact * (1 + off * u);
  };
  if (form === 'blended') return rounded(rounded(rounded(1 - by) * old) + rounded(by * rounded(fresh)));
  return rounded(old + rounded(by * rounded(fresh - old)));
}

describe('the bound of an updated statistic', () => {
  it('holds the worst that float32 makes of the worst inputs', () => {
    fc.assert(
      fc.property(bounded, bounded, factor, edge, weights, (old, fresh, by, worst, form) => {
        const updated = updatedMean(old, fresh, by);
        const got = computed(form, old.value + worst.old * old.bound, fresh.value + worst.fresh * fresh.bound, by, worst);
        // The float64 arithmetic of this test has an error of its own.
        expect(Math.abs(got - updated.value)).toBeLessThanOrEqual(updated.bound * (1 + 1e-8));
      }),
      { numRuns: 5000 },
    );
  });

  it('is no wider than the bounds of both and a few roundings', () => {
    fc.assert(
      fc.property(bounded, bounded, factor, (old, fresh, by) => {
        const updated = updatedMean(old, fresh, by);
        const inherited = Math.abs(1 - by) * old.bound + Math.abs(by) * fresh.bound;
        const sizes = [Math.abs(old.value) + old.bound, Math.abs(by) * (Math.abs(fresh.value) + fresh.bound)];
        const rounded = Math.max(1, Math.abs(by), Math.abs(1 - by)) * present(sizes[0]) + present(sizes[1]);
        const underflow = (9 + Math.abs(fresh.value) + fresh.bound) * tiny;
        expect(updated.bound).toBeLessThanOrEqual((inherited + 6 * u * rounded + underflow) * (1 + 1e-8));
      }),
      { numRuns: 2000 },
    );
  });

  it('is infinite where one of the two is, whatever they weigh', () => {
    fc.assert(
      fc.property(number, bounded, factor, (value, other, by) => {
        const unknown = { value, bound: Number.POSITIVE_INFINITY };
        expect(updatedMean(unknown, other, by).bound).toBe(Number.POSITIVE_INFINITY);
        expect(updatedMean(other, unknown, by).bound).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('of a variance has the bound of the batch, grown by count / (count - 1) as the variance is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.double({ min: 1e-3, max: 10, noNaN: true }), (count, varianceBound) => {
        const values = Float64Array.from({ length: count }, (_, index) => index);
        const given = batchMoments({ values, offsets: [0, count], precision: 'single' });
        const { value, bound: got } = updatedVariance(given, varianceBound, 1);
        const bessel = count / (count - 1);
        expect(value).toBeCloseTo(given.variance * bessel, 12);
        expect(got).toBeGreaterThanOrEqual(bessel * varianceBound);
        expect(got).toBeLessThanOrEqual(bessel * varianceBound * (1 + 8 * u) + 8 * u * value);
      }),
    );
  });

  it('of the statistics of nothing is that of the old ones, decayed', () => {
    fc.assert(
      fc.property(bounded, bounded, factor, (mean, variance, by) => {
        const decayed = decayRunning({ mean, variance }, by, single);
        expect(decayed.mean).toEqual(updatedMean(mean, exactly(0), by));
        expect(decayed.variance).toEqual(updatedMean(variance, exactly(0), by));
      }),
    );
  });
});

describe('a statistic that is not finite', () => {
  const [infinity, nan] = [Number.POSITIVE_INFINITY, Number.NaN];

  test.each<readonly [string, BoundedNumber, BoundedNumber, number, BoundedNumber]>([
    ['an infinite old one is met exactly', exactly(infinity), exactly(1), 0.5, exactly(infinity)],
    ['an infinite new one is met exactly', exactly(1), exactly(-infinity), 0.5, exactly(-infinity)],
    ['a NaN is met exactly', exactly(nan), exactly(1), 0.5, exactly(nan)],
    ['two infinities that fight give a NaN', exactly(infinity), exactly(-infinity), 0.5, exactly(nan)],
    ['from an old one that need not be finite', { value: nan, bound: nan }, exactly(1), 0.5, { value: nan, bound: nan }],
    ['from a new one that need not be finite', exactly(1), { value: nan, bound: nan }, 0.5, { value: nan, bound: nan }],
    [
      'from an old one of which nothing is known',
      { value: infinity, bound: infinity },
      exactly(1),
      0.5,
      { value: infinity, bound: infinity },
    ],
    [
      'from a new one of which nothing is known',
      exactly(1),
      { value: nan, bound: infinity },
      0.5,
      { value: nan, bound: infinity },
    ],
    [
      'of which nothing is known, and not finite either',
      { value: nan, bound: nan },
      { value: nan, bound: infinity },
      0.5,
      { value: nan, bound: infinity },
    ],
    ['from an infinite momentum: any that is not finite', exactly(1), exactly(2), infinity, { value: nan, bound: nan }],
  ])('%s', (_name, old, fresh, by, expected) => {
    expect(updatedMean(old, fresh, by)).toEqual(expected);
  });

  it('is the variance of one value per channel, whatever the running one is', () => {
    const one = batchMoments({ values: Float64Array.of(3), offsets: [0, 1], precision: 'single' });
    const { mean, variance } = updateRunning(untouched, one, normaliser, 0.5, single);
    expect(variance).toEqual({ value: Number.NaN, bound: Number.NaN });
    expect(mean.value).toBe(1.5);
  });
});

describe('a batch that may overflow', () => {
  const open = ({ value }: BoundedNumber): BoundedNumber => ({ value, bound: Number.POSITIVE_INFINITY });

  it('leaves the values and opens the bound of the variance, that of the mean only where that may overflow, too', () => {
    const update = (mayOverflow: boolean, meanMayOverflow: boolean): RunningStatistics =>
      updateRunning(untouched, moments, { ...normaliser, mayOverflow, meanMayOverflow }, 0.5, single);
    const { mean, variance } = update(false, false);
    expect(variance.bound).toBeLessThan(1);
    expect(update(true, false)).toEqual({ mean, variance: open(variance) });
    expect(update(true, true)).toEqual({ mean: open(mean), variance: open(variance) });
  });

  it('and one whose update may overflow opens it, whichever formula would: old and new apart, and their difference', () => {
    const largest = single.largest / 1.002;
    expect(updatedMean(exactly(largest), exactly(0), 0.5).bound).toBeLessThan(1e34);
    for (const [old, fresh, by] of [
      [single.largest / 1.0005, 0, 0.5],
      [largest / 2, -largest, 0.5],
      [largest / 2, largest, 0.5],
      [0, 1e20, 1e20],
      [1e-5, 1e-5, 2e39],
      [1, 0, -2e39],
    ] as const) {
      const updated = updatedMean(exactly(old), exactly(fresh), by);
      expect(updated).toEqual(open(updated));
    }
  });

  it('and where float64 itself overflows', () => {
    const [old, fresh] = [exactly(0), exactly(1e300)];
    expect(updatedMean(old, fresh, 1e300)).toEqual({ value: Number.POSITIVE_INFINITY, bound: Number.POSITIVE_INFINITY });
  });
});

it('a momentum that is taken for zero because it is subnormal takes the new statistic with it', () => {
  const updated = updatedMean(exactly(0), exactly(1e20), 2 ** -130);
  expect(updated.value).toBeGreaterThan(1e-20);
  expect(updated.bound).toBeGreaterThan(updated.value);
  expect(updatedMean(exactly(0), exactly(1e20), 2 ** -100).bound).toBeLessThan(1e-6 * 2 ** -100 * 1e20);
});
