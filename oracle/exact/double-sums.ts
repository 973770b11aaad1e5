import { bitsOfCount, exponentBins, takeColumn } from './exponent-bins.ts';
import { highWord, wordsOf } from './float-words.ts';
import type { SumAndDot } from './sum-and-dot.ts';

/** Up to how many terms the sums of this file are exact: a column of products has 38 bits and as many as the count. */
export const doubleLimit: number = 2 ** 14;

// A float64 of biased exponent e is a whole number, of at most 53 bits, times 2^(e - 1075).
const unitBias = 1075;
const limb = 0x3ffff;

const sums = exponentBins(2048, 3);
const products = exponentBins(4096, 5);

/** The exact sums of `left` and of `left * right`, all finite. */
export function sumDoubles(left: Float64Array, right: Float64Array): SumAndDot {
  fillBins(left, right);
  const more = bitsOfCount(left.length);
  let sum = 0n;
  for (let column = 2; column >= 0; column -= 1) sum = (sum << 18n) + takeColumn(sums, column, 18 + more);
  let dot = 0n;
  for (let column = 4; column >= 0; column -= 1) dot = (dot << 18n) + takeColumn(products, column, 38 + more);
  return {
    sum: { units: sum, exponent: sums.lowest - unitBias },
    dot: { units: dot, exponent: products.lowest - 2 * unitBias },
  };
}

/**
 * Adds significands in three limbs of 18 bits by exponent, and their products in five columns.
 * Apart from bigints, so that it stays compiled.
 */
function fillBins(left: Float64Array, right: Float64Array): void {
  const leftWords = wordsOf(left);
  const rightWords = wordsOf(right);
  const { sums: sumBins, stride: sumStride } = sums;
  const { sums: dotBins, stride: dotStride } = products;
  let [lowest, highest, lowestProduct, highestProduct] = [2048, 0, 4096, 0];
  for (let index = 0; index < left.length; index += 1) {
    const leftHigh = leftWords[2 * index + highWord] ?? 0;
    const leftLow = leftWords[2 * index + 1 - highWord] ?? 0;
    const leftBiased = (leftHigh >>> 20) & 0x7ff;
    const leftHead = leftBiased === 0 ? leftHigh & 0xfffff : (leftHigh & 0xfffff) | 0x100000;
    if ((leftHead | leftLow) === 0) continue;
    const leftExponent = leftBiased === 0 ? 1 : leftBiased;
    const sign = leftHigh >>> 31 === 0 ? 1 : -1;
    const a0 = sign * (leftLow & limb);
    const a1 = sign * (((leftLow >>> 18) | (leftHead << 14)) & limb);
    const a2 = sign * (leftHead >>> 4);
    const place = leftExponent * sumStride;
    sumBins[place] = (sumBins[place] ?? 0) + a0;
    sumBins[place + 1] = (sumBins[place + 1] ?? 0) + a1;
    sumBins[place + 2] = (sumBins[place + 2] ?? 0) + a2;
    if (leftExponent < lowest) lowest = leftExponent;
    if (leftExponent > highest) highest = leftExponent;
    const rightHigh = rightWords[2 * index + highWord] ?? 0;
    const rightLow = rightWords[2 * index + 1 - highWord] ?? 0;
    const rightBiased = (rightHigh >>> 20) & 0x7ff;
    const rightHead = rightBiased === 0 ? rightHigh & 0xfffff : (rightHigh & 0xfffff) | 0x100000;
    if ((rightHead | rightLow) === 0) continue;
    const exponent = leftExponent + (rightBiased === 0 ? 1 : rightBiased);
    const rightSign = rightHigh >>> 31 === 0 ? 1 : -1;
    const b0 = rightSign * (rightLow & limb);
    const b1 = rightSign * (((rightLow >>> 18) | (rightHead << 14)) & limb);
    const b2 = rightSign * (rightHead >>> 4);
    const at = exponent * dotStride;
    dotBins[at] = (dotBins[at] ?? 0) + a0 * b0;
    dotBins[at + 1] = (dotBins[at + 1] ?? 0) + (a0 * b1 + a1 * b0);
    dotBins[at + 2] = (dotBins[at + 2] ?? 0) + (a0 * b2 + a1 * b1 + a2 * b0);
    dotBins[at + 3] = (dotBins[at + 3] ?? 0) + (a1 * b2 + a2 * b1);
    dotBins[at + 4] = (dotBins[at + 4] ?? 0) + a2 * b2;
    if (exponent < lowestProduct) lowestProduct = exponent;
    if (exponent > highestProduct) highestProduct = exponent;
  }
  sums.lowest = lowest;
  sums.highest = highest;
  products.lowest = lowestProduct;
  products.highest = highestProduct;
}
