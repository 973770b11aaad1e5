import type { MomentBound } from '../accept/moment-bound.ts';
import { meetsGrade } from '../accept/grade.ts';
import type { Grade } from '../accept/grade.ts';
import { momentBound, sumOfSquares } from '../accept/moment-bound.ts';
import { referenceRoundoff, rsqrtUlps } from '../accept/reduction.ts';
import { roundFraction } from '../exact/fraction.ts';
import { exactInverseDeviation } from '../exact/statistics.ts';
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
  readonly varianceBound: number;
  readonly inverseDeviation: number;
  readonly inverseDeviationBound: number;
  /** Largest value a conforming inverse deviation may take; Infinity where the variance is lost in rounding. */
  readonly inverseDeviationHigh: number;
  /** The channel may overflow in the compute format, or its statistics are not known: nothing is judged in it. */
  readonly mayOverflow: boolean;
}

/** The normaliser of a batch: its own mean and biased variance. */
export function batchNormaliser(moments: BatchMoments, epsilon: number, arithmetic: Arithmetic, grade: Grade): Normaliser {
  const bound = momentBound(moments, epsilon, arithmetic, grade);
  const { mean, meanLow, variance } = moments;
  const travels = !meetsGrade(grade, 'A+');
  const rebuilt = travels ? (2 * rsqrtUlps + 8) * arithmetic.unitRoundoff * epsilon : 0;
  const isNaN = rootIsNaN(variance + bound.variance, epsilon, arithmetic);
  const inverse = isNaN
    ? notANumber
    : inverseDeviation(nearestInverse(moments, epsilon), variance, bound, epsilon, rebuilt, arithmetic);
  return {
    mean,
    meanLow,
    meanBound: bound.mean,
    varianceBound: bound.variance,
    ...inverse,
    mayOverflow:
      moments.allFinite &&
      (mayOverflow(moments, inverse.inverseDeviationHigh, arithmetic, grade) ||
        (!isNaN && rootMayVanish(moments, bound.variance, epsilon))),
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
    varianceBound,
    ...inverseDeviation(plainInverse(variance.value, epsilon), variance.value, bound, epsilon, 0, arithmetic),
    mayOverflow: !known || Number.isNaN(mean.bound) || signUnknown(variance.value + epsilon, varianceBound),
  };
}

/**
 * A negative epsilon that outweighs even the largest variance a conforming implementation may find: no root, neither of the group's variance
 * nor of the least one of a rank.
 */
function rootIsNaN(largestVariance: number, epsilon: number, { unitRoundoff }: Arithmetic): boolean {
  return largestVariance < -epsilon * (1 - 4 * unitRoundoff);
}

const notANumber = {
  inverseDeviation: Number.NaN,
  inverseDeviationBound: Number.NaN,
  inverseDeviationHigh: Number.NaN,
} as const;

/**
 * Without a positive epsilon, a variance lost in rounding divides by zero, or takes the root of a negative number; with a negative one so
 * does that of a single rank, which travels as an inverse root whatever the variance of the group.
 */
function rootMayVanish({ variance, nonEmptyRanks }: BatchMoments, bound: number, epsilon: number): boolean {
  return epsilon <= 0 && (variance + epsilon <= bound || (epsilon < 0 && nonEmptyRanks > 1));
}

/** A sum of variance and epsilon whose sign the bound leaves open: the root may or may not be NaN. */
function signUnknown(sum: number, bound: number): boolean {
  return Number.isFinite(sum) && Math.abs(sum) <= bound;
}

/** 1 / sqrt(variance + epsilon) of the exact variance, rounded once; plain float64 where there is no such number. */
function nearestInverse(moments: BatchMoments, epsilon: number): number {
  const exact =
    moments.exact === null || !Number.isFinite(epsilon) ? null : exactInverseDeviation(moments.exact.variance, epsilon);
  return exact === null ? plainInverse(moments.variance, epsilon) : roundFraction(exact);
}

function plainInverse(variance: number, epsilon: number): number {
  return 1 / Math.sqrt(variance + epsilon);
}

function inverseDeviation(
  value: number,
  variance: number,
  bound: MomentBound,
  epsilon: number,
  rebuilt: number,
  arithmetic: Arithmetic,
): Pick<Normaliser, 'inverseDeviation' | 'inverseDeviationBound' | 'inverseDeviationHigh'> {
  const rounding = rsqrtUlps * arithmetic.unitRoundoff;
  const low = (1 - rounding) / Math.sqrt(variance + bound.variance + epsilon);
  const lowestSum = bound.lowestVariance + epsilon * (1 - 2 * arithmetic.unitRoundoff) - rebuilt;
  const high = lowestSum > 0 ? (1 + rounding) / Math.sqrt(lowestSum) : Number.POSITIVE_INFINITY;
  // About the variance's own inverse, not about `value`: a wrong value must not widen its own bound.
  const centre = plainInverse(variance, epsilon);
  return {
    inverseDeviation: value,
    inverseDeviationBound: Math.max(high - centre, centre - low) + 4 * referenceRoundoff * centre,
    inverseDeviationHigh: high,
  };
}

/**
 * What may pass the largest number on the way: the sums, the squared range, and the inverse deviation; for merged ranks the
 * squared mean and the squared difference of means times both counts; for one pass the sum of squares and the squared sum.
 */
function mayOverflow(moments: BatchMoments, highestInverse: number, arithmetic: Arithmetic, grade: Grade): boolean {
  const { sumOfAbsolutes, variance, count, range, mean, nonEmptyRanks } = moments;
  const sums = [sumOfAbsolutes, variance * count];
  const products = [range * range, Number.isFinite(highestInverse) ? highestInverse : 0];
  // torch's gather multiplies a squared difference of means by both counts before it divides by their sum.
  const merging = nonEmptyRanks > 1 ? (count * count) / 4 : 1;
  if (!meetsGrade(grade, 'A+')) products.push(mean * mean, range * range * merging);
  if (grade === 'B') {
    sums.push(sumOfSquares(moments));
    products.push(sumOfAbsolutes * sumOfAbsolutes, 4 * count * range * range);
  }
  const below = (numbers: readonly number[], largest: number): boolean => Math.max(...numbers) * 1.001 < largest;
  return !(below(sums, arithmetic.largestSum) && below(products, arithmetic.largest));
}
