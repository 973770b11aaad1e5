import type { Moments, MomentsOf, PlaceMomentsOf } from './moments.ts';
import { fromSquares, fromVariance } from './moments.ts';
import { sequential } from './summation.ts';

export const twoPass: PlaceMomentsOf = (values, { machine, reduction }) => {
  const mean = machine.round(reduction.sum(values, machine) / values.length);
  const deviations = values.map((x) => machine.round(x - mean));
  return fromSquares(values.length, mean, reduction.dot(deviations, deviations, machine), machine);
};

/** Multiplies with 1/N where others divide. */
export const reciprocalTwoPass: PlaceMomentsOf = (values, { machine, reduction }) => {
  const { round } = machine;
  const share = round(1 / values.length);
  const mean = round(reduction.sum(values, machine) * share);
  const deviations = values.map((x) => round(x - mean));
  const squares = reduction.dot(deviations, deviations, machine);
  return { count: values.length, mean, squares, variance: round(squares * share) };
};

/** Takes off what the rounding of the mean left in the sum of squares (Chan, Golub and LeVeque 1983, equation 1.7). */
export const correctedTwoPass: PlaceMomentsOf = (values, { machine, reduction }) => {
  const { round } = machine;
  const count = values.length;
  const mean = round(reduction.sum(values, machine) / count);
  const deviations = values.map((x) => round(x - mean));
  const rest = reduction.sum(deviations, machine);
  const squares = round(reduction.dot(deviations, deviations, machine) - round(round(rest * rest) / count));
  return fromSquares(count, mean, squares, machine);
};

/** The same, with the mean corrected as well, and the correction made after the division. */
export const correctedMeanTwoPass: PlaceMomentsOf = (values, { machine, reduction }) => {
  const { round } = machine;
  const count = values.length;
  const mean = round(reduction.sum(values, machine) / count);
  const deviations = values.map((x) => round(x - mean));
  const rest = round(reduction.sum(deviations, machine) / count);
  const variance = round(round(reduction.dot(deviations, deviations, machine) / count) - round(rest * rest));
  return fromVariance(count, round(mean + rest), variance, machine);
};

/** Sums on each rank, added over the ranks: once for the mean, once for the deviations from it. */
export const allReducedTwoPass: MomentsOf = (ranks, { machine, reduction }): Moments => {
  const { round } = machine;
  const count = ranks.reduce((sum, rank) => sum + rank.length, 0);
  const sums = ranks.map((rank) => reduction.sum(rank, machine));
  const mean = round(sequential(sums, machine) / count);
  const squares = ranks.map((rank) => {
    const deviations = rank.map((x) => round(x - mean));
    return reduction.dot(deviations, deviations, machine);
  });
  return fromSquares(count, mean, sequential(squares, machine), machine);
};
