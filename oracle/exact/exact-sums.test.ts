import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { exactDot, exactSum } from '../testing/exact-fraction.ts';
import { equallyLong, hardNumbers, manyNumbers } from '../testing/hard-numbers.ts';
import { doubleLimit } from './double-sums.ts';
import type { Dyadic } from './dyadic.ts';
import { exactSums } from './exact-sums.ts';

/** In units of 2^-place; a dyadic that is no whole number of them has lost bits. */
function unitsOf(number: Dyadic, place: number): bigint {
  const shift = BigInt(number.exponent + place);
  return shift >= 0n ? number.units << shift : number.units >> -shift;
}

function expectExact(left: Float64Array, right: Float64Array, precision: 'single' | 'double'): void {
  const { sum, dot } = exactSums(left, right, precision);
  expect(unitsOf(sum, 1074)).toBe(exactSum(left));
  expect(unitsOf(dot, 2148)).toBe(exactDot([...left], [...right]));
}

describe.each(['single', 'double'] as const)('%s', (precision) => {
  it('sums of numbers and products are those of rational arithmetic', () => {
    fc.assert(
      fc.property(hardNumbers(precision), hardNumbers(precision), (left, right) => {
        expectExact(...equallyLong(left, right), precision);
      }),
      { numRuns: 500 },
    );
  });

  it('squares too', () => {
    fc.assert(
      fc.property(hardNumbers(precision), (numbers) => {
        const values = Float64Array.from(numbers);
        expectExact(values, values, precision);
      }),
      { numRuns: 300 },
    );
  });

  it.each([0, 1e4])('of 1e5 numbers around %f, in a part of a longer array', (offset) => {
    const left = manyNumbers(100_003, offset, 1, precision).subarray(3);
    expectExact(left, manyNumbers(100_000, 0.5, 2, precision), precision);
  });

  it('of the largest significands, as many as there may be at a time', () => {
    const largest = precision === 'single' ? (2 - 2 ** -23) * 2 ** 127 : Number.MAX_VALUE;
    for (const sign of [1, -1]) {
      const values = new Float64Array(doubleLimit + 1).fill(sign * largest);
      expectExact(values, new Float64Array(doubleLimit + 1).fill(largest), precision);
    }
  });

  it('of significands as full as they may be, beside one that ends in an odd bit', () => {
    const bit = precision === 'single' ? 2 ** -23 : 2 ** -52;
    for (const count of [3, 31, 127]) {
      for (let gap = 0; gap < 60; gap += 1) {
        const values = new Float64Array(count).fill((2 - bit) * 2 ** gap);
        values[0] = 1 + bit;
        expectExact(values, values, precision);
        expectExact(values, new Float64Array(count).fill(2 - bit), precision);
      }
    }
  });

  it('of nothing, and of zeros, are zero', () => {
    for (const values of [new Float64Array(), Float64Array.of(0, -0)]) expectExact(values, values, precision);
  });
});

test('the same numbers have the same sums either way', () => {
  fc.assert(
    fc.property(hardNumbers('single'), (numbers) => {
      const values = Float64Array.from(numbers);
      const [single, double] = [exactSums(values, values, 'single'), exactSums(values, values, 'double')];
      expect(unitsOf(single.sum, 1074)).toBe(unitsOf(double.sum, 1074));
      expect(unitsOf(single.dot, 2148)).toBe(unitsOf(double.dot, 2148));
    }),
  );
});

test('numbers that are no float32 are refused as such, and leave nothing behind', () => {
  for (const odd of [0.1, 1e300, 2 ** -150, 2 ** 128, -(2 ** 1000), Number.NaN, Number.POSITIVE_INFINITY]) {
    const values = Float64Array.of(1, odd, 3, 2 ** 100);
    expect(() => exactSums(values, values, 'single')).toThrow('Expected finite numbers of the precision named');
    expectExact(Float64Array.of(1, 2), Float64Array.of(3, 4), 'single');
  }
});
