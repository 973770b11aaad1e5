/** Which of the two 32-bit words of a float64 in memory holds its sign and exponent: 1 on little-endian machines. */
export const highWord: 0 | 1 = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 1 : 0;

/** The 32-bit words of `values`, two each, sharing their memory. */
export function wordsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
}
