import { referenceRoundoff } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { BatchMoments } from './batch-moments.ts';
import type { Normaliser } from './normaliser.ts';
import { mayPass } from './overflow.ts';

/** A number with the distance an answer may have from it. */
export interface BoundedNumber {
  readonly value: number;
  readonly bound: number;
}

export interface RunningStatistics {
  readonly mean: BoundedNumber;
  readonly variance: BoundedNumber;
}

/**
 * running = (1 - factor) * running + factor * statistic, with the mean and the *unbiased* variance of the batch (RUN of BOUNDS.md).
 * `factor` is the weight of the new statistic, whatever the dialect calls momentum.
 * One value per channel divides by zero: the variance may be any value that is not finite.
 */
export function updateRunning(
  running: RunningStatistics,
  moments: BatchMoments,
  normaliser: Normaliser,
  factor: number,
  arithmetic: Arithmetic,
): RunningStatistics {
  const bessel = moments.count / (moments.count - 1);
  const unbiased = { value: moments.variance * bessel, bound: Math.abs(bessel) * normaliser.varianceBound };
  const mean = { value: moments.mean, bound: normaliser.meanBound };
  const updatedMean = blend(running.mean, mean, factor, arithmetic);
  const updatedVariance =
    moments.count === 1 ? { value: Number.NaN, bound: Number.NaN } : blend(running.variance, unbiased, factor, arithmetic);
  // Where the variance travels as an inverse root that is no number, it does not come back; where it does not travel, it is known.
  const isLost = Number.isNaN(normaliser.inverseDeviation) && Number.isFinite(moments.variance);
  if (isLost) return { mean: updatedMean, variance: { ...updatedVariance, bound: Number.POSITIVE_INFINITY } };
  if (!normaliser.mayOverflow) return { mean: updatedMean, variance: updatedVariance };
  return {
    mean: normaliser.meanMayOverflow ? { ...updatedMean, bound: Number.POSITIVE_INFINITY } : updatedMean,
    variance: { ...updatedVariance, bound: Number.POSITIVE_INFINITY },
  };
}

/** All ranks of a group empty: the statistics of nothing are zeros, and the buffers decay. */
export function decayRunning(running: RunningStatistics, factor: number, arithmetic: Arithmetic): RunningStatistics {
  const nothing = { value: 0, bound: 0 };
  return {
    mean: blend(running.mean, nothing, factor, arithmetic),
    variance: blend(running.variance, nothing, factor, arithmetic),
  };
}

function blend(old: BoundedNumber, fresh: BoundedNumber, factor: number, arithmetic: Arithmetic): BoundedNumber {
  const { unitRoundoff: u, tiny } = arithmetic;
  const keep = 1 - factor;
  const value = keep * old.value + factor * fresh.value;
  if (!Number.isFinite(value)) {
    const mustMatch = Number.isFinite(factor) && !Number.isNaN(old.bound) && !Number.isNaN(fresh.bound);
    const overflow = [factor, old.value, fresh.value].every(Number.isFinite);
    const unknown = overflow || old.bound === Number.POSITIVE_INFINITY || fresh.bound === Number.POSITIVE_INFINITY;
    return { value, bound: unknown ? Number.POSITIVE_INFINITY : mustMatch ? 0 : Number.NaN };
  }
  // Both may be as large as their bounds let them, and old + factor * (fresh - old) rounds them before they are weighed.
  const [oldSize, freshSize] = [Math.abs(old.value) + old.bound, Math.abs(fresh.value) + fresh.bound];
  const most = Math.max(1, Math.abs(keep), Math.abs(factor));
  const rounding = 4 * most * oldSize + 6 * Math.abs(factor) * freshSize;
  const underflow = (2 + Math.abs(keep) + Math.abs(factor) + freshSize) * tiny;
  const own = referenceRoundoff * (3 * Math.abs(keep) * oldSize + 5 * Math.abs(factor) * freshSize);
  const bound = Math.abs(keep) * old.bound + Math.abs(factor) * fresh.bound + u * rounding + underflow + own;
  // Nothing is known of zero times what may be an infinity.
  const unknown = Number.isNaN(bound) || mayPass(most * Math.max(1, oldSize + freshSize), arithmetic.largest);
  return { value, bound: unknown ? Number.POSITIVE_INFINITY : bound };
}
