import type { ChannelAnswer, ChannelParameters, ChannelRank } from './algorithms/channel.ts';

/** What an implementation may get wrong; all absent means right. */
export interface Faults {
  readonly normaliseUnbiased?: boolean;
  readonly bufferBiased?: boolean;
  readonly bufferUnbiasedLocally?: boolean;
  readonly momentumSwapped?: boolean;
  readonly localStatistics?: boolean;
  readonly withoutMeanTerm?: boolean;
  readonly withoutProjection?: boolean;
  readonly localMeanTerm?: boolean;
  readonly epsilonOutsideRoot?: boolean;
  readonly gradWeightSummed?: boolean;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const average = (numbers: readonly number[]): number => sum(numbers) / numbers.length;
const squaredDeviations = (numbers: readonly number[]): number => sum(numbers.map((x) => (x - average(numbers)) ** 2));

/** Batch normalisation of one channel over several ranks, textbook formulas in plain float64, with the faults asked for. */
export function plainBatchNorm(ranks: readonly ChannelRank[], parameters: ChannelParameters, faults: Faults = {}): ChannelAnswer {
  const { weight, bias, epsilon, factor } = parameters;
  const all = ranks.flatMap(({ x }) => x);
  const gradients = ranks.flatMap(({ gradY }) => gradY);
  const statistics = ranks.map((rank) => {
    const shared = faults.localStatistics ? rank.x : all;
    const divisor = shared.length - (faults.normaliseUnbiased ? 1 : 0);
    const variance = squaredDeviations(shared) / divisor;
    const inverse = faults.epsilonOutsideRoot ? 1 / (Math.sqrt(variance) + epsilon) : 1 / Math.sqrt(variance + epsilon);
    return { mean: average(shared), inverse };
  });
  const standardised = ranks.map(({ x }, rank) => {
    const { mean = 0, inverse = 0 } = statistics[rank] ?? {};
    return x.map((value) => (value - mean) * inverse);
  });
  const meanTerm = average(gradients);
  const projection = average(standardised.flat().map((value, index) => value * (gradients[index] ?? 0)));
  const gradX = ranks.map(({ gradY }, rank) =>
    gradY.map((gradient, index) => {
      const centre = faults.withoutMeanTerm ? 0 : faults.localMeanTerm ? average(gradY) : meanTerm;
      const along = faults.withoutProjection ? 0 : projection * (standardised[rank]?.[index] ?? 0);
      return weight * (statistics[rank]?.inverse ?? 0) * (gradient - centre - along);
    }),
  );
  const local = ranks.map(({ gradY }, rank) =>
    sum(gradY.map((gradient, index) => gradient * (standardised[rank]?.[index] ?? 0))),
  );
  const n = all.length;
  const localCount = ranks[0]?.x.length ?? 0;
  const bessel = faults.bufferBiased ? 1 : faults.bufferUnbiasedLocally ? localCount / (localCount - 1) : n / (n - 1);
  const fresh = faults.momentumSwapped ? 1 - factor : factor;
  return {
    y: standardised.map((values) => values.map((value) => value * weight + bias)),
    gradX,
    gradWeight: faults.gradWeightSummed ? local.map(() => sum(local)) : local,
    gradBias: ranks.map(({ gradY }) => sum(gradY)),
    runningMean: (1 - fresh) * parameters.runningMean + fresh * average(all),
    runningVar: (1 - fresh) * parameters.runningVar + fresh * (squaredDeviations(all) / n) * bessel,
  };
}
