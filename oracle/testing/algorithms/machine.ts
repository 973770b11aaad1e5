import { fusedMultiplyAdd, oddSum } from './fused-multiply-add.ts';

/** Arithmetic that an algorithm computes with. Every operation of it is written `round(a + b)`. */
export interface Machine {
  /** Half the distance from 1 to the next number. */
  readonly unitRoundoff: number;
  readonly round: (value: number) => number;
  /** a * b + c, rounded once. */
  readonly multiplyAdd: (a: number, b: number, c: number) => number;
}

/** float32. A float64 operation on float32 numbers, rounded again, is rounded as if once: 53 >= 2 * 24 + 2. */
export const single: Machine = {
  unitRoundoff: 2 ** -24,
  round: Math.fround,
  // The product is exact; the sum rounds to odd, so that rounding again does no harm.
  multiplyAdd: (a, b, c) => Math.fround(oddSum(a * b, c)),
};

function flush(value: number): number {
  const rounded = Math.fround(value);
  return Math.abs(rounded) < 2 ** -126 ? 0 : rounded;
}

/** float32 that takes every subnormal number for zero, as vector units and GPUs may. */
export const flushing: Machine = {
  ...single,
  round: flush,
  multiplyAdd: (a, b, c) => flush(oddSum(a * b, c)),
};

export const double: Machine = { unitRoundoff: 2 ** -53, round: (value) => value, multiplyAdd: fusedMultiplyAdd };
