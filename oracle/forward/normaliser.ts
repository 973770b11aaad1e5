import type { MomentBound } from '../accept/moment-bound.ts';
import { meetsGrade } from '../accept/grade.ts';
import type { Grade } from '../accept/grade.ts';
import { momentBound } from '../accept/moment-bound.ts';
import { referenceRoundoff, rsqrtUlps } from '../accept/reduction.ts';
import { roundFraction } from '../exact/fraction.ts';
import { exactInverseDeviation } from '../exact/statistics.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { BatchMoments } from './batch-moments.ts';
import { mayPass, momentOverflow } from './overflow.ts';
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
  /** The mean may, too. */
  readonly meanMayOverflow: boolean;
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
  const overflow = momentOverflow(moments, bound, arithmetic, grade);
  const lost =
    !isNaN &&
    (rootMayVanish(moments, bound.variance, epsilon) ||
      inverseMayOverflow(variance + bound.variance, epsilon, inverse.inverseDeviationHigh, arithmetic));
  return {
    mean,
    meanLow,
    meanBound: bound.mean,
    varianceBound: bound.variance,
    ...inverse,
    mayOverflow: moments.allFinite && (overflow.variance || lost),
    meanMayOverflow: moments.allFinite && overflow.mean,
  };
}

/** The normaliser of the running statistics, which carry the error bounds of the steps that made them. */
export function runningNormaliser(
  mean: BoundedNumber,
  variance: BoundedNumber,
  epsilon: number,
  arithmetic: Arithmetic,
): Normaliser {
  const varianceBound = isKnown(variance) ? variance.bound : Number.POSITIVE_INFINITY;
  const bound = { mean: mean.bound, variance: varianceBound, lowestVariance: variance.value - varianceBound };
  const inverse = inverseDeviation(plainInverse(variance.value, epsilon), variance.value, bound, epsilon, 0, arithmetic);
  const lost =
    signUnknown(variance.value + epsilon, varianceBound + 2 * arithmetic.tiny) ||
    inverseMayOverflow(variance.value + varianceBound, epsilon, inverse.inverseDeviationHigh, arithmetic);
  return {
    mean: mean.value,
    meanLow: 0,
    meanBound: mean.bound,
    varianceBound,
    ...inverse,
    mayOverflow: !isKnown(mean) || !isKnown(variance) || lost,
    meanMayOverflow: false,
  };
}

/** A number that is not finite is known where it must be met exactly. */
function isKnown({ value, bound }: BoundedNumber): boolean {
  return Number.isFinite(value) || bound === 0;
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

/** The sum that the root is taken of, or its inverse, may pass the largest number. Infinities that are given are none. */
function inverseMayOverflow(variance: number, epsilon: number, highest: number, arithmetic: Arithmetic): boolean {
  const sum = variance + Math.abs(epsilon);
  const sumPasses = Number.isFinite(variance) && Number.isFinite(epsilon) && mayPass(sum, arithmetic.largestSum);
  return sumPasses || (Number.isFinite(highest) && mayPass(highest, arithmetic.largest));
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
  // Variance and epsilon may be taken for zero where they are subnormal.
  const lowestSum = bound.lowestVariance + epsilon * (1 - 2 * arithmetic.unitRoundoff) - rebuilt - 2 * arithmetic.tiny;
  const high = lowestSum > 0 ? (1 + rounding) / Math.sqrt(lowestSum) : Number.POSITIVE_INFINITY;
  // About the variance's own inverse, not about `value`: a wrong value must not widen its own bound.
  const centre = plainInverse(variance, epsilon);
  return {
    inverseDeviation: value,
    inverseDeviationBound: Math.max(high - centre, centre - low) + 4 * referenceRoundoff * centre,
    inverseDeviationHigh: high,
  };
}
