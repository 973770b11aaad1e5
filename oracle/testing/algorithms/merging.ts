import type { Machine } from './machine.ts';
import type { Moments, MomentsOf, PlaceMomentsOf, Tools } from './moments.ts';
import { fromSquares, fromVariance, nothing } from './moments.ts';
import { sequential } from './summation.ts';

/** Joins the moments of two parts that both hold something. */
export type Merge = (a: Moments, b: Moments, machine: Machine) => Moments;

/** Chan, Golub and LeVeque 1983, equation 2.1. */
export const chan: Merge = (a, b, machine) => {
  const { round } = machine;
  const count = a.count + b.count;
  const delta = round(b.mean - a.mean);
  const share = round(b.count / count);
  const between = round(round(delta * delta) * round(a.count * share));
  return fromSquares(count, round(a.mean + round(delta * share)), round(round(a.squares + b.squares) + between), machine);
};

/** The same with the mean as a weighted mean, as torch's kernels merge. */
export const weightedChan: Merge = (a, b, machine) => {
  const { round } = machine;
  const count = a.count + b.count;
  const share = round(1 / count);
  const delta = round(a.mean - b.mean);
  const mean = round(round(round(a.count * a.mean) + round(b.count * b.mean)) * share);
  const between = round(round(round(round(delta * delta) * a.count) * b.count) * share);
  return fromSquares(count, mean, round(round(a.squares + b.squares) + between), machine);
};

function join(a: Moments, b: Moments, merge: Merge, machine: Machine): Moments {
  if (a.count === 0 || b.count === 0) return a.count === 0 ? b : a;
  return merge(a, b, machine);
}

export function mergeInTree(parts: readonly Moments[], merge: Merge, tools: Tools): Moments {
  let level = parts;
  while (level.length > 1) {
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, pair) =>
      join(level[2 * pair] ?? nothing, level[2 * pair + 1] ?? nothing, merge, tools.machine),
    );
  }
  return level[0] ?? nothing;
}

export function mergedInTree(each: PlaceMomentsOf, merge: Merge): MomentsOf {
  return (ranks, tools) =>
    mergeInTree(
      ranks.map((rank) => momentsOfRank(rank, each, tools)),
      merge,
      tools,
    );
}

export function mergedInTurn(each: PlaceMomentsOf, merge: Merge): MomentsOf {
  return (ranks, tools) =>
    ranks.map((rank) => momentsOfRank(rank, each, tools)).reduce((all, part) => join(all, part, merge, tools.machine), nothing);
}

function momentsOfRank(rank: readonly number[], each: PlaceMomentsOf, tools: Tools): Moments {
  return rank.length === 0 ? nothing : each(rank, tools);
}

/** torch's exchange: a variance travels as 1 / sqrt(variance + epsilon) and is rebuilt on arrival. */
export function travelling(each: PlaceMomentsOf): PlaceMomentsOf {
  return (values, tools) => {
    const { count, mean, variance } = each(values, tools);
    const { round } = tools.machine;
    const epsilon = round(tools.epsilon);
    const inverse = round(1 / round(Math.sqrt(round(variance + epsilon))));
    const root = round(1 / inverse);
    return fromVariance(count, mean, round(round(root * root) - epsilon), tools.machine);
  };
}

/** The weighted mean of the ranks' means, and that of their variances and squared distances from it. */
export function weighted(each: PlaceMomentsOf): MomentsOf {
  return (ranks, tools) => {
    const { machine } = tools;
    const { round } = machine;
    const parts = ranks.filter((rank) => rank.length > 0).map((rank) => each(rank, tools));
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const means = parts.map((part) => round(part.count * part.mean));
    const mean = round(sequential(means, machine) / count);
    const spreads = parts.map((part) => {
      const distance = round(part.mean - mean);
      return round(part.count * round(part.variance + round(distance * distance)));
    });
    return fromVariance(count, mean, round(sequential(spreads, machine) / count), machine);
  };
}

/** The same about zero: the mean of the ranks' E[x^2], less the squared mean. */
export function weightedAboutZero(each: PlaceMomentsOf): MomentsOf {
  return (ranks, tools) => {
    const { machine } = tools;
    const { round } = machine;
    const parts = ranks.filter((rank) => rank.length > 0).map((rank) => each(rank, tools));
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const means = parts.map((part) => round(part.count * part.mean));
    const mean = round(sequential(means, machine) / count);
    const squares = parts.map((part) => round(part.count * round(part.variance + round(part.mean * part.mean))));
    return fromVariance(count, mean, round(round(sequential(squares, machine) / count) - round(mean * mean)), machine);
  };
}
