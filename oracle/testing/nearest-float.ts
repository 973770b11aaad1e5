import type { FloatPair } from '../exact/fraction.ts';
import { magnitude, neighbour, wholeUnits } from './exact-fraction.ts';

/** Units of 2^-1074; an infinity stands where the number past the largest would. */
function unitsOf(size: number): bigint {
  return size === Number.POSITIVE_INFINITY ? 1n << 2098n : wholeUnits(size);
}

/** Twice the middles between the float64 `size`, at least 0, and the two next to it: in units of 2^-1074. */
export function doubledMiddles(size: number): { readonly below: bigint; readonly above: bigint | null } {
  const here = unitsOf(size);
  const below = size === 0 ? 0n : here + unitsOf(neighbour(size, -1));
  return { below, above: size === Number.POSITIVE_INFINITY ? null : here + unitsOf(neighbour(size, 1)) };
}

/** Whether the last bit of a float64 is 0; an infinity has the pattern of an even number. */
function isEven(size: number): boolean {
  return (new BigUint64Array(Float64Array.of(size).buffer)[0] ?? 0n) % 2n === 0n;
}

/** Whether `value` is the float64 nearest to `above / below` units of 2^-1074, ties to even: by its distance to the middles. */
export function isNearest(value: number, above: bigint, below: bigint): boolean {
  if (above !== 0n && value !== 0 && above < 0n !== value < 0) return false;
  const size = Math.abs(value);
  const twice = 2n * magnitude(above);
  const middles = doubledMiddles(size);
  const [low, high] = [middles.below * below, middles.above === null ? null : middles.above * below];
  const inside = twice > low && (high === null || twice < high);
  return inside || (isEven(size) && (twice === low || twice === high));
}

/** Whether `high` is the nearest, and `low` the nearest to what that leaves; nothing is left to say beside a zero or an infinity. */
export function isNearestPair({ high, low }: FloatPair, above: bigint, below: bigint): boolean {
  if (!isNearest(high, above, below)) return false;
  return high === 0 || !Number.isFinite(high) ? low === 0 : isNearest(low, above - wholeUnits(high) * below, below);
}
