import type { BatchMoments } from '../forward/batch-moments.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Grade } from './grade.ts';
import { meetsGrade } from './grade.ts';
import { reductionGrowth, rsqrtUlps } from './reduction.ts';

/**
 * How far a conforming mean and biased variance may be from the exact ones. `lowestVariance` is the smallest variance that may be
 * computed: a correction or a difference of squares may leave one below zero.
 */
export interface MomentBound {
  readonly mean: number;
  readonly variance: number;
  readonly lowestVariance: number;
}

/**
 * Two-pass summation in any order or tree, corrected or not (Chan, Golub and LeVeque 1983): the error of the mean enters the
 * variance squared, or once through the correction, which may take it below zero.
 */
export function twoPassBound(moments: BatchMoments, arithmetic: Arithmetic): MomentBound {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { count, variance, sumOfAbsolutes, oneSidedSum } = moments;
  const growth = reductionGrowth(count, arithmetic);
  const mean = (growth * oneSidedSum + 4 * u * sumOfAbsolutes) / count + 4 * tiny;
  const relative = growth + 6 * u;
  const correction = growth * (2 * mean * Math.sqrt(variance) + 3 * mean * mean) + 4 * u * mean * mean;
  const spread = relative * (variance + mean * mean);
  return {
    mean,
    variance: spread + Math.max(mean * mean, correction) + 4 * tiny,
    lowestVariance: variance - (spread + correction + 4 * tiny),
  };
}

/**
 * Welford updates, per-rank statistics merged by Chan's formula, and torch's gather, which sends 1/sqrt(variance + epsilon)
 * and rebuilds the variance from it.
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

/**
 * One pass, the difference between the mean of squares and the square of the mean, from sums in any order, of ranks too. The
 * squares are about zero, or about a value of the channel that is taken off first.
 */
export function onePassBound(moments: BatchMoments, arithmetic: Arithmetic): MomentBound {
  const plain = differenceBound(
    Math.abs(moments.mean),
    sumOfSquares(moments),
    plainMeanBound(moments, arithmetic),
    moments,
    arithmetic,
  );
  const shifted = shiftedBound(moments, arithmetic);
  return {
    mean: Math.max(plain.mean, shifted.mean),
    variance: Math.max(plain.variance, shifted.variance),
    lowestVariance: Math.min(plain.lowestVariance, shifted.lowestVariance),
  };
}

/** N (variance + mean^2). */
export function sumOfSquares({ count, variance, mean }: BatchMoments): number {
  return count * (variance + mean * mean);
}

function plainMeanBound({ count, sumOfAbsolutes, oneSidedSum, nonEmptyRanks }: BatchMoments, arithmetic: Arithmetic): number {
  const growth = reductionGrowth(count, arithmetic);
  return (
    (growth * oneSidedSum + (4 + 3 * nonEmptyRanks) * arithmetic.unitRoundoff * sumOfAbsolutes) / count + 4 * arithmetic.tiny
  );
}

/** About the value of the channel that is farthest from the mean: the worst that could be taken off. */
function shiftedBound(moments: BatchMoments, arithmetic: Arithmetic): MomentBound {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { count, variance, nonEmptyRanks, largestDeviation } = moments;
  const squares = count * (variance + largestDeviation * largestDeviation);
  const growth = reductionGrowth(count, arithmetic) + (6 + 3 * nonEmptyRanks) * u;
  const shiftedMean = growth * Math.sqrt(squares / count) + 4 * tiny;
  const bound = differenceBound(largestDeviation, squares, shiftedMean, moments, arithmetic);
  return { ...bound, mean: shiftedMean + 2 * u * (Math.abs(moments.mean) + largestDeviation) };
}

function differenceBound(
  distance: number,
  squares: number,
  mean: number,
  moments: BatchMoments,
  arithmetic: Arithmetic,
): MomentBound {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { count, variance, nonEmptyRanks } = moments;
  const growth = reductionGrowth(count, arithmetic) + (6 + 2 * nonEmptyRanks) * u;
  const difference =
    (growth * squares) / count + 2 * distance * mean + mean * mean + 3 * u * (distance + mean) ** 2 + 2 * u * variance + 4 * tiny;
  return { mean, variance: difference, lowestVariance: variance - difference };
}

/** What a grade accepts: the widest of the classes it stands for. One value per channel has no error in the mean. */
export function momentBound(moments: BatchMoments, epsilon: number, arithmetic: Arithmetic, grade: Grade): MomentBound {
  const alone = moments.count === 1;
  const bounds = [alone ? loneBound(0, arithmetic) : twoPassBound(moments, arithmetic)];
  if (!meetsGrade(grade, 'A+')) {
    const rebuilt = (2 * rsqrtUlps + 8) * arithmetic.unitRoundoff * Math.abs(epsilon);
    bounds.push(alone ? loneBound(rebuilt, arithmetic) : travellingBound(moments, epsilon, arithmetic));
  }
  if (grade === 'B') bounds.push(onePassBound(moments, arithmetic));
  return {
    mean: Math.max(...bounds.map(({ mean }) => mean)),
    variance: Math.max(...bounds.map(({ variance }) => variance)),
    lowestVariance: Math.min(...bounds.map(({ lowestVariance }) => lowestVariance)),
  };
}

/** One value is its own mean, and its variance is zero but for the epsilon that was added to it and taken off again. */
function loneBound(rebuilt: number, { tiny }: Arithmetic): MomentBound {
  return { mean: 0, variance: rebuilt + 4 * tiny, lowestVariance: 0 };
}

/** A variance that travels as 1/sqrt(variance + epsilon) is lost where epsilon is not finite; within one rank none need travel. */
function travellingBound(moments: BatchMoments, epsilon: number, arithmetic: Arithmetic): MomentBound {
  if (Number.isFinite(epsilon)) return mergedBound(moments, epsilon, arithmetic);
  const lost = moments.nonEmptyRanks > 1;
  const merged = mergedBound(moments, 0, arithmetic);
  return lost ? { mean: merged.mean, variance: Number.POSITIVE_INFINITY, lowestVariance: Number.NEGATIVE_INFINITY } : merged;
}
