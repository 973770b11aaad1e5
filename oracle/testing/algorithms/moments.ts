import type { Machine } from './machine.ts';
import type { Reduction } from './summation.ts';

/** Computed statistics of a channel or a part of it. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Biased. */
  readonly variance: number;
  /** Sum of squared deviations. */
  readonly squares: number;
}

/** What an algorithm computes with. */
export interface Tools {
  readonly machine: Machine;
  readonly reduction: Reduction;
  readonly epsilon: number;
}

/** The moments of a channel that lies on several ranks. */
export type MomentsOf = (ranks: readonly (readonly number[])[], tools: Tools) => Moments;

/** The moments of numbers in one place. */
export type PlaceMomentsOf = (values: readonly number[], tools: Tools) => Moments;

export const nothing: Moments = { count: 0, mean: 0, variance: 0, squares: 0 };

/** With the variance that the sum of squares makes. */
export function fromSquares(count: number, mean: number, squares: number, { round }: Machine): Moments {
  return { count, mean, squares, variance: round(squares / count) };
}

/** With the sum of squares that the variance makes. */
export function fromVariance(count: number, mean: number, variance: number, { round }: Machine): Moments {
  return { count, mean, variance, squares: round(variance * count) };
}

/** As if all ranks' numbers lay in one place. */
export function whole(moments: PlaceMomentsOf): MomentsOf {
  return (ranks, tools) => moments(ranks.flat(), tools);
}
