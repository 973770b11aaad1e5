import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { dyadicOf } from '../exact/dyadic.ts';
import { quotient } from '../exact/fraction.ts';
import { reductionGrowth } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import { arithmeticOf, roundTo } from '../formats/arithmetic.ts';
import { batchMoments } from '../forward/batch-moments.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import { batchNormaliser, runningNormaliser } from '../forward/normaliser.ts';
import { exactDot, exactSum, wholeUnits } from '../testing/exact-fraction.ts';
import { equallyLong, hardNumbers } from '../testing/hard-numbers.ts';
import { isNearest } from '../testing/nearest-float.ts';
import type { GradientBatch, GradientSums } from './gradient-sums.ts';
import { gradientSums, sliceOf } from './gradient-sums.ts';

const arithmetic = arithmeticOf('float64');

function batchOf(gradients: Float64Array, values: Float64Array): GradientBatch {
  const { exact, deviations } = batchMoments({ values, offsets: [0, values.length], precision: 'double' });
  return { gradients, values, deviations, mean: exact?.mean ?? null, precision: 'double' };
}

function sumsOf(batch: GradientBatch): GradientSums {
  const moments = batchMoments({ values: batch.values, offsets: [0, batch.values.length], precision: 'double' });
  return gradientSums(batch, batchNormaliser(moments, 1e-5, arithmetic, 'A'), arithmetic, 'A');
}

describe('the sums of a slice', () => {
  it('are the nearest float64, with the mean of the whole channel', () => {
    fc.assert(
      fc.property(hardNumbers('double'), hardNumbers('double'), fc.nat(), (left, right, at) => {
        const [gradients, values] = equallyLong(left, right);
        const start = at % gradients.length;
        const { sum, weighted, count } = sumsOf(sliceOf(batchOf(gradients, values), start, gradients.length));
        const part = gradients.subarray(start);
        expect(count).toBe(part.length);
        expect(isNearest(sum, exactSum(part), 1n)).toBe(true);
        const size = BigInt(values.length);
        const above = size * exactDot([...part], [...values.subarray(start)]) - exactSum(part) * exactSum(values);
        expect(isNearest(weighted, above, size << 1074n)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are the nearest float64 around a running mean', () => {
    fc.assert(
      fc.property(
        hardNumbers('double'),
        hardNumbers('double'),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        (left, right, centre) => {
          const [gradients, values] = equallyLong(left, right);
          const deviations = values.map((value) => value - centre);
          const mean = quotient(dyadicOf(centre), 1n);
          const normaliser = runningNormaliser({ value: centre, bound: 0 }, { value: 1, bound: 0 }, 1e-5, arithmetic);
          const { weighted } = gradientSums(
            { gradients, values, deviations, mean, precision: 'double' },
            normaliser,
            arithmetic,
            'A',
          );
          const above = exactDot([...gradients], [...values]) - exactSum(gradients) * wholeUnits(centre);
          expect(isNearest(weighted, above, 1n << 1074n)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of nothing are zero', () => {
    const batch = batchOf(Float64Array.of(1, 2), Float64Array.of(3, 5));
    expect(sumsOf(sliceOf(batch, 1, 1))).toMatchObject({ count: 0, sum: 0, weighted: 0, absoluteSum: 0 });
  });
});

describe('the bound of a sum', () => {
  const f = Math.fround;
  const around = (mean: number, of: Arithmetic): Normaliser =>
    runningNormaliser({ value: mean, bound: 0 }, { value: 1, bound: 0 }, 1e-5, of);

  it('knows that a stored sum is rounded with its error on it', () => {
    // Every addition but the last rounds up, and what the last leaves is half way between two bfloat16 and a little more.
    const rises = Array.from({ length: 4000 }, () => f(2 ** -24 * (1 + 2 ** -10)));
    const risen = rises.reduce((sum, rise) => f(sum + rise), 1);
    const terms = Float64Array.of(1, ...rises, f(2 ** -9 + 2 ** -17 + 2 ** -24 - risen));
    const half = arithmeticOf('bfloat16');
    const stored = roundTo(
      'bfloat16',
      terms.reduce((sum, term) => f(sum + term), 0),
    );
    const { sum, sumBound, count } = gradientSums(batchOf(terms, terms), around(0, half), half, 'A+');
    expect(Math.abs(stored - sum)).toBeLessThanOrEqual(sumBound);
    const positive = terms.reduce((total, term) => total + Math.max(0, term), 0);
    const roundedAlone = reductionGrowth(count, half) * positive + half.unitRoundoff * Math.abs(sum);
    expect(Math.abs(stored - sum)).toBeGreaterThan(roundedAlone);
  });

  it('about zero holds what is lost where a sum of gradients is subnormal and taken for zero', () => {
    const single = arithmeticOf('float32');
    const gradients = Float64Array.of(1.25 * single.tiny, -single.tiny);
    const deviations = Float64Array.of(0, 0);
    const batch = { ...batchOf(gradients, Float64Array.of(1e6, 1e6)), deviations, precision: 'single' as const };
    const { sumBound, weighted, weightedBound } = gradientSums(batch, around(1e6, single), single, 'B');
    const [sum, products] = [0, 0.25e6 * single.tiny];
    expect(Math.abs(sum - 0.25 * single.tiny)).toBeLessThanOrEqual(sumBound);
    expect(Math.abs(products - 1e6 * sum - weighted)).toBeLessThanOrEqual(weightedBound);
  });
});

describe('where numbers are not finite', () => {
  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%f in the gradients is in both sums', (odd) => {
    const { sum, weighted } = sumsOf(batchOf(Float64Array.of(1, odd, 2), Float64Array.of(1, 5, 9)));
    expect(sum).toBe(odd);
    // The deviation there is zero.
    expect(weighted).toBeNaN();
    expect(sumsOf(batchOf(Float64Array.of(odd, 1, 2), Float64Array.of(9, 5, 1))).weighted).toBe(odd);
  });

  it('in the values leaves sum(g) exact, and takes the other', () => {
    const { sum, weighted } = sumsOf(batchOf(Float64Array.of(1e16, 1, -1e16), Float64Array.of(1, Number.POSITIVE_INFINITY, 9)));
    expect(sum).toBe(1);
    expect(weighted).toBeNaN();
  });

  it('in the values around a running mean takes the second sum alone', () => {
    const values = Float64Array.of(1, Number.NaN);
    const batch = { gradients: Float64Array.of(1, 2), values, deviations: values, mean: quotient(dyadicOf(0), 1n) };
    const normaliser = runningNormaliser({ value: 0, bound: 0 }, { value: 1, bound: 0 }, 1e-5, arithmetic);
    const sums = gradientSums({ ...batch, precision: 'double' }, normaliser, arithmetic, 'A');
    expect(sums).toMatchObject({ sum: 3, weighted: Number.NaN });
  });
});
