import type { Backward, BackwardInput } from './backward.ts';
import { deviationsOf, overRanks, standardisedOf } from './backward.ts';
import type { ChannelRank } from './channel.ts';

/**
 * The forward pass differentiated operation by operation, as a framework does with a composed one:
 * m = mean(x), d = x - m, v = mean(d^2), r = (v + epsilon)^-1/2, y = d * r * weight + bias.
 */
export const throughTwoPasses: Backward = {
  weight: (rank, input) => input.reduction.dot(rank.gradY, standardisedOf(rank, input), input.machine),
  input: (input) => {
    const { ranks, machine, reduction, count } = input;
    const { round } = machine;
    const { byDeviation, byVariance } = throughOutput(input);
    const slope = round(round(2 * byVariance) / count);
    const parts = ranks.map((rank) => {
      const fromOutput = byDeviation(rank);
      return deviationsOf(rank, input).map((deviation, index) => round((fromOutput[index] ?? 0) + round(slope * deviation)));
    });
    const byMean = -overRanks({ ...input, ranks: parts.map((x) => ({ x, gradY: [] })) }, ({ x }) => reduction.sum(x, machine));
    const share = round(byMean / count);
    return parts.map((part) => part.map((each) => round(each + share)));
  },
};

/** The same with the variance's part and the output's part of the mean's gradient summed apart, as the paper writes it. */
export const throughTwoPassesApart: Backward = {
  weight: throughTwoPasses.weight,
  input: (input) => {
    const { ranks, machine, reduction, count } = input;
    const { round } = machine;
    const { byDeviation, byVariance } = throughOutput(input);
    const fromOutput = overRanks(input, (rank) => reduction.sum(byDeviation(rank), machine));
    const rest = overRanks(input, (rank) => reduction.sum(deviationsOf(rank, input), machine));
    const fromVariance = round(byVariance * round(round(-2 * rest) / count));
    const byMean = round(fromVariance - fromOutput);
    const slope = round(round(2 * byVariance) / count);
    const share = round(byMean / count);
    return ranks.map((rank) => {
      const outputs = byDeviation(rank);
      return deviationsOf(rank, input).map((deviation, index) =>
        round(round((outputs[index] ?? 0) + round(slope * deviation)) + share),
      );
    });
  },
};

/** The same of a forward pass with v = mean(x^2) - m^2. */
export const throughOnePass: Backward = {
  weight: throughTwoPasses.weight,
  input: (input) => {
    const { ranks, machine, reduction, count, statistics } = input;
    const { round } = machine;
    const { byDeviation, byVariance } = throughOutput(input);
    const fromOutput = overRanks(input, (rank) => reduction.sum(byDeviation(rank), machine));
    const byMean = round(-fromOutput - round(round(2 * statistics.mean) * byVariance));
    const bySquare = round(byVariance / count);
    const share = round(byMean / count);
    return ranks.map((rank) => {
      const outputs = byDeviation(rank);
      return rank.x.map((x, index) => round(round((outputs[index] ?? 0) + round(round(2 * x) * bySquare)) + share));
    });
  },
};

/** y = d * r * weight: the gradients of d but for the statistics, and of the variance. */
function throughOutput(input: BackwardInput): {
  readonly byDeviation: (rank: ChannelRank) => readonly number[];
  readonly byVariance: number;
} {
  const { machine, reduction, statistics, variance, epsilon } = input;
  const { round } = machine;
  const weighted = ({ gradY }: ChannelRank): readonly number[] => gradY.map((g) => round(g * statistics.weight));
  const byInverse = overRanks(input, (rank) => reduction.dot(weighted(rank), deviationsOf(rank, input), machine));
  const sum = round(variance + round(epsilon));
  // The derivative of a power: -1/2 * sum^-3/2, the power correctly rounded.
  const byVariance = round(byInverse * round(-0.5 * round(sum ** -1.5)));
  return { byDeviation: (rank) => weighted(rank).map((g) => round(g * statistics.inverse)), byVariance };
}
