import { bitLength } from './bit-length.ts';
import type { Fraction } from './fraction.ts';

/**
 * 1 / sqrt(fraction) of a positive fraction to 127 bits. Where the root is not exact a last bit stands for all that follow,
 * so rounding to float64 is right, and ties are none.
 */
export function inverseRoot(fraction: Fraction): Fraction {
  const odd = fraction.exponent % 2 !== 0;
  const units = odd ? fraction.units << 1n : fraction.units;
  const exponent = odd ? fraction.exponent - 1 : fraction.exponent;
  // The root of denominator * 4^places / units, which has some 256 bits.
  const places = Math.max(0, Math.ceil((256 - bitLength(fraction.denominator) + bitLength(units)) / 2));
  const dividend = fraction.denominator << BigInt(2 * places);
  const square = dividend / units;
  const root = integerRoot(square);
  const exact = root * root === square && square * units === dividend;
  return { units: exact ? root << 1n : (root << 1n) + 1n, exponent: -places - exponent / 2 - 1, denominator: 1n };
}

/** The largest whole number whose square is at most `square`: Newton's iteration down from above. */
function integerRoot(square: bigint): bigint {
  const half = BigInt(Math.max(0, Math.ceil((bitLength(square) - 100) / 2)));
  let root = BigInt(Math.ceil(Math.sqrt(Number(square >> (2n * half)))) + 1) << half;
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
