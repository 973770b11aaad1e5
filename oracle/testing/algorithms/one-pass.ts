import type { Moments, MomentsOf, PlaceMomentsOf } from './moments.ts';
import { fromSquares, fromVariance, nothing } from './moments.ts';
import { sequential } from './summation.ts';

/** E[x^2] - E[x]^2. */
export const onePass: PlaceMomentsOf = (values, { machine, reduction }) => {
  const { round } = machine;
  const count = values.length;
  const mean = round(reduction.sum(values, machine) / count);
  const square = round(reduction.dot(values, values, machine) / count);
  return fromVariance(count, mean, round(square - round(mean * mean)), machine);
};

/** The same, the last product and difference fused. */
export const fusedOnePass: PlaceMomentsOf = (values, { machine, reduction }) => {
  const { round, multiplyAdd } = machine;
  const count = values.length;
  const mean = round(reduction.sum(values, machine) / count);
  const square = round(reduction.dot(values, values, machine) / count);
  return fromVariance(count, mean, multiplyAdd(-mean, mean, square), machine);
};

/** (sum(x^2) - sum(x)^2 / N) / N. */
export const summedOnePass: PlaceMomentsOf = (values, { machine, reduction }) => {
  const { round } = machine;
  const count = values.length;
  const sum = reduction.sum(values, machine);
  const squares = round(reduction.dot(values, values, machine) - round(round(sum * sum) / count));
  return fromSquares(count, round(sum / count), squares, machine);
};

/** A negative variance is taken for zero. */
export function clamped(moments: PlaceMomentsOf): PlaceMomentsOf {
  return (values, tools) => {
    const computed = moments(values, tools);
    return { ...computed, variance: Math.max(0, computed.variance), squares: Math.max(0, computed.squares) };
  };
}

/** Sums and sums of squares on each rank, added over the ranks. */
export const allReducedOnePass: MomentsOf = (ranks, { machine, reduction }): Moments => {
  const { round } = machine;
  const count = ranks.reduce((sum, rank) => sum + rank.length, 0);
  const sums = ranks.map((rank) => reduction.sum(rank, machine));
  const squares = ranks.map((rank) => reduction.dot(rank, rank, machine));
  const mean = round(sequential(sums, machine) / count);
  const square = round(sequential(squares, machine) / count);
  return fromVariance(count, mean, round(square - round(mean * mean)), machine);
};

/** One pass over the distances from a value of the data, the one at `share` of its length. */
export function shiftedOnePass(share: number): PlaceMomentsOf {
  return (values, tools) => {
    const { round } = tools.machine;
    if (values.length === 0) return nothing;
    const shift = values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
    const moved = onePass(
      values.map((x) => round(x - shift)),
      tools,
    );
    return { ...moved, mean: round(shift + moved.mean) };
  };
}

/** The same over all ranks, about a value of the first that has one. */
export const allReducedShifted: MomentsOf = (ranks, tools): Moments => {
  const { round } = tools.machine;
  const shift = ranks.flat()[0] ?? 0;
  const moved = allReducedOnePass(
    ranks.map((rank) => rank.map((x) => round(x - shift))),
    tools,
  );
  return { ...moved, mean: round(shift + moved.mean) };
};
