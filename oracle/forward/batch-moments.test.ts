import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactDot, exactSum, magnitude, wholeUnits } from '../testing/exact-fraction.ts';
import { batchMoments } from './batch-moments.ts';

const offset = fc.constantFrom(0, 1, -12345.678, 1e8, 1e12);
const noise = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
const values = fc.record({ offset, noise }).map(({ offset: centre, noise: around }) => around.map((by) => centre + by));

function moments(numbers: readonly number[], offsets: readonly number[] = [0, numbers.length]): ReturnType<typeof batchMoments> {
  return batchMoments({ values: Float64Array.from(numbers), offsets });
}

describe('against exact arithmetic, at any offset', () => {
  it('the mean is a pair good to 90 bits of the largest value', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const { mean, meanLow } = moments(numbers);
        const error = (wholeUnits(mean) + wholeUnits(meanLow)) * BigInt(numbers.length) - exactSum(numbers);
        expect(magnitude(error) << 90n <= exactSum(numbers.map(Math.abs))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('the biased variance has lost at most four roundings', () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const count = BigInt(numbers.length);
        const sum = exactSum(numbers);
        // In units of 2^-2148: n * sum(x^2) - sum(x)^2 is n^2 variances.
        const exact = count * exactDot(numbers, numbers) - sum * sum;
        const error = (wholeUnits(moments(numbers).variance) << 1074n) * count * count - exact;
        const underflow = 1n << 1300n;
        expect(magnitude(error) << 50n <= exact + underflow).toBe(true);
      }),
      { numRuns: 200 },
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
      nonEmptyRanks: 2,
      allFinite: true,
    });
  });

  it('notices what is not finite', () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(moments([1, odd]).allFinite).toBe(false);
      expect(moments([1, odd]).variance).toBeNaN();
    }
  });

  it('is zeros for no values', () => {
    expect(moments([], [0, 0, 0])).toMatchObject({
      count: 0,
      mean: 0,
      variance: 0,
      largestAbsolute: 0,
      range: 0,
      nonEmptyRanks: 0,
    });
  });
});
