/**
 * Sums of whole numbers, apart by the exponent of their unit: bin `exponent` holds a few columns, each an exact sum in float64.
 * All zeros except from filling to `takeColumn`. Kept from call to call, as a channel touches few of its thousands of bins.
 */
export interface ExponentBins {
  /** Column c of bin e is at e * stride + c. */
  readonly sums: Float64Array;
  readonly stride: number;
  /** The bins touched since they were last empty, set by whoever fills them. */
  lowest: number;
  highest: number;
}

export function exponentBins(exponents: number, columns: number): ExponentBins {
  // A power of two keeps the columns of a bin on one cache line.
  const stride = 2 ** Math.ceil(Math.log2(columns));
  return { sums: new Float64Array(exponents * stride), stride, lowest: 0, highest: 0 };
}

/**
 * Empties a column of the touched bins and returns its sum in units of 2^lowest.
 * `bits` bounds what was added: all magnitudes together < 2^bits. Neighbouring bins that fit float64 together are added before
 * they become a bigint.
 */
export function takeColumn(bins: ExponentBins, column: number, bits: number): bigint {
  const { sums, stride, lowest, highest } = bins;
  const reach = Math.max(0, 53 - bits);
  let total = 0n;
  let next = lowest;
  while (next <= highest) {
    const base = next;
    const end = Math.min(base + reach, highest) + 1;
    let group = 0;
    let weight = 1;
    for (; next < end; next += 1) {
      const at = next * stride + column;
      group += (sums[at] ?? 0) * weight;
      sums[at] = 0;
      weight *= 2;
    }
    if (!Number.isInteger(group)) {
      throw new RangeError('Expected finite numbers of the precision named, float32 numbers for `single`, got others.');
    }
    if (group !== 0) total += base === lowest ? BigInt(group) : BigInt(group) << BigInt(base - lowest);
  }
  return total;
}

/** How many bits a sum of `count` terms may have more than a term: count < 2^bits. */
export function bitsOfCount(count: number): number {
  return 32 - Math.clz32(count);
}
