const bits = new DataView(new ArrayBuffer(8));

/** Every finite float64 is a whole number of these. */
const unitExponent = 1074n;

/** `value` times 2^1074: a whole number, exactly. */
export function wholeUnits(value: number): bigint {
  bits.setFloat64(0, value);
  const pattern = bits.getBigUint64(0);
  const exponent = (pattern >> 52n) & 0x7ffn;
  const fraction = pattern & 0xfffffffffffffn;
  const scaled = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return pattern >> 63n === 0n ? scaled : -scaled;
}

/** The exact sum of `terms` in units of 2^-1074. */
export function exactSum(terms: Iterable<number>): bigint {
  let sum = 0n;
  for (const term of terms) sum += wholeUnits(term);
  return sum;
}

/** The exact sum of products in units of 2^-2148. */
export function exactDot(left: readonly number[], right: readonly number[]): bigint {
  return left.reduce((sum, factor, index) => sum + wholeUnits(factor) * wholeUnits(right[index] ?? 0), 0n);
}

/** `units` of 2^-1074 as units of 2^-2148. */
export function asProductUnits(units: bigint): bigint {
  return units << unitExponent;
}

export function magnitude(units: bigint): bigint {
  return units < 0n ? -units : units;
}

/** The float64 next to `value`, away from zero for `by` = 1, towards it for -1. */
export function neighbour(value: number, by: 1 | -1): number {
  bits.setFloat64(0, value);
  bits.setBigUint64(0, bits.getBigUint64(0) + BigInt(by));
  return bits.getFloat64(0);
}
