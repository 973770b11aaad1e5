/** The least size that is kept stable: a power of two up to 4096, from there a multiple of an eighth of the power of two below. */
export function paddedLength(length: number): number {
  if (length <= 1) return 1;
  const power = 2 ** Math.ceil(Math.log2(length));
  if (power <= 4096) return power;
  const step = power / 16;
  return Math.ceil(length / step) * step;
}

/** The same numbers, and zeros up to a length that many others share. */
export function padArray(data: Float32Array): Float32Array {
  const length = paddedLength(data.length);
  if (length === data.length) return data;
  const padded = new Float32Array(length);
  padded.set(data);
  return padded;
}
