import type { Grade } from '../accept/grade.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { BatchMoments } from '../forward/batch-moments.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import { batchNormaliser, runningNormaliser } from '../forward/normaliser.ts';
import type { BoundedNumber } from '../forward/running-statistics.ts';
import type { CentreEstimate, Estimate } from './certificate.ts';
import { inverseFrom } from './certificate.ts';
import type { ChannelStatistics } from './channel-statistics.ts';

/** What normalises a channel, as far as an adapter knows it: estimates, and the acceptance bounds that follow from them. */
export interface ScreenedNormaliser {
  readonly centre: CentreEstimate;
  readonly inverse: Estimate;
  readonly normaliser: Normaliser;
}

// Bounds are smooth functions of statistics: where those are within `nearly` of the exact ones, and what is taken off the variance leaves a
// quarter of it, bounds are within a hundredth of the exact ones. See docs/accelerated.md.
const nearly = 2 ** -14;

/** The statistics of a batch as bounds ask for them. */
export function momentsOf(found: ChannelStatistics, count: number, nonEmptyRanks: number): BatchMoments {
  const { mean, variance, sumOfAbsolutes, positiveSum, least, largest } = found;
  return {
    count,
    mean: mean.value,
    meanLow: 0,
    variance: variance.value,
    exact: null,
    deviations: new Float64Array(),
    sumOfAbsolutes,
    oneSidedSum: Math.max(positiveSum, sumOfAbsolutes - positiveSum),
    largestAbsolute: Math.max(Math.abs(least), Math.abs(largest)),
    range: largest - least,
    largestDeviation: Math.max(largest - mean.value, mean.value - least),
    nonEmptyRanks,
    allFinite: true,
  };
}

/** That of a batch; null where too little is known for any verdict: a constant channel, sums that may overflow. */
export function screenBatch(
  found: ChannelStatistics,
  moments: BatchMoments,
  epsilon: number,
  arithmetic: Arithmetic,
  grade: Grade,
): ScreenedNormaliser | null {
  const { centre, variance, growth } = found;
  if (!(growth <= nearly && variance.error <= nearly * variance.value)) return null;
  const normaliser = batchNormaliser(moments, epsilon, arithmetic, grade);
  const inverse = inverseFrom(variance, epsilon);
  return isUsable(normaliser, centre, inverse) ? { centre, inverse, normaliser } : null;
}

/** That of running statistics, which carry bounds of their own and what the screen is uncertain by. */
export function screenRunning(
  mean: BoundedNumber & Estimate,
  variance: BoundedNumber & Estimate,
  epsilon: number,
  arithmetic: Arithmetic,
): ScreenedNormaliser | null {
  const high = Math.fround(mean.value);
  const low = Math.fround(mean.value - high);
  const centre = { high, low, error: mean.error + Math.abs(mean.value - high - low) };
  if (!(variance.error <= nearly * (variance.value + epsilon))) return null;
  const normaliser = runningNormaliser(mean, variance, epsilon, arithmetic);
  const inverse = inverseFrom(variance, epsilon);
  return isUsable(normaliser, centre, inverse) ? { centre, inverse, normaliser } : null;
}

function isUsable(normaliser: Normaliser, centre: CentreEstimate, inverse: Estimate): boolean {
  const known = !normaliser.mayOverflow && !normaliser.meanMayOverflow && Number.isFinite(normaliser.meanBound);
  const steady = normaliser.inverseDeviationHigh <= 2 * inverse.value && inverse.error <= nearly * inverse.value;
  return known && steady && Number.isFinite(centre.high) && Number.isFinite(centre.error);
}
