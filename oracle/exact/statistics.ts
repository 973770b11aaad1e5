import { add, dyadicOf, multiply, subtract, times } from './dyadic.ts';
import type { Fraction } from './fraction.ts';
import { quotient } from './fraction.ts';
import { inverseRoot } from './inverse-root.ts';
import { exactSums } from './exact-sums.ts';
import type { Precision } from './exact-sums.ts';

/** Mean and biased variance of a channel as fractions. */
export interface ExactStatistics {
  readonly mean: Fraction;
  readonly variance: Fraction;
}

/** The statistics of at least one finite number: sum / N, and (N * sum of squares - sum^2) / N^2. */
export function exactStatistics(values: Float64Array, precision: Precision): ExactStatistics {
  const count = BigInt(values.length);
  const { sum, dot: squares } = exactSums(values, values, precision);
  const spread = subtract(times(squares, count), multiply(sum, sum));
  return { mean: quotient(sum, count), variance: quotient(spread, count * count) };
}

/** 1 / sqrt(variance + epsilon) to 127 bits, or null where the sum is not positive; epsilon is finite. */
export function exactInverseDeviation(variance: Fraction, epsilon: number): Fraction | null {
  const sum = add(variance, times(dyadicOf(epsilon), variance.denominator));
  return sum.units > 0n ? inverseRoot(quotient(sum, variance.denominator)) : null;
}

/** sum(g) and sum(g * (x - mean)) = sum(g * x) - mean * sum(g), of finite numbers. */
export function exactGradientSums(
  gradients: Float64Array,
  values: Float64Array,
  mean: Fraction,
  precision: Precision,
): { readonly sum: Fraction; readonly weighted: Fraction } {
  const { sum, dot } = exactSums(gradients, values, precision);
  const products = times(dot, mean.denominator);
  return { sum: quotient(sum, 1n), weighted: quotient(subtract(products, multiply(mean, sum)), mean.denominator) };
}
