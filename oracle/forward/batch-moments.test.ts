import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactDot, exactSum, wholeUnits } from '../testing/exact-fraction.ts';
import { isNearest } from '../testing/nearest-float.ts';
import { batchMoments } from './batch-moments.ts';

const offset = fc.constantFrom(0, 1, -12345.678, 1e8, 1e12);
const noise = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
const values = fc.record({ offset, noise }).map(({ offset: centre, noise: around }) => around.map((by) => centre + by));

function moments(numbers: readonly number[], offsets: readonly number[] = [0, numbers.length]): ReturnType<typeof batchMoments> {
  return batchMoments({ values: Float64Array.from(numbers), offsets, precision: 'double' });
}

describe('against exact arithmetic, at any offset', () => {
  it('the mean is the nearest pair, and deviations are from it', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const { mean, meanLow, deviations } = moments(numbers);
        const count = BigInt(numbers.length);
        expect(isNearest(mean, exactSum(numbers), count)).toBe(true);
        expect(isNearest(meanLow, exactSum(numbers) - wholeUnits(mean) * count, count)).toBe(true);
        expect([...deviations]).toEqual(numbers.map((value) => value - mean - meanLow));
      }),
      { numRuns: 200 },
    );
  });

  it('the biased variance is the nearest float64', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const count = BigInt(numbers.length);
        const sum = exactSum(numbers);
        // In units of 2^-2148: n * sum(x^2) - sum(x)^2 is n^2 variances.
        const exact = count * exactDot(numbers, numbers) - sum * sum;
        expect(isNearest(moments(numbers).variance, exact, (count * count) << 1074n)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('float32 numbers have the same moments whichever dtype they come in', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const single = { values: Float64Array.from(numbers, Math.fround), offsets: [0, numbers.length] };
        const { exact: _single, ...asSingle } = batchMoments({ ...single, precision: 'single' });
        const { exact: _double, ...asDouble } = moments([...single.values]);
        expect(asSingle).toEqual(asDouble);
      }),
    );
  });

  it('a constant channel has no variance at all', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 50 }), (value, count) => {
        const { variance, mean, meanLow, range } = moments(Array.from({ length: count }, () => value));
        expect([variance, mean + meanLow - value, range]).toEqual([0, 0, 0]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what the bounds need', () => {
  it('is counted over the values', () => {
    expect(moments([3, -1, -4, 1], [0, 0, 3, 3, 4])).toMatchObject({
      count: 4,
      sumOfAbsolutes: 9,
      oneSidedSum: 5,
      largestAbsolute: 4,
      range: 7,
      largestDeviation: 3.75,
      nonEmptyRanks: 2,
      allFinite: true,
    });
  });

  it('notices what is not finite', () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(moments([1, odd]).allFinite).toBe(false);
      expect(moments([1, odd])).toMatchObject({ mean: odd, meanLow: 0, exact: null });
      expect(moments([1, odd]).variance).toBeNaN();
    }
    expect([...moments([1, Number.POSITIVE_INFINITY]).deviations]).toEqual([Number.NEGATIVE_INFINITY, Number.NaN]);
  });

  it('is zeros for no values', () => {
    expect(moments([], [0, 0, 0])).toMatchObject({
      count: 0,
      mean: 0,
      variance: 0,
      largestAbsolute: 0,
      range: 0,
      largestDeviation: 0,
      nonEmptyRanks: 0,
    });
  });
});
