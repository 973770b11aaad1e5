const bits = new Uint16Array(1);
const half = new Float16Array(bits.buffer);

/** The float64 value of an IEEE 754 binary16 bit pattern. */
export function decodeFloat16(pattern: number): number {
  bits[0] = pattern;
  return half[0] ?? Number.NaN;
}

/** The bit pattern of `value` rounded to binary16, ties to even. */
export function encodeFloat16(value: number): number {
  half[0] = value;
  return bits[0] ?? 0;
}

/** `value` rounded to binary16, ties to even, overflowing to infinity. */
export const roundToFloat16: (value: number) => number = Math.f16round;
