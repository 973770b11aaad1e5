import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { magnitude, neighbour, wholeUnits } from '../testing/exact-fraction.ts';
import { isNearest, isNearestPair } from '../testing/nearest-float.ts';
import { bitLength } from './bit-length.ts';
import { dyadicOf, subtract } from './dyadic.ts';
import type { Fraction } from './fraction.ts';
import { pairOf, quotient, roundFraction } from './fraction.ts';

const sized = (bits: number): fc.Arbitrary<bigint> =>
  fc.integer({ min: 1, max: bits }).chain((size) => fc.bigInt(1n, 1n << BigInt(size)));
const sign = fc.constantFrom(1n, -1n);
const fraction: fc.Arbitrary<Fraction> = fc.record({
  units: fc.tuple(sign, fc.oneof(sized(60), sized(400))).map(([by, units]) => by * units),
  denominator: fc.oneof(sized(50), sized(200), fc.constant(1n)),
  exponent: fc.oneof(
    fc.integer({ min: -100, max: 50 }),
    fc.integer({ min: -1300, max: 1100 }),
    fc.integer({ min: -1080, max: -1020 }),
  ),
});

/** The fraction in units of 2^-1074, as numerator and denominator. */
function inUnits({ units, exponent, denominator }: Fraction): readonly [bigint, bigint] {
  const shift = BigInt(exponent + 1074);
  return shift >= 0n ? [units << shift, denominator] : [units, denominator << -shift];
}

const positive = fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true });

describe('rounding a fraction', () => {
  it('gives the nearest float64, at any size', () => {
    fc.assert(
      fc.property(fraction, (number) => {
        expect(isNearest(roundFraction(number), ...inUnits(number))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes ties to even, and sees what is a hair beside a tie', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          positive,
          positive.map((each) => each * 2 ** -1022),
        ),
        sign,
        fc.integer({ min: -1, max: 1 }),
        (value, by, hair) => {
          const middle = wholeUnits(value) + (value === Number.MAX_VALUE ? 1n << 2098n : wholeUnits(neighbour(value, 1)));
          // The middle and 2^-300 of a unit more or less.
          const number = { units: by * ((middle << 300n) + BigInt(hair)), exponent: -1375, denominator: 1n };
          expect(isNearest(roundFraction(number), ...inUnits(number))).toBe(true);
          const thirds = { units: number.units * 3n, exponent: -1375, denominator: 3n };
          expect(roundFraction(thirds)).toBe(roundFraction(number));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keeps every float64 as it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(roundFraction(quotient(dyadicOf(value), 1n))).toBe(value + 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('of zero is zero, whatever its unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -6000, max: 6000 }), sized(400), (exponent, denominator) => {
        expect(roundFraction({ units: 0n, exponent, denominator })).toBe(0);
        expect(pairOf({ units: 0n, exponent, denominator })).toEqual({ high: 0, low: 0 });
      }),
    );
  });

  test.each([
    ['half of the smallest subnormal is zero', 1n, -1075, 0],
    ['a little more is not', 3n, -1076, 2 ** -1074],
    ['half a step past the largest number is an infinity', (1n << 54n) - 1n, 970, Number.POSITIVE_INFINITY],
    ['less is not', (1n << 55n) - 3n, 969, Number.MAX_VALUE],
    ['far beyond too', -1n, 5000, Number.NEGATIVE_INFINITY],
    ['far below is zero', 1n, -5000, 0],
  ] as const)('%s', (_name, units, exponent, expected) => {
    expect(roundFraction({ units, exponent, denominator: 1n }) + 0).toBe(expected);
  });
});

describe('a pair', () => {
  it('is the nearest float64, and the nearest to the rest', () => {
    fc.assert(
      fc.property(fraction, (number) => {
        expect(isNearestPair(pairOf(number), ...inUnits(number))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

test('the length of a whole number is that of its binary digits', () => {
  const nearPower = fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: -1, max: 1 }));
  fc.assert(
    fc.property(
      fc.oneof(
        sized(3000),
        nearPower.map(([bits, by]) => (1n << BigInt(bits)) + BigInt(by)),
      ),
      (number) => {
        expect(bitLength(number)).toBe(number.toString(2).length);
      },
    ),
    { numRuns: 1000 },
  );
});

test('powers of two are exact', () => {
  for (let exponent = -1074; exponent < 1024; exponent += 1) {
    expect(wholeUnits(2 ** exponent)).toBe(1n << BigInt(exponent + 1074));
    expect(dyadicOf(2 ** exponent).units << BigInt(dyadicOf(2 ** exponent).exponent + 1074)).toBe(1n << BigInt(exponent + 1074));
  }
});

test('differences are exact', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(finite, finite, (left, right) => {
      const { units, exponent } = subtract(dyadicOf(left), dyadicOf(right));
      expect(magnitude(units << BigInt(exponent + 1074))).toBe(magnitude(wholeUnits(left) - wholeUnits(right)));
    }),
  );
});
