import type { ExactPair } from './exact-pair.ts';
import { compareWith } from './exact-pair.ts';

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** The next float32 away from zero (`steps` 1) or towards it (-1), of a float32 that is not zero. */
export function awayFromZero(value: number, steps: number): number {
  single[0] = value;
  bits[0] = (bits[0] ?? 0) + steps;
  return single[0];
}

/** The float32 above or below a float32. */
export function neighbour32(value: number, by: 1 | -1): number {
  if (value === 0) return by * 2 ** -149;
  return awayFromZero(value, value > 0 ? by : -by);
}

/** A number rounded to float32 once, ties to even. */
export function roundPair(pair: ExactPair): number {
  const near = Math.fround(pair.high);
  if (pair.low === 0 || near === pair.high) return near;
  const other = neighbour32(near, pair.high > near ? 1 : -1);
  const isTie = Math.abs(pair.high - near) === Math.abs(other - pair.high);
  if (!isTie) return near;
  return pair.low > 0 ? Math.max(near, other) : Math.min(near, other);
}

/** Whether a float32 is the number itself, or one of the two it lies between. */
export function isFaithful(pair: ExactPair, value: number): boolean {
  if (compareWith(pair, value) === 0) return true;
  return compareWith(pair, neighbour32(value, -1)) > 0 && compareWith(pair, neighbour32(value, 1)) < 0;
}

/** The distance between the float32 on both sides of a number. */
export function ulp32(value: number): number {
  const magnitude = Math.abs(value);
  const near = Math.fround(magnitude);
  const below = near > magnitude ? neighbour32(near, -1) : near;
  return neighbour32(below, 1) - below;
}
