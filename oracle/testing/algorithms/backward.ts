import type { Statistics } from './affine.ts';
import type { ChannelRank } from './channel.ts';
import type { Machine } from './machine.ts';
import type { Reduction } from './summation.ts';
import { sequential } from './summation.ts';

/** What gradients are computed from. `count` is that of the channel over all ranks. */
export interface BackwardInput {
  readonly ranks: readonly ChannelRank[];
  readonly statistics: Statistics;
  readonly count: number;
  readonly epsilon: number;
  readonly variance: number;
  readonly machine: Machine;
  readonly reduction: Reduction;
}

export interface Backward {
  /** grad_weight of one rank. */
  readonly weight: (rank: ChannelRank, input: BackwardInput) => number;
  /** grad_x of each rank, where the batch normalises. */
  readonly input: (input: BackwardInput) => readonly (readonly number[])[];
}

/** x - mean. */
export function deviationsOf({ x }: ChannelRank, { statistics, machine }: BackwardInput): readonly number[] {
  return x.map((value) => machine.round(value - statistics.mean));
}

/** (x - mean) * inverse. */
export function standardisedOf(rank: ChannelRank, input: BackwardInput): readonly number[] {
  return deviationsOf(rank, input).map((deviation) => input.machine.round(deviation * input.statistics.inverse));
}

/** A sum over all ranks of what each sums to by itself. */
export function overRanks({ ranks, machine }: BackwardInput, sumOf: (rank: ChannelRank) => number): number {
  return sequential(ranks.map(sumOf), machine);
}

/** grad_x of every element from its gradient, its x, and what `prepare` makes of its rank. */
export function eachElement(
  { ranks }: BackwardInput,
  prepare: (rank: ChannelRank) => readonly number[],
  gradient: (g: number, prepared: number) => number,
): readonly (readonly number[])[] {
  return ranks.map((rank) => {
    const prepared = prepare(rank);
    return rank.gradY.map((g, index) => gradient(g, prepared[index] ?? 0));
  });
}

const weightFromDeviations: Backward['weight'] = (rank, input) =>
  input.machine.round(input.reduction.dot(rank.gradY, deviationsOf(rank, input), input.machine) * input.statistics.inverse);

const weightFromStandardised: Backward['weight'] = (rank, input) =>
  input.reduction.dot(rank.gradY, standardisedOf(rank, input), input.machine);

/** torch's kernels: (g - mean(g) - (x - mean) * inverse^2 * mean(g * (x - mean))) * (inverse * weight). */
export const centredBackward: Backward = {
  weight: weightFromDeviations,
  input: (input) => {
    const { machine, reduction, count, statistics } = input;
    const { round } = machine;
    const meanG = round(overRanks(input, ({ gradY }) => reduction.sum(gradY, machine)) / count);
    const products = overRanks(input, (rank) => reduction.dot(rank.gradY, deviationsOf(rank, input), machine));
    const slope = round(round(round(products / count) * statistics.inverse) * statistics.inverse);
    const scale = round(statistics.weight * statistics.inverse);
    return eachElement(
      input,
      (rank) => deviationsOf(rank, input),
      (g, deviation) => round(round(round(g - meanG) - round(deviation * slope)) * scale),
    );
  },
};

/** The same, weight and inverse in turn, fused where it can be, and 1/N multiplied. */
export const centredFused: Backward = {
  weight: weightFromDeviations,
  input: (input) => {
    const { machine, reduction, count, statistics } = input;
    const { round, multiplyAdd } = machine;
    const share = round(1 / count);
    const meanG = round(overRanks(input, ({ gradY }) => reduction.sum(gradY, machine)) * share);
    const products = overRanks(input, (rank) => reduction.dot(rank.gradY, deviationsOf(rank, input), machine));
    const slope = round(round(products * share) * round(statistics.inverse * statistics.inverse));
    return eachElement(
      input,
      (rank) => deviationsOf(rank, input),
      (g, deviation) => round(round(multiplyAdd(-deviation, slope, round(g - meanG)) * statistics.inverse) * statistics.weight),
    );
  },
};

