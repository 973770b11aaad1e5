import type { Affine, Statistics } from './affine.ts';
import type { BackwardInput } from './backward.ts';
import type { ChannelAnswer, ChannelParameters, ChannelRank } from './channel.ts';
import type { Machine } from './machine.ts';
import type { Moments } from './moments.ts';
import type { Algorithm } from './table.ts';

/** One step of one channel over its ranks, all of it on `machine`: in training, or with the running statistics. */
export function runAlgorithm(
  algorithm: Algorithm,
  machine: Machine,
  channel: readonly ChannelRank[],
  parameters: ChannelParameters,
  training = true,
): ChannelAnswer {
  const { round } = machine;
  const ranks = channel.map(({ x, gradY }) => ({ x: x.map(round), gradY: gradY.map(round) }));
  return training ? train(algorithm, machine, ranks, parameters) : evaluate(algorithm, machine, ranks, parameters);
}

function train(
  algorithm: Algorithm,
  machine: Machine,
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
): ChannelAnswer {
  const { reduction, running } = algorithm;
  const { epsilon, factor } = parameters;
  const moments = algorithm.moments(
    ranks.map(({ x }) => x),
    { machine, reduction, epsilon },
  );
  const input = backwardInput(algorithm, machine, ranks, parameters, moments);
  const blend = (old: number, fresh: number): number => running.blend(machine.round(old), fresh, factor, machine);
  return {
    ...answer(algorithm.affine, algorithm, input),
    gradX: algorithm.backward.input(input),
    runningMean: blend(parameters.runningMean, moments.mean),
    runningVar: blend(parameters.runningVar, running.unbiased(moments, machine)),
  };
}

function evaluate(
  algorithm: Algorithm,
  machine: Machine,
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
): ChannelAnswer {
  const [mean, variance] = [machine.round(parameters.runningMean), machine.round(parameters.runningVar)];
  const count = ranks.reduce((sum, { x }) => sum + x.length, 0);
  const input = backwardInput(algorithm, machine, ranks, parameters, { count, mean, variance, squares: Number.NaN });
  const gradient = algorithm.affine.gradient(input.statistics, machine);
  return {
    ...answer(algorithm.affine, algorithm, input),
    gradX: ranks.map(({ gradY }) => gradY.map(gradient)),
    runningMean: parameters.runningMean,
    runningVar: parameters.runningVar,
  };
}

function answer(
  affine: Affine,
  { backward, reduction }: Algorithm,
  input: BackwardInput,
): Pick<ChannelAnswer, 'y' | 'gradWeight' | 'gradBias'> {
  const { machine, statistics, ranks } = input;
  const output = affine.output(statistics, machine);
  return {
    y: ranks.map(({ x }) => x.map(output)),
    gradWeight: ranks.map((rank) => backward.weight(rank, input)),
    gradBias: ranks.map(({ gradY }) => reduction.sum(gradY, machine)),
  };
}

function backwardInput(
  { inverseRoot, reduction }: Algorithm,
  machine: Machine,
  ranks: readonly ChannelRank[],
  { weight, bias, epsilon }: ChannelParameters,
  { count, mean, variance }: Moments,
): BackwardInput {
  const { round } = machine;
  const statistics: Statistics = {
    ...inverseRoot(variance, epsilon, machine),
    mean,
    weight: round(weight),
    bias: round(bias),
  };
  return { ranks, statistics, count, epsilon, variance, machine, reduction };
}
