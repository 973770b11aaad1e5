import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asProductUnits, exactDot, exactSum, magnitude, wholeUnits } from '../testing/exact-fraction.ts';
import { DoubleDoubleSum } from './double-double-sum.ts';

const term = fc
  .record({ mantissa: fc.double({ min: -1, max: 1, noNaN: true }), exponent: fc.integer({ min: -60, max: 60 }) })
  .map(({ mantissa, exponent }) => (Math.abs(mantissa) < 1e-6 ? 0 : mantissa * 2 ** exponent));

/** Terms that all but cancel: each with its negative, moved by a little, in an order of its own. */
const cancelling = fc
  .array(fc.tuple(term, fc.constantFrom(0, 2 ** -40, -(2 ** -52), 1e-12)), { minLength: 1, maxLength: 20 })
  .chain((pairs) => {
    const terms = pairs.flatMap(([value, by]) => [value, -value * (1 + by)]);
    return fc.shuffledSubarray(terms, { minLength: terms.length });
  });

function summed(terms: readonly number[]): DoubleDoubleSum {
  const sum = new DoubleDoubleSum();
  for (const each of terms) sum.add(each);
  return sum;
}

/** |error| at most 2^-52 of the sum, and 2^-94 of its terms' magnitudes: what 106 bits leave after some 40 additions. */
function isSharp(error: bigint, sum: bigint, magnitudes: bigint): boolean {
  return magnitude(error) << 94n <= (magnitude(sum) << 42n) + magnitudes;
}

describe('a sum', () => {
  it('is exact to one rounding, however much cancels', () => {
    fc.assert(
      fc.property(cancelling, (terms) => {
        const exact = exactSum(terms);
        expect(isSharp(wholeUnits(summed(terms).value) - exact, exact, exactSum(terms.map(Math.abs)))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('of a large number, a small one and the negative large one is the small one', () => {
    for (const small of [1, 2 ** -60, 3e-30]) expect(summed([1e16, small, -1e16]).value).toBe(small);
  });

  it('of products is exact to one rounding, however much cancels', () => {
    const factors = fc.array(fc.tuple(term, term), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(factors, fc.constantFrom(2 ** -50, 1e-9), (pairs, by) => {
        const left = pairs.flatMap(([a, b]) => [a, -b]);
        const right = pairs.flatMap(([a, b]) => [b * (1 + by), a]);
        const sum = new DoubleDoubleSum();
        left.forEach((a, index) => sum.addProduct(a, right[index] ?? 0));
        const exact = exactDot(left, right);
        const magnitudes = exactDot(left.map(Math.abs), right.map(Math.abs));
        expect(isSharp(asProductUnits(wholeUnits(sum.value)) - exact, exact, magnitudes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('divided is a pair, good to 100 bits', () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 20 }), fc.integer({ min: 1, max: 1e6 }), (terms, divisor) => {
        const absolutes = terms.map(Math.abs);
        const { high, low } = summed(absolutes).dividedBy(divisor);
        const exact = exactSum(absolutes);
        const error = (wholeUnits(high) + wholeUnits(low)) * BigInt(divisor) - exact;
        // Terms are whole multiples of 2^-140, so nothing underflows on the way.
        expect(magnitude(error) << 96n <= exact).toBe(true);
        expect(Math.abs(low) <= 2 ** -52 * Math.abs(high)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('where numbers are not finite', () => {
  it('is what plain addition gives', () => {
    const odd = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE);
    fc.assert(
      fc.property(fc.array(fc.oneof(odd, term), { minLength: 1, maxLength: 6 }), odd, (terms, last) => {
        const all = [...terms, last];
        const plain = all.reduce((sum, each) => sum + each, 0);
        const { value } = summed(all);
        expect(Number.isFinite(plain) || Object.is(value, plain)).toBe(true);
        expect(Number.isFinite(value)).toBe(Number.isFinite(plain));
      }),
      { numRuns: 300 },
    );
  });

  it('takes products of factors too large to split', () => {
    const sum = new DoubleDoubleSum();
    sum.addProduct(2 ** 1000, 2 ** -10);
    sum.addProduct(2 ** -10, -(2 ** 1000));
    expect(sum.value).toBe(0);
    sum.addProduct(2 ** 1000, 2 ** 1000);
    expect(sum.value).toBe(Number.POSITIVE_INFINITY);
    expect(sum.dividedBy(3)).toEqual({ high: Number.POSITIVE_INFINITY, low: 0 });
  });
});
