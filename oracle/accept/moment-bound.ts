import type { BatchMoments } from '../forward/batch-moments.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import { reductionGrowth, rsqrtUlps } from './reduction.ts';

/** How far a conforming mean and biased variance may be from the exact ones. `lowestVariance` may be below `variance - variance bound`. */
export interface MomentBound {
  readonly mean: number;
  readonly variance: number;
  readonly lowestVariance: number;
}

/**
 * Two-pass summation in any order or tree, corrected or not (class 2P of BOUNDS.md; Chan, Golub and LeVeque 1983):
 * the error of the mean enters the variance squared, or once through the correction.
 */
export function twoPassBound(moments: BatchMoments, arithmetic: Arithmetic): MomentBound {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { count, variance, sumOfAbsolutes, oneSidedSum } = moments;
  const growth = reductionGrowth(count, arithmetic);
  const mean = (growth * oneSidedSum + 4 * u * sumOfAbsolutes) / count + 4 * tiny;
  const relative = growth + 6 * u;
  const correction = growth * (2 * mean * Math.sqrt(variance) + 3 * mean * mean);
  const spread = relative * (variance + mean * mean);
  return {
    mean,
    variance: spread + Math.max(mean * mean, correction) + 4 * tiny,
    lowestVariance: Math.max(0, variance - (spread + correction + 4 * tiny)),
  };
}

/**
 * Welford updates, per-rank statistics merged by Chan's formula, and torch's gather, which sends 1/sqrt(variance + epsilon)
 * and rebuilds the variance from it (class W of BOUNDS.md).
 */
export function mergedBound(moments: BatchMoments, epsilon: number, arithmetic: Arithmetic): MomentBound {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { count, variance, sumOfAbsolutes, oneSidedSum, largestAbsolute, range, nonEmptyRanks: ranks } = moments;
  const growth = reductionGrowth(count, arithmetic);
  const deviation = Math.sqrt(variance);
  const levels = count > 1 ? Math.log2(count) : 0;
  const underflow = (count + 4) * tiny;
  const mergeError = 3 * u * (ranks - 1) * Math.min(range, Math.sqrt(count) * deviation);
  const rankError = ((4 + 3 * ranks) * u * sumOfAbsolutes) / count;
  const mean = (growth * oneSidedSum) / count + rankError + 3 * u * (1.5 + levels) * deviation + mergeError + underflow;
  const partialMean =
    growth === Number.POSITIVE_INFINITY
      ? growth
      : Math.max(
          1.01 * arithmetic.accumulatorRoundoff * Math.min((count - 1) * largestAbsolute, oneSidedSum) +
            3 * u * range +
            rankError +
            mergeError,
          mean,
        );
  const weight = 1 + levels / 2;
  const bound =
    (growth + (8 + 4 * ranks) * u) * variance +
    4 * Math.sqrt(weight) * partialMean * deviation +
    4 * weight * partialMean * partialMean +
    (2 * rsqrtUlps + 8) * u * (variance + epsilon) +
    underflow;
  return { mean, variance: bound, lowestVariance: Math.max(0, variance - bound) };
}

/** The wider of the two classes: what is accepted without asking for a grade. One value per channel has no error in the mean. */
export function momentBound(moments: BatchMoments, epsilon: number, arithmetic: Arithmetic): MomentBound {
  if (moments.count === 1) {
    return { mean: 0, variance: (2 * rsqrtUlps + 8) * arithmetic.unitRoundoff * Math.abs(epsilon), lowestVariance: 0 };
  }
  const twoPass = twoPassBound(moments, arithmetic);
  if (!Number.isFinite(epsilon)) {
    // A variance that never travels as 1/sqrt(variance + epsilon) does not meet epsilon; one that travels is lost.
    const lost = { mean: twoPass.mean, variance: Number.POSITIVE_INFINITY, lowestVariance: 0 };
    return moments.nonEmptyRanks > 1 ? lost : twoPass;
  }
  const merged = mergedBound(moments, epsilon, arithmetic);
  return {
    mean: Math.max(twoPass.mean, merged.mean),
    variance: Math.max(twoPass.variance, merged.variance),
    lowestVariance: Math.min(twoPass.lowestVariance, merged.lowestVariance),
  };
}
