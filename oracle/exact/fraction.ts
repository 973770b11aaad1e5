import { bitLength } from './bit-length.ts';
import type { Dyadic } from './dyadic.ts';
import { dyadicOf, subtract, times } from './dyadic.ts';

/** `units * 2^exponent / denominator`, exactly; the denominator is positive. */
export interface Fraction extends Dyadic {
  readonly denominator: bigint;
}

/** A number as the float64 nearest to it and the float64 nearest to what that leaves: about 106 bits. */
export interface FloatPair {
  readonly high: number;
  readonly low: number;
}

/** `numerator / denominator`. */
export function quotient(numerator: Dyadic, denominator: bigint): Fraction {
  return { units: numerator.units, exponent: numerator.exponent, denominator };
}

/** The float64 nearest to a fraction, ties to even; subnormals and overflow to an infinity as IEEE 754 has them. */
export function roundFraction(fraction: Fraction): number {
  const { units, exponent, denominator } = fraction;
  return (
    roundSmall(fraction) ??
    (units < 0n ? -roundPositive(-units, denominator, exponent) : roundPositive(units, denominator, exponent))
  );
}

/** The pair of a fraction; the second is zero where the first is zero or an infinity. */
export function pairOf(fraction: Fraction): FloatPair {
  const high = roundFraction(fraction);
  if (high === 0 || !Number.isFinite(high)) return { high, low: 0 };
  const rest = subtract(fraction, times(dyadicOf(high), fraction.denominator));
  return { high, low: roundFraction(quotient(rest, fraction.denominator)) };
}

/** Whole numbers that float64 holds divide with one rounding, and away from its edges a power of two adds none. */
function roundSmall({ units, exponent, denominator }: Fraction): number | null {
  const [above, below] = [Number(units), Number(denominator)];
  if (above === 0) return 0;
  if (!Number.isSafeInteger(above) || !Number.isSafeInteger(below) || Math.abs(exponent) > 900) return null;
  return (above / below) * 2 ** exponent;
}

/** The quotient to 53 bits, fewer below the smallest normal number, rounded by its exact remainder. */
function roundPositive(units: bigint, denominator: bigint, exponent: number): number {
  // 2^(magnitude - 1) < units * 2^exponent / denominator < 2^(magnitude + 1).
  const magnitude = bitLength(units) - bitLength(denominator) + exponent;
  let place = Math.max(magnitude - 53, -1074);
  const shift = exponent - place;
  const dividend = shift >= 0 ? units << BigInt(shift) : units;
  let divisor = shift >= 0 ? denominator : denominator << BigInt(-shift);
  let whole = dividend / divisor;
  let remainder = dividend - whole * divisor;
  if (whole >> 53n > 0n) {
    if ((whole & 1n) === 1n) remainder += divisor;
    whole >>= 1n;
    divisor <<= 1n;
    place += 1;
  }
  const twice = remainder << 1n;
  if (twice > divisor || (twice === divisor && (whole & 1n) === 1n)) whole += 1n;
  return Number(whole) * 2 ** place;
}
