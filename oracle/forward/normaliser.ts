import type { MomentBound } from '../accept/moment-bound.ts';
import { momentBound } from '../accept/moment-bound.ts';
import { rsqrtUlps } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { BatchMoments } from './batch-moments.ts';
import type { BoundedNumber } from './running-statistics.ts';

/**
 * The statistics that normalise one channel, each with its bound: y = (x - mean) * inverseDeviation * weight + bias.
 * The mean is the pair `mean + meanLow`.
 */
export interface Normaliser {
  readonly mean: number;
  readonly meanLow: number;
  readonly meanBound: number;
  readonly variance: number;
  readonly varianceBound: number;
  readonly inverseDeviation: number;
  readonly inverseDeviationBound: number;
  /** Largest value a conforming inverse deviation may take; Infinity where the variance is lost in rounding. */
  readonly inverseDeviationHigh: number;
  /** The channel may overflow in the compute format, or its statistics are not known: nothing is judged in it. */
  readonly mayOverflow: boolean;
}

/**
 * The normaliser of a batch: its own mean and biased variance. `narrow` is the narrower type in which mean,
 * variance and inverse deviation are kept, if they are; the deviations are then from the rounded mean.
 */
export function batchNormaliser(
  moments: BatchMoments,
  epsilon: number,
  narrow: Arithmetic | null,
  arithmetic: Arithmetic,
): Normaliser {
  const bound = narrowed(momentBound(moments, epsilon, arithmetic), moments, narrow);
  const { mean, meanLow, variance } = moments;
  const rebuilt = (2 * rsqrtUlps + 8) * arithmetic.unitRoundoff * epsilon;
  return {
    mean,
    meanLow,
    meanBound: bound.mean,
    variance,
    varianceBound: bound.variance,
    ...inverseDeviation(variance, bound, epsilon, rebuilt, narrow, arithmetic),
    mayOverflow: moments.allFinite && mayOverflow(moments, arithmetic),
  };
}

/** The normaliser of the running statistics, which carry the error bounds of the steps that made them. */
export function runningNormaliser(
  mean: BoundedNumber,
  variance: BoundedNumber,
  epsilon: number,
  arithmetic: Arithmetic,
): Normaliser {
  const known = Number.isFinite(variance.value) || variance.bound === 0;
  const varianceBound = known ? variance.bound : Number.POSITIVE_INFINITY;
  const bound = { mean: mean.bound, variance: varianceBound, lowestVariance: variance.value - varianceBound };
  return {
    mean: mean.value,
    meanLow: 0,
    meanBound: mean.bound,
    variance: variance.value,
    varianceBound,
    ...inverseDeviation(variance.value, bound, epsilon, 0, null, arithmetic),
    mayOverflow: !known || Number.isNaN(mean.bound) || signUnknown(variance.value + epsilon, varianceBound),
  };
}

/** A sum of variance and epsilon whose sign the bound leaves open: the root may or may not be NaN. */
function signUnknown(sum: number, bound: number): boolean {
  return Number.isFinite(sum) && Math.abs(sum) <= bound;
}

function narrowed(bound: MomentBound, moments: BatchMoments, narrow: Arithmetic | null): MomentBound {
  if (narrow === null) return bound;
  const mean = bound.mean + narrow.unitRoundoff * (Math.abs(moments.mean) + bound.mean + narrow.tiny);
  const variance = bound.variance + 2 * mean * mean + narrow.unitRoundoff * (moments.variance + narrow.tiny);
  return { mean, variance, lowestVariance: Math.max(0, bound.lowestVariance - (variance - bound.variance)) };
}

function inverseDeviation(
  variance: number,
  bound: MomentBound,
  epsilon: number,
  rebuilt: number,
  narrow: Arithmetic | null,
  arithmetic: Arithmetic,
): Pick<Normaliser, 'inverseDeviation' | 'inverseDeviationBound' | 'inverseDeviationHigh'> {
  const rounding = rsqrtUlps * arithmetic.unitRoundoff + (narrow?.unitRoundoff ?? 0);
  const value = 1 / Math.sqrt(variance + epsilon);
  const low = (1 - rounding) / Math.sqrt(variance + bound.variance + epsilon);
  const lowestSum = bound.lowestVariance + epsilon * (1 - 2 * arithmetic.unitRoundoff) - rebuilt;
  const high = lowestSum > 0 ? (1 + rounding) / Math.sqrt(lowestSum) : Number.POSITIVE_INFINITY;
  return {
    inverseDeviation: value,
    inverseDeviationBound: Math.max(high - value, value - low),
    inverseDeviationHigh: high,
  };
}

/** RANGE of BOUNDS.md: the sums, the squared range, and for merged statistics the squared mean, must stay below the largest number. */
function mayOverflow(moments: BatchMoments, arithmetic: Arithmetic): boolean {
  const { sumOfAbsolutes, variance, count, range, mean } = moments;
  const largest = Math.max(sumOfAbsolutes, variance * count, range * range, mean * mean);
  return !(largest * 1.001 < arithmetic.largest);
}
