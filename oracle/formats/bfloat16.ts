import { highWord, wordsOf } from '../exact/float-words.ts';

const bits = new Uint32Array(1);
const single = new Float32Array(bits.buffer);
const double = new Float64Array(1);
const doubleWords = wordsOf(double);

/** The float64 value of a bfloat16 bit pattern: the upper half of a binary32. */
export function decodeBfloat16(pattern: number): number {
  bits[0] = pattern << 16;
  return single[0] ?? Number.NaN;
}

/**
 * `value` rounded to bfloat16, ties to even, overflowing to infinity.
 * Rounded from float64 in one step: going through float32 first would round ties twice.
 */
export function roundToBfloat16(value: number): number {
  const magnitude = Math.abs(value);
  double[0] = magnitude;
  const exponent = Math.max(((doubleWords[highWord] ?? 0) >>> 20) - 1023, -126);
  const quantum = 2 ** (exponent - 7);
  // Numbers of 8 bits here; a float64 of this size has no bits below 1, so the sum is rounded, ties to even.
  const rounded = magnitude / quantum + 2 ** 52 - 2 ** 52;
  // The first value past the range, 2^128, is no float32: it is infinity.
  return Math.sign(value) * Math.fround(rounded * quantum);
}

/** The bit pattern of `value` rounded to bfloat16. */
export function encodeBfloat16(value: number): number {
  single[0] = roundToBfloat16(value);
  if (Number.isNaN(value)) return 0x7fc0;
  return (bits[0] ?? 0) >>> 16;
}
