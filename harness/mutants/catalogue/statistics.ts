import { batchMoments } from '../../../oracle/forward/batch-moments.ts';
import { batchNormaliser } from '../../../oracle/forward/normaliser.ts';
import type { Mutant } from '../mutant.ts';
import { withChannel, withChannelOf } from '../mutant.ts';
import { mergedFrom, restated, weighed } from './altered-moments.ts';
import { madeOfBatch, renormalised } from './altered-normaliser.ts';
import { scaled } from './bounded-numbers.ts';

/** Defects of the statistics that normalise a training batch. */
export const statisticsMutants: readonly Mutant[] = [
  withChannel(
    {
      id: 'normalise-unbiased',
      defect: 'the unbiased variance in the normalisation',
      references: ['D33 pytorch#60528', 'pytorch#1410', 'pytorch#19902'],
    },
    {
      batchNormaliser: (moments, epsilon, arithmetic, grade) => {
        const made = madeOfBatch(moments, epsilon, arithmetic, grade);
        if (moments.count < 2) return made.normaliser;
        return renormalised(made, scaled(made.variance, moments.count / (moments.count - 1), arithmetic));
      },
    },
  ),
  withChannel(
    {
      id: 'statistics-unweighted',
      defect: 'ranks that weigh the same in mean and variance, whatever their number of values',
      references: ['D02 Paddle#32464', 'MindSpore SyncBnSplit'],
    },
    { batchMoments: (batch) => mergedFrom(batch, (ranks) => weighed(ranks, () => 1 / ranks.length)) },
  ),
  withChannel(
    {
      id: 'variance-between-ranks-lost',
      defect: 'a variance of the group that is the mean of the variances within the ranks',
      references: ['D04 tensorflow#41980 [inf]'],
    },
    {
      batchMoments: (batch) =>
        mergedFrom(batch, (ranks, count) => weighed(ranks, (rank) => rank.count / count, { within: true, between: false })),
    },
  ),
  withChannel(
    {
      id: 'variance-within-ranks-lost',
      defect: 'a variance of the group that is the variance of the means of the ranks',
      references: ['D04 tensorflow#41980 [inf]'],
    },
    {
      batchMoments: (batch) =>
        mergedFrom(batch, (ranks, count) => weighed(ranks, (rank) => rank.count / count, { within: false, between: true })),
      // The errors of the means enter as they do where ranks are merged, in every class of algorithms.
      batchNormaliser: (moments, epsilon, arithmetic, grade) =>
        batchNormaliser(moments, epsilon, arithmetic, grade === 'A+' ? 'A' : grade),
    },
  ),
  withChannel(
    {
      id: 'variance-about-zero',
      defect: 'a variance that is the mean of the squares, the square of the mean not taken off',
      references: ['D04 tensorflow#41980 [inf]'],
    },
    {
      batchMoments: (batch) => {
        const moments = batchMoments(batch);
        if (!moments.allFinite) return moments;
        const { mean, variance, deviations } = moments;
        const aboutZero = restated(moments, batch.values, { mean, variance: variance + mean * mean });
        // The mean is still the right one.
        return { ...aboutZero, meanLow: moments.meanLow, deviations };
      },
    },
  ),
  withChannelOf(
    {
      id: 'statistics-weighed-by-momentum',
      defect: 'batch statistics times the averaging factor wherever that is not one',
      references: ['D39 ROCm/tensorflow-upstream#1143'],
    },
    ({ averagingFactor }) =>
      Number.isFinite(averagingFactor)
        ? {
            batchNormaliser: (moments, epsilon, arithmetic, grade) => {
              const made = madeOfBatch(moments, epsilon, arithmetic, grade);
              if (!moments.allFinite || moments.count === 0) return made.normaliser;
              const mean = scaled({ value: moments.mean, bound: made.normaliser.meanBound }, averagingFactor, arithmetic);
              const weighedMean = { ...made.normaliser, mean: mean.value, meanLow: 0, meanBound: mean.bound };
              const variance = scaled(made.variance, averagingFactor, arithmetic);
              return renormalised({ ...made, normaliser: weighedMean }, variance);
            },
          }
        : {},
  ),
];
