import { bitsOfCount, exponentBins, takeColumn } from './exponent-bins.ts';
import { highWord, wordsOf } from './float-words.ts';
import type { SumAndDot } from './sum-and-dot.ts';

/** Up to how many terms the sums of this file are exact: 24 bits and as many as the count has must fit the 53 of float64. */
export const singleLimit: number = 2 ** 28;

// A float32 of biased float64 exponent e is a whole number, of at most 24 bits, times 2^(e - 1046).
const unitBias = 1046;
// From the smallest subnormal float32 to the largest number.
const [smallest, largest] = [1023 - 149, 1023 + 127];

/** What makes a float32 a whole number, by biased exponent; NaN where no float32 is, which no sum can hide. */
const scales = new Float64Array(2048).map((_, exponent) =>
  exponent >= smallest && exponent <= largest ? 2 ** (unitBias - exponent) : Number.NaN,
);

const sums = exponentBins(2048, 1);
const products = exponentBins(4096, 2);

/** The exact sums of `left` and of `left * right`, both finite float32 numbers; throws a RangeError where one is not. */
export function sumSingles(left: Float64Array, right: Float64Array): SumAndDot {
  fillBins(left, right);
  try {
    return takeSums(24 + bitsOfCount(left.length));
  } catch (error) {
    // What was not taken would be in the next sum.
    sums.sums.fill(0);
    products.sums.fill(0);
    throw error;
  }
}

function takeSums(bits: number): SumAndDot {
  const sum = takeColumn(sums, 0, bits);
  const dot = takeColumn(products, 0, bits) + (takeColumn(products, 1, bits) << 24n);
  return {
    sum: { units: sum, exponent: sums.lowest - unitBias },
    dot: { units: dot, exponent: products.lowest - 2 * unitBias },
  };
}

/** Adds whole numbers of 24 bits by exponent, and their products of 48 bits in two halves. Apart from bigints, so that it stays compiled. */
function fillBins(left: Float64Array, right: Float64Array): void {
  const leftWords = wordsOf(left);
  const rightWords = wordsOf(right);
  const sumBins = sums.sums;
  const dotBins = products.sums;
  let [lowest, highest, lowestProduct, highestProduct] = [2048, 0, 4096, 0];
  for (let index = 0; index < left.length; index += 1) {
    const leftExponent = ((leftWords[2 * index + highWord] ?? 0) >>> 20) & 0x7ff;
    if (leftExponent === 0) continue;
    const factor = (left[index] ?? 0) * (scales[leftExponent] ?? 0);
    sumBins[leftExponent] = (sumBins[leftExponent] ?? 0) + factor;
    if (leftExponent < lowest) lowest = leftExponent;
    if (leftExponent > highest) highest = leftExponent;
    const rightExponent = ((rightWords[2 * index + highWord] ?? 0) >>> 20) & 0x7ff;
    if (rightExponent === 0) continue;
    const product = factor * ((right[index] ?? 0) * (scales[rightExponent] ?? 0));
    const head = Math.floor(product * 2 ** -24);
    const exponent = leftExponent + rightExponent;
    dotBins[2 * exponent] = (dotBins[2 * exponent] ?? 0) + (product - head * 2 ** 24);
    dotBins[2 * exponent + 1] = (dotBins[2 * exponent + 1] ?? 0) + head;
    if (exponent < lowestProduct) lowestProduct = exponent;
    if (exponent > highestProduct) highestProduct = exponent;
  }
  sums.lowest = lowest;
  sums.highest = highest;
  products.lowest = lowestProduct;
  products.highest = highestProduct;
}
