const bits = new Uint32Array(1);
const single = new Float32Array(bits.buffer);

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
  if (!Number.isFinite(value) || value === 0) return value;
  const magnitude = Math.abs(value);
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -126);
  // log2 may be off by one next to a power of two; the quantum is then corrected below.
  let quantum = 2 ** (exponent - 7);
  if (magnitude / quantum >= 256) quantum *= 2;
  else if (magnitude / quantum < 128 && exponent > -126) quantum /= 2;
  const scaled = magnitude / quantum;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  // The first value past the range, 2^128, is no float32: it is infinity.
  return Math.sign(value) * Math.fround(rounded * quantum);
}

/** The bit pattern of `value` rounded to bfloat16. */
export function encodeBfloat16(value: number): number {
  single[0] = roundToBfloat16(value);
  if (Number.isNaN(value)) return 0x7fc0;
  return (bits[0] ?? 0) >>> 16;
}