/** cuDNN's: weight * inverse / N * (N * g - sum(g) - standardised * sum(g * standardised)). */
export const summed: Backward = {
  weight: weightFromStandardised,
  input: (input) => {
    const { machine, reduction, count, statistics } = input;
    const { round } = machine;
    const sumG = overRanks(input, ({ gradY }) => reduction.sum(gradY, machine));
    const products = overRanks(input, (rank) => weightFromStandardised(rank, input));
    const scale = round(round(statistics.weight * statistics.inverse) / count);
    return eachElement(
      input,
      (rank) => standardisedOf(rank, input),
      (g, standardised) => round(round(round(round(count * g) - sumG) - round(standardised * products)) * scale),
    );
  },
};

/** The same of weight * g, which rounds every gradient before it is summed. */
export const summedWeightFirst: Backward = {
  weight: weightFromStandardised,
  input: (input) => {
    const { machine, reduction, count, statistics } = input;
    const { round } = machine;
    const weighted = ({ x, gradY }: ChannelRank): ChannelRank => ({
      x,
      gradY: gradY.map((g) => round(g * statistics.weight)),
    });
    const sumG = overRanks(input, (rank) => reduction.sum(weighted(rank).gradY, machine));
    const products = overRanks(input, (rank) => weightFromStandardised(weighted(rank), input));
    const scale = round(statistics.inverse / count);
    return eachElement(
      input,
      (rank) => standardisedOf(rank, input),
      (g, standardised) =>
        round(scale * round(round(round(count * round(g * statistics.weight)) - sumG) - round(standardised * products))),
    );
  },
};

/** sum(g * (x - mean)) as sum(g * x) - mean * sum(g). */
function productsAboutZero({ x, gradY }: ChannelRank, { machine, reduction, statistics }: BackwardInput): number {
  const { round } = machine;
  return round(reduction.dot(gradY, x, machine) - round(statistics.mean * reduction.sum(gradY, machine)));
}

export const aboutZero: Backward = {
  weight: (rank, input) => input.machine.round(productsAboutZero(rank, input) * input.statistics.inverse),
  input: (input) => {
    const { machine, reduction, count, statistics } = input;
    const { round } = machine;
    const meanG = round(overRanks(input, ({ gradY }) => reduction.sum(gradY, machine)) / count);
    const products = overRanks(input, (rank) => productsAboutZero(rank, input));
    const slope = round(round(round(products / count) * statistics.inverse) * statistics.inverse);
    const scale = round(statistics.weight * statistics.inverse);
    return eachElement(
      input,
      (rank) => deviationsOf(rank, input),
      (g, deviation) => round(round(round(g - meanG) - round(deviation * slope)) * scale),
    );
  },
};

/** grad_weight as sum(g * x) * inverse - mean * inverse * sum(g), and grad_x as a * g + b * x + c. */
export const linear: Backward = {
  weight: ({ x, gradY }, { machine, reduction, statistics }) => {
    const { round } = machine;
    const shift = round(round(statistics.mean * statistics.inverse) * reduction.sum(gradY, machine));
    return round(round(reduction.dot(gradY, x, machine) * statistics.inverse) - shift);
  },
  input: (input) => {
    const { machine, reduction, count, statistics } = input;
    const { round } = machine;
    const { inverse, weight, mean } = statistics;
    const meanG = round(overRanks(input, ({ gradY }) => reduction.sum(gradY, machine)) / count);
    const products = overRanks(input, (rank) => productsAboutZero(rank, input));
    const slope = round(round(round(products / count) * inverse) * inverse);
    const a = round(weight * inverse);
    const b = round(-a * slope);
    const c = round(round(-b * mean) - round(meanG * a));
    return eachElement(
      input,
      ({ x }) => x,
      (g, x) => round(round(round(a * g) + round(b * x)) + c),
    );
  },
};
