import type { Arithmetic } from '../formats/arithmetic.ts';
import type { SumError } from './reduce-parts.ts';

/**
 * How far the numbers of an accelerated answer may be from the exact ones, from a running error analysis in float64: each kernel that goes
 * through data has the bounds of this file; the numbers that there is one of for each channel are computed again on the host, and their
 * distance from that is measured. See docs/accelerated.md for the derivations.
 *
 * u is the unit roundoff of the adapter, and what is smaller than `tiny` may be flushed to zero, before an operation or after it.
 */
export const tiny: number = 2 ** -126;

/** Second-order terms: products of two errors are below a thousandth of either. */
const slack = 1.001;
/** The exact core computes in float64: some of its roundings, in all. */
const core = 2 ** -49;

/** A number with how far it may be from that of the exact core. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** The arithmetic of an implementation with less room: what may not overflow here may not overflow in the other. */
export function narrowed(arithmetic: Arithmetic): Arithmetic {
  return { ...arithmetic, largest: arithmetic.largest * 0.98, largestSum: arithmetic.largestSum * 0.98 };
}

/** The mean that a kernel takes off, as the pair it has, and how far that is from the exact one. */
export interface CentreEstimate {
  readonly high: number;
  readonly low: number;
  readonly error: number;
}

/** Error of a computed (x - high) - low beside 2 u of itself: what its low part, and underflow, add. */
function offsetError({ low }: Pick<CentreEstimate, 'low'>, u: number): number {
  return u * Math.abs(low) + 4 * tiny;
}

/** Sums of d = x - mean, d^2 and |d| over a channel as a kernel found them about a provisional mean. */
export interface DeviationSums extends SumError {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly magnitudes: number;
}

/** Mean and biased variance from the sums about a provisional mean, high + low. */
export function momentsFrom(
  sums: DeviationSums,
  provisional: Pick<CentreEstimate, 'high' | 'low'>,
  u: number,
): { readonly mean: Estimate; readonly variance: Estimate } {
  const { count, sum, squares, magnitudes, growth, last } = sums;
  const offset = offsetError(provisional, u);
  const largest = magnitudes * (1 + 2 * (growth + last));
  const rest = sum / count;
  const restError = (slack * ((2 * u + growth) * largest + last * Math.abs(sum)) + tiny) / count + slack * offset;
  const about = provisional.high + provisional.low;
  const mean = about + rest;
  // Each square is off by twice what its deviation is, and by a rounding.
  const squared = squares * (1 + 2 * (growth + last));
  const squaresError = slack * ((5 * u + growth + last) * squared + 2 * offset * largest + count * (offset * offset + tiny));
  return {
    mean: { value: mean, error: restError + core * Math.abs(mean) },
    variance: {
      value: Math.max(0, squares / count - rest * rest),
      error:
        squaresError / count + 2 * Math.abs(rest) * restError + restError * restError + core * (squares / count + rest * rest),
    },
  };
}

/** 1 / sqrt(variance + epsilon); infinitely uncertain where the variance is. */
export function inverseFrom(variance: Estimate, epsilon: number): Estimate {
  const sum = variance.value + epsilon;
  const share = variance.error / sum;
  const value = 1 / Math.sqrt(sum);
  // (1 - share)^(-1/2) - 1, by its slope at the far end.
  const error = share >= 0 && share < 2 ** -6 ? value * (0.54 * share + core) : Number.POSITIVE_INFINITY;
  return { value, error };
}

/** The distance of what a kernel answered from what the host computes of the same numbers, added to what those are uncertain by. */
export function measured(answered: number, host: number, error: number): number {
  const distance = Math.abs(answered - host);
  return Number.isFinite(distance) ? distance + error + core * Math.abs(host) : Number.POSITIVE_INFINITY;
}

/** What multiplies deviations: the kernel's float32 numbers, and their errors. */
export interface Factors {
  readonly centre: CentreEstimate;
  readonly inverse: Estimate;
  readonly weight: Estimate;
}

/** Error of an element: `constant + perDistance * |x - mean| + perGradient * |g| + perValue * |answer|`, distances from the kernel's mean. */
export interface ElementError {
  readonly constant: number;
  readonly perDistance: number;
  readonly perGradient: number;
  readonly perValue: number;
}

/** Of y = (x - mean) * inverse * weight + bias. */
export function outputError({ centre, inverse, weight }: Factors, bias: Estimate, u: number): ElementError {
  const [r, w] = [Math.abs(inverse.value), Math.abs(weight.value)];
  const mean = Math.abs(centre.high) + Math.abs(centre.low);
  return {
    constant:
      slack * (r * w * (offsetError(centre, u) + centre.error) + bias.error + 4 * tiny * (1 + w + r * w)) + core * r * w * mean,
    perDistance: slack * (4 * u * r * w + w * inverse.error + r * weight.error + inverse.error * weight.error) + core * r * w,
    perGradient: 0,
    perValue: slack * u + core,
  };
}

/** Sums of g, g d and their magnitudes over a slice, d = x - mean, as a kernel found them. */
export interface FoundGradientSums extends SumError {
  readonly count: number;
  readonly sum: number;
  readonly weighted: number;
  readonly positive: number;
  readonly absoluteWeighted: number;
  readonly absoluteDeviations: number;
}

export interface GradientSumErrors {
  readonly sum: number;
  readonly positive: number;
  readonly weighted: number;
  readonly absoluteDeviations: number;
}

export function gradientSumErrors(sums: FoundGradientSums, centre: CentreEstimate, u: number): GradientSumErrors {
  const { count, sum, weighted, positive, absoluteWeighted, absoluteDeviations, growth, last } = sums;
  const offset = offsetError(centre, u) + centre.error;
  const magnitudes = slack * (2 * positive - sum);
  const products = absoluteWeighted * (1 + 2 * (growth + last));
  return {
    sum: slack * (growth * magnitudes + last * Math.abs(sum)) + (count - 1) * tiny,
    positive: slack * (growth + last) * magnitudes + count * tiny,
    weighted: slack * ((3 * u + growth) * products + last * Math.abs(weighted) + offset * magnitudes + count * tiny),
    absoluteDeviations: slack * ((2 * u + growth + last) * absoluteDeviations + count * offset),
  };
}

/** What is taken off g, and what multiplies x - mean; zeros where gradients do not go through the statistics. */
export interface GradientMeans {
  readonly mean: Estimate;
  readonly slope: Estimate;
}

/** Of grad_x = (g - mean - (x - mean of x) * slope) * inverse * weight. */
export function inputGradientError({ centre, inverse, weight }: Factors, means: GradientMeans, u: number): ElementError {
  const [r, w] = [Math.abs(inverse.value), Math.abs(weight.value)];
  const [mean, slope] = [Math.abs(means.mean.value), Math.abs(means.slope.value)];
  const taken = means.mean.error + 2 * u * mean + slope * (offsetError(centre, u) + centre.error) + 4 * tiny;
  return {
    constant: slack * (r * w * taken + r * weight.error * mean + 4 * tiny * (1 + w + r * w)) + core * r * w * mean,
    perDistance: slack * (r * w * (4 * u * slope + means.slope.error) + r * weight.error * slope) + core * r * w * slope,
    perGradient: slack * (2 * u * r * w + r * weight.error) + core * r * w,
    perValue: slack * (2 * u + inverse.error / r) + core,
  };
}
