import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { neighbour } from '../testing/exact-fraction.ts';
import { arithmeticOf, computeDtype, roundTo } from './arithmetic.ts';
import { decodeBfloat16, encodeBfloat16 } from './bfloat16.ts';
import { decodeFloat16, encodeFloat16 } from './float16.ts';

const halves = [
  { dtype: 'float16', decode: decodeFloat16, encode: encodeFloat16, infinity: 0x7c00, fractionBits: 10, bias: 15 },
  { dtype: 'bfloat16', decode: decodeBfloat16, encode: encodeBfloat16, infinity: 0x7f80, fractionBits: 7, bias: 127 },
] as const;

describe.each(halves)('$dtype', ({ dtype, decode, encode, infinity, fractionBits, bias }) => {
  /** The value of a pattern by the definition of the format. */
  function defined(pattern: number): number {
    const sign = pattern >= 0x8000 ? -1 : 1;
    const exponent = (pattern & 0x7fff) >> fractionBits;
    const fraction = (pattern & (2 ** fractionBits - 1)) / 2 ** fractionBits;
    return sign * (exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias));
  }

  it('decodes all finite patterns by the definition, and encodes them back', () => {
    const wrong: number[] = [];
    for (let pattern = 0; pattern < 0x10000; pattern += 1) {
      const value = decode(pattern);
      if ((pattern & 0x7fff) < infinity && !Object.is(value, defined(pattern))) wrong.push(pattern);
      if (!Number.isNaN(value) && encode(value) !== pattern) wrong.push(pattern);
    }
    expect(wrong).toEqual([]);
  });

  it('keeps infinities and NaN', () => {
    expect([decode(infinity), decode(infinity + 0x8000)]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    expect(decode(infinity + 1)).toBeNaN();
    expect(decode(encode(Number.NaN))).toBeNaN();
    expect(roundTo(dtype, Number.NaN)).toBeNaN();
    for (const sign of [1, -1]) expect(roundTo(dtype, sign * Number.POSITIVE_INFINITY)).toBe(sign * Number.POSITIVE_INFINITY);
  });

  it('rounds to nearest, ties to even: every tie, and the float64 on each side of it', () => {
    const wrong: number[] = [];
    for (let pattern = 0; pattern < infinity; pattern += 1) {
      const low = decode(pattern);
      // The number after the largest would be the first past the range.
      const high = pattern + 1 === infinity ? defined(pattern + 1) : decode(pattern + 1);
      const next = decode(pattern + 1);
      const tie = (low + high) / 2;
      const even = pattern % 2 === 0 ? low : next;
      for (const sign of [1, -1]) {
        const right =
          roundTo(dtype, sign * tie) === sign * even &&
          roundTo(dtype, sign * neighbour(tie, -1)) === sign * low &&
          roundTo(dtype, sign * neighbour(tie, 1)) === sign * next &&
          decode(encode(sign * neighbour(tie, 1))) === sign * next;
        if (!right) wrong.push(pattern);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('keeps the sign of zero, and gives it to what underflows', () => {
    expect([0, -0, 1e-300, -1e-300].map((value) => roundTo(dtype, value))).toEqual([0, -0, 0, -0]);
    expect([0, -0, -1e-300].map((value) => encode(value))).toEqual([0, 0x8000, 0x8000]);
  });

  it('overflows to infinity from half a step past its largest number', () => {
    const { largest } = arithmeticOf(dtype);
    expect(decode(infinity - 1)).toBe(largest);
    const edge = (largest + defined(infinity)) / 2;
    expect(roundTo(dtype, neighbour(edge, -1))).toBe(largest);
    expect([edge, -edge, Number.MAX_VALUE].map((value) => roundTo(dtype, value))).toEqual([Infinity, -Infinity, Infinity]);
  });

  it('has the unit roundoff and the smallest normal number it says', () => {
    const { unitRoundoff, tiny } = arithmeticOf(dtype);
    expect(decode(encode(1) + 1)).toBe(1 + 2 * unitRoundoff);
    expect(decode(2 ** fractionBits)).toBe(tiny);
  });
});

test.each(['float16', 'bfloat16', 'float32', 'float64'] as const)('%s: rounding is monotone, idempotent and odd', (dtype) => {
  const number = fc.double({ noNaN: true });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [low, high] = a <= b ? [a, b] : [b, a];
      expect(roundTo(dtype, low)).toBeLessThanOrEqual(roundTo(dtype, high));
      expect(roundTo(dtype, roundTo(dtype, a))).toBe(roundTo(dtype, a));
      expect(roundTo(dtype, -a)).toBe(-roundTo(dtype, a));
    }),
    { numRuns: 300 },
  );
});

test.each(['float16', 'bfloat16', 'float32', 'float64'] as const)('%s: the error of rounding is within its roundoff', (dtype) => {
  const { unitRoundoff, tiny, largest } = arithmeticOf(dtype);
  fc.assert(
    fc.property(fc.double({ min: -65000, max: 65000, noNaN: true }), (value) => {
      expect(largest).toBeGreaterThan(65000);
      expect(Math.abs(roundTo(dtype, value) - value)).toBeLessThanOrEqual(unitRoundoff * Math.max(Math.abs(value), tiny));
    }),
    { numRuns: 300 },
  );
});

it.each([
  ['float32', Float32Array],
  ['float64', Float64Array],
] as const)('rounds to %s as an array of it does', (dtype, Numbers) => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      expect(roundTo(dtype, value)).toBe(Numbers.of(value)[0]);
    }),
  );
});

it('computes in float32 on all but float64', () => {
  expect((['float16', 'bfloat16', 'float32', 'float64'] as const).map(computeDtype)).toEqual([
    'float32',
    'float32',
    'float32',
    'float64',
  ]);
});

it('sums the half types in float32', () => {
  const single = arithmeticOf('float32');
  expect(single).toMatchObject({ unitRoundoff: 2 ** -24, tiny: 2 ** -126, largest: 3.4028234663852886e38 });
  for (const dtype of ['float16', 'bfloat16', 'float32'] as const) {
    const { accumulatorRoundoff, largestSum } = arithmeticOf(dtype);
    expect([accumulatorRoundoff, largestSum]).toEqual([single.unitRoundoff, single.largest]);
  }
  expect(arithmeticOf('float64')).toMatchObject({ accumulatorRoundoff: 2 ** -53, largestSum: Number.MAX_VALUE });
});
