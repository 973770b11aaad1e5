import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactDot, exactSum, magnitude, wholeUnits } from '../testing/exact-fraction.ts';
import { equallyLong, hardNumbers, manyNumbers } from '../testing/hard-numbers.ts';
import { doubledMiddles, isNearest, isNearestPair } from '../testing/nearest-float.ts';
import { pairOf, roundFraction } from './fraction.ts';
import { exactGradientSums, exactInverseDeviation, exactStatistics } from './statistics.ts';

/** N^2 * variance in units of 2^-2148. */
function spreadOf(values: Float64Array): bigint {
  const sum = exactSum(values);
  return BigInt(values.length) * exactDot([...values], [...values]) - sum * sum;
}

function expectNearestMoments(values: Float64Array, precision: 'single' | 'double'): void {
  const count = BigInt(values.length);
  const { mean, variance } = exactStatistics(values, precision);
  expect(isNearestPair(pairOf(mean), exactSum(values), count)).toBe(true);
  expect(isNearestPair(pairOf(variance), spreadOf(values), (count * count) << 1074n)).toBe(true);
}

/** Whether 1 / sqrt(variance + epsilon) is the nearest, with a pair good to 104 bits; null where there is no such number. */
function isNearestInverse(values: Float64Array, epsilon: number, precision: 'single' | 'double'): boolean {
  const square = BigInt(values.length) ** 2n;
  const sum = spreadOf(values) + ((square * wholeUnits(epsilon)) << 1074n);
  const inverse = exactInverseDeviation(exactStatistics(values, precision).variance, epsilon);
  if (sum <= 0n || inverse === null) return sum <= 0n && inverse === null;
  const { high, low } = pairOf(inverse);
  // The middle between the largest float64 and the next that there would be rounds to infinity, and so does all above.
  if (high === Number.POSITIVE_INFINITY) return ((2n ** 54n - 1n) << 2044n) ** 2n * sum <= square << 4296n;
  // A root r has r^2 * sum = N^2 in units of 2^-1074 for r; the middles beside it are on either side of that.
  const { below, above } = doubledMiddles(high);
  const nearest = below ** 2n * sum <= square << 4298n && (above ?? 0n) ** 2n * sum >= square << 4298n;
  const pair = wholeUnits(high) + wholeUnits(low);
  // The second of a pair as small as that is subnormal.
  const sharp = high < 2 ** -900 || magnitude(pair * pair * sum - (square << 4296n)) << 104n <= square << 4296n;
  return nearest && sharp;
}

describe.each(['single', 'double'] as const)('%s', (precision) => {
  it('mean and variance are the nearest float64, the mean a pair of them', () => {
    fc.assert(
      fc.property(hardNumbers(precision), (numbers) => expectNearestMoments(Float64Array.from(numbers), precision)),
      { numRuns: 600 },
    );
  });

  it.each([0, 1e4, 1e8])('of 1e5 numbers around %f', (offset) => {
    const values = manyNumbers(100_000, offset, 5, precision);
    expectNearestMoments(values, precision);
    expect(isNearestInverse(values, 1e-5, precision)).toBe(true);
  });

  it('the inverse deviation is the nearest float64, and its pair good to 104 bits', () => {
    const epsilon = fc.oneof(fc.constantFrom(0, 1e-5, 1e-12, 1, 2 ** -1074, -1e-3), fc.double({ min: 0, max: 10, noNaN: true }));
    fc.assert(
      fc.property(hardNumbers(precision), epsilon, (numbers, by) => {
        expect(isNearestInverse(Float64Array.from(numbers), by, precision)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });

  it('the inverse deviation is infinite where float64 ends, and not before', () => {
    // A variance of 2^-2k, by values of +-2^-k.
    const inverse = (power: number): boolean => isNearestInverse(Float64Array.of(2 ** -power, -(2 ** -power)), 0, precision);
    const powers = precision === 'double' ? [1022, 1023, 1024, 1025, 1074] : [126, 149];
    expect(powers.filter((power) => !inverse(power))).toEqual([]);
  });

  it('sum(g) and sum(g * (x - mean)) of a part are the nearest float64, each a pair', () => {
    fc.assert(
      fc.property(hardNumbers(precision), hardNumbers(precision), fc.nat(), (left, right, at) => {
        const [gradients, values] = equallyLong(left, right);
        const part = (list: Float64Array): Float64Array => list.subarray(at % list.length);
        const count = BigInt(values.length);
        const { mean } = exactStatistics(values, precision);
        const { sum, weighted } = exactGradientSums(part(gradients), part(values), mean, precision);
        const total = exactSum(part(gradients));
        expect(isNearest(roundFraction(sum), total, 1n)).toBe(true);
        const above = count * exactDot([...part(gradients)], [...part(values)]) - total * exactSum(values);
        expect(isNearestPair(pairOf(weighted), above, count << 1074n)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});
