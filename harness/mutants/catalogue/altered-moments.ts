import type { ChannelBatch } from '../../../oracle/forward/channel.ts';
import type { BatchMoments } from '../../../oracle/forward/batch-moments.ts';
import { batchMoments } from '../../../oracle/forward/batch-moments.ts';

/** A mean and a biased variance. */
export interface Statistics {
  readonly mean: number;
  readonly variance: number;
}

/**
 * The moments of a batch with another mean and variance. `growth` says how much more a single value may weigh in them than
 * 1 / count, where it may: the bounds, which go by the sums of magnitudes, grow with it.
 */
export function restated(
  moments: BatchMoments,
  values: Float64Array,
  { mean, variance }: Statistics,
  growth?: number,
): BatchMoments {
  const deviations = values.map((value) => value - mean);
  return {
    ...moments,
    mean,
    meanLow: 0,
    variance,
    exact: null,
    deviations,
    sumOfAbsolutes: (growth ?? 1) * moments.sumOfAbsolutes,
    // Sums taken apart cancel less than one over all.
    oneSidedSum: growth === undefined ? moments.oneSidedSum : growth * moments.sumOfAbsolutes,
    largestDeviation: deviations.reduce((largest, deviation) => Math.max(largest, Math.abs(deviation)), 0),
  };
}

/** The values of one rank of a channel. */
export function rankOf({ values, offsets, precision }: ChannelBatch, rank: number): ChannelBatch {
  const part = values.subarray(offsets[rank] ?? 0, offsets[rank + 1] ?? 0);
  return { values: part, offsets: [0, part.length], precision };
}

/** The moments of a channel put together from those of the ranks that have values; right where there is one rank, or a value is not finite. */
export function mergedFrom(
  batch: ChannelBatch,
  merge: (ranks: readonly BatchMoments[], count: number) => Statistics,
): BatchMoments {
  const whole = batchMoments(batch);
  if (whole.nonEmptyRanks < 2 || !whole.allFinite) return whole;
  const ranks = batch.offsets
    .slice(1)
    .map((_, rank) => batchMoments(rankOf(batch, rank)))
    .filter(({ count }) => count > 0);
  const growth = Math.max(...ranks.map(({ count }) => whole.count / count));
  return restated(whole, batch.values, merge(ranks, whole.count), growth);
}

/** The statistics of ranks that weigh `weightOf` each. */
export function weighed(
  ranks: readonly BatchMoments[],
  weightOf: (rank: BatchMoments) => number,
  terms: { readonly within: boolean; readonly between: boolean } = { within: true, between: true },
): Statistics {
  const mean = ranks.reduce((sum, rank) => sum + weightOf(rank) * rank.mean, 0);
  const variance = ranks.reduce((sum, rank) => {
    const between = terms.between ? (rank.mean - mean) ** 2 : 0;
    return sum + weightOf(rank) * (between + (terms.within ? rank.variance : 0));
  }, 0);
  return { mean, variance };
}
