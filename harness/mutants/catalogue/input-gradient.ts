import type { GradientSums } from '../../../oracle/backward/gradient-sums.ts';
import { sliceOf } from '../../../oracle/backward/gradient-sums.ts';
import type { ChannelGradient } from '../../../oracle/backward/input-gradient.ts';
import { gradientThroughAffine, gradientThroughStatistics } from '../../../oracle/backward/input-gradient.ts';
import type { Arithmetic } from '../../../oracle/formats/arithmetic.ts';
import type { Bounded } from '../../../oracle/forward/output.ts';
import type { Description, Mutant } from '../mutant.ts';
import { withChannel } from '../mutant.ts';

/** Defects of the gradient of the input. */
export const inputGradientMutants: readonly Mutant[] = [
  withChannel(
    {
      id: 'gradient-sums-not-reduced',
      defect: "sums of the upstream gradient that stay the rank's own, divided by the count of the group",
      references: ['D18 pytorch#36382 [inf]'],
    },
    {
      gradientThroughStatistics: (context) => rankByRank(context, (own, share) => scaledSums(own, share)),
    },
  ),
  withChannel(
    {
      id: 'gradient-means-local',
      defect: "means of the upstream gradient that are the rank's own",
      references: ['D18 pytorch#36382 [inf]'],
    },
    { gradientThroughStatistics: (context) => rankByRank(context, (own) => own) },
  ),
  withChannel(
    {
      id: 'gradient-means-averaged',
      defect: 'means of the upstream gradient averaged over the ranks, whatever their number of values',
      references: ['D18 pytorch#36382', 'pytorch#36688'],
    },
    {
      gradientThroughStatistics: (context) => {
        const ranks = context.slices.filter(({ count }) => count > 0);
        if (ranks.length < 2) return gradientThroughStatistics(context);
        const total = averagedSums(ranks, context.batch.gradients.length, context.arithmetic);
        return gradientThroughStatistics({ ...context, total });
      },
    },
  ),
  withChannel(
    {
      id: 'mean-gradient-not-reduced',
      defect: "a mean of the upstream gradient that is the rank's own, beside a projection of the group",
      references: ['D18 pytorch#36382 [inf]'],
    },
    {
      gradientThroughStatistics: (context) =>
        rankByRank(context, (own, share) => {
          const { weighted, weightedBound } = scaledSums(context.total, share);
          return { ...own, weighted, weightedBound };
        }),
    },
  ),
  withChannel(
    {
      id: 'projection-not-reduced',
      defect: "a projection that is the rank's own, beside a mean gradient of the group",
      references: ['D18 pytorch#36382 [inf]'],
    },
    {
      gradientThroughStatistics: (context) =>
        rankByRank(context, (own, share) => {
          const { sum, sumBound } = scaledSums(context.total, share);
          return { ...own, sum, sumBound };
        }),
    },
  ),
  withInputGradient({ id: 'grad-x-doubled', defect: 'an input gradient twice as large' }, (context, right) =>
    timesTwo(right(context)),
  ),
  withInputGradient({ id: 'grad-x-without-weight', defect: 'an input gradient without the weight' }, (context, right) =>
    right({ ...context, weight: 1 }),
  ),
  withChannel(
    { id: 'grad-x-without-mean', defect: 'an input gradient without the term of the mean' },
    {
      gradientThroughStatistics: (context) =>
        gradientThroughStatistics({ ...context, total: { ...context.total, sum: 0, sumBound: 0 } }),
    },
  ),
  withChannel(
    { id: 'grad-x-without-projection', defect: 'an input gradient without the term of the variance' },
    {
      gradientThroughStatistics: (context) =>
        gradientThroughStatistics({ ...context, total: { ...context.total, weighted: 0, weightedBound: 0 } }),
    },
  ),
  withChannel(
    { id: 'grad-x-affine-in-training', defect: 'an input gradient that takes the statistics of the batch for constants' },
    { gradientThroughStatistics: gradientThroughAffine },
  ),
  withChannel(
    {
      id: 'grad-x-through-statistics-in-eval',
      defect: 'an input gradient of an evaluation that goes through the statistics as in training',
      references: ['D28 pytorch/xla#913', 'pytorch#586'],
    },
    { gradientThroughAffine: (context) => rankByRank(context, (own) => own) },
  ),
];

type InputGradient = (context: ChannelGradient) => Bounded;

/** The reference with another input gradient, in all modes. */
function withInputGradient(
  description: Description,
  change: (context: ChannelGradient, right: InputGradient) => Bounded,
): Mutant {
  return withChannel(description, {
    gradientThroughStatistics: (context) => change(context, gradientThroughStatistics),
    gradientThroughAffine: (context) => change(context, gradientThroughAffine),
  });
}

/**
 * The input gradient with sums of each rank's own: `sumsOf` gets those of the rank and its share of the values. They are divided by
 * the number of the rank's values.
 */
function rankByRank(context: ChannelGradient, sumsOf: (own: GradientSums, share: number) => GradientSums): Bounded {
  const { batch, offsets, slices } = context;
  const count = batch.gradients.length;
  const values = new Float64Array(count);
  const bounds = new Float64Array(count);
  slices.forEach((own, rank) => {
    const [start, end] = [offsets[rank] ?? 0, offsets[rank + 1] ?? 0];
    const total = sumsOf(own, own.count / count);
    const part = gradientThroughStatistics({
      ...context,
      batch: sliceOf(batch, start, end),
      offsets: [0, end - start],
      slices: [own],
      total,
    });
    values.set(part.values, start);
    bounds.set(part.bounds, start);
  });
  return { values, bounds };
}

/** Sums times a factor. What is divided by them has room for a rounding in its bound. */
function scaledSums(sums: GradientSums, factor: number): GradientSums {
  return {
    ...sums,
    sum: sums.sum * factor,
    sumBound: sums.sumBound * Math.abs(factor),
    weighted: sums.weighted * factor,
    weightedBound: sums.weightedBound * Math.abs(factor),
    absoluteDeviations: sums.absoluteDeviations * Math.abs(factor),
  };
}

/** The sums of ranks as if each weighed the same: their means averaged, times the count of all. */
function averagedSums(ranks: readonly GradientSums[], count: number, { unitRoundoff }: Arithmetic): GradientSums {
  const parts = ranks.map((rank) => scaledSums(rank, count / (ranks.length * rank.count)));
  const rounding = 4 * ranks.length * unitRoundoff;
  return parts
    .map((part) => ({
      ...part,
      sumBound: part.sumBound + rounding * Math.abs(part.sum),
      weightedBound: part.weightedBound + rounding * Math.abs(part.weighted),
    }))
    .reduce(addedSums);
}

function addedSums(one: GradientSums, other: GradientSums): GradientSums {
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    sumBound: one.sumBound + other.sumBound,
    weighted: one.weighted + other.weighted,
    weightedBound: one.weightedBound + other.weightedBound,
    absoluteWeighted: one.absoluteWeighted + other.absoluteWeighted,
    absoluteSum: one.absoluteSum + other.absoluteSum,
    absoluteTerms: one.absoluteTerms + other.absoluteTerms,
    absoluteDeviations: one.absoluteDeviations + other.absoluteDeviations,
  };
}

/** Exact, but where it overflows. */
function timesTwo({ values, bounds }: Bounded): Bounded {
  return { values: values.map((value) => 2 * value), bounds: bounds.map((bound) => 2 * bound) };
}
