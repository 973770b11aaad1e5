const words = new Uint32Array(2);
const number = new Float64Array(words.buffer);

/** What `sum`, the rounded a + b, is short of the exact one: a float64 (Knuth's TwoSum). */
function sumError(a: number, b: number, sum: number): number {
  const other = sum - a;
  return a - (sum - other) + (b - other);
}

/** a + b rounded to odd: cut off, and the last bit set where that lost anything (Boldo and Melquiond 2008). */
export function oddSum(a: number, b: number): number {
  const sum = a + b;
  const error = sumError(a, b, sum);
  if (error === 0 || !Number.isFinite(error)) return sum;
  number[0] = sum;
  const low = words[0] ?? 0;
  if (low % 2 === 1) return sum;
  if (error > 0 === sum > 0) words[0] = low + 1;
  else {
    if (low === 0) words[1] = (words[1] ?? 0) - 1;
    words[0] = low - 1;
  }
  return number[0];
}

/** The upper 26 bits (Veltkamp). */
function upperHalf(value: number): number {
  const scaled = value * (2 ** 27 + 1);
  return scaled - (scaled - value);
}

/**
 * a * b + c of float64 numbers, rounded once: the exact product as a pair, added with one rounding to odd in between (Boldo and
 * Melquiond 2008). Where the halves of the product would overflow or underflow, the product is rounded first.
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const size = Math.abs(product);
  if (!(size > 2 ** -900 && size < 2 ** 900 && Math.abs(a) < 2 ** 900 && Math.abs(b) < 2 ** 900)) return product + c;
  const [aHigh, bHigh] = [upperHalf(a), upperHalf(b)];
  const [aLow, bLow] = [a - aHigh, b - bHigh];
  const productError = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
  const upper = c + productError;
  const upperError = sumError(c, productError, upper);
  const total = product + upper;
  return total + oddSum(sumError(product, upper, total), upperError);
}
