import type { Grade } from '../accept/grade.ts';
import { reductionGrowth, sumRounding } from '../accept/reduction.ts';
import type { Precision } from '../exact/exact-sums.ts';
import { exactSums } from '../exact/exact-sums.ts';
import type { Fraction } from '../exact/fraction.ts';
import { quotient, roundFraction } from '../exact/fraction.ts';
import { exactGradientSums } from '../exact/statistics.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';

/** sum(g) and sum(g * (x - mean)) over a slice of a channel, with error bounds (BACK of BOUNDS.md). */
export interface GradientSums {
  readonly count: number;
  readonly sum: number;
  readonly sumBound: number;
  readonly weighted: number;
  readonly weightedBound: number;
  /** sum |g * (x - mean)|: with the count, what the reference's own rounding is measured by. */
  readonly absoluteWeighted: number;
  readonly absoluteSum: number;
  /** The largest sum of magnitudes on the way to `weighted`. */
  readonly absoluteTerms: number;
  /** sum |x - mean|. */
  readonly absoluteDeviations: number;
}

/** A channel with its upstream gradients: what the sums are taken of. */
export interface GradientBatch {
  readonly gradients: Float64Array;
  readonly values: Float64Array;
  /** x - mean, rounded. */
  readonly deviations: Float64Array;
  /** The mean that `deviations` are from, exactly; null where it is not finite. */
  readonly mean: Fraction | null;
  readonly precision: Precision;
}

/** The part of a channel from `start` up to `end`: a rank's. */
export function sliceOf(batch: GradientBatch, start: number, end: number): GradientBatch {
  return {
    ...batch,
    gradients: batch.gradients.subarray(start, end),
    values: batch.values.subarray(start, end),
    deviations: batch.deviations.subarray(start, end),
  };
}

/** Sums over a slice as they were found, and sums of magnitudes, which the bounds follow from. */
export interface FoundSums extends Pick<GradientSums, 'count' | 'sum' | 'weighted' | 'absoluteWeighted' | 'absoluteDeviations'> {
  /** Of the positive gradients, and of the negative ones in magnitude. */
  readonly positive: number;
  readonly negative: number;
  /** sum |g * x|: grade B alone asks for it. */
  readonly absoluteProducts: number;
}

/** The sums of `gradients` and of `gradients * (values - mean)`, each the float64 nearest to the exact one. */
export function gradientSums(batch: GradientBatch, normaliser: Normaliser, arithmetic: Arithmetic, grade: Grade): GradientSums {
  const { gradients, values, deviations } = batch;
  let positive = 0;
  let negative = 0;
  let absoluteWeighted = 0;
  let absoluteDeviations = 0;
  let absoluteProducts = 0;
  for (const [index, gradient] of gradients.entries()) {
    const deviation = deviations[index] ?? Number.NaN;
    if (gradient > 0) positive += gradient;
    else negative -= gradient;
    absoluteWeighted += Math.abs(gradient * deviation);
    absoluteDeviations += Math.abs(deviation);
    absoluteProducts += Math.abs(gradient * (values[index] ?? Number.NaN));
  }
  const magnitudes = { positive, negative, absoluteWeighted, absoluteDeviations, absoluteProducts };
  return boundSums({ count: gradients.length, ...sumsOf(batch), ...magnitudes }, normaliser, arithmetic, grade);
}

/** Sums with their bounds. In grade B the second may be computed as sum(g * x) - mean * sum(g). */
export function boundSums(found: FoundSums, normaliser: Normaliser, arithmetic: Arithmetic, grade: Grade): GradientSums {
  const { count, sum, weighted, positive, negative, absoluteWeighted, absoluteDeviations, absoluteProducts } = found;
  const { unitRoundoff: u, tiny } = arithmetic;
  const growth = reductionGrowth(count, arithmetic);
  const absoluteSum = positive + negative;
  const { mean, meanBound } = normaliser;
  const apart = grade === 'B' ? Math.abs(mean) + meanBound : 0;
  const aboutZero = grade === 'B' ? absoluteProducts + apart * absoluteSum : 0;
  const terms = absoluteWeighted + meanBound * absoluteSum + aboutZero;
  const stored = sumRounding(arithmetic);
  const added = growth * Math.max(positive, negative);
  return {
    count,
    sum,
    sumBound: added + stored * (Math.abs(sum) + added) + (count + 1) * tiny,
    weighted,
    weightedBound:
      meanBound * Math.abs(sum) +
      (growth + 6 * u) * terms +
      tiny * (count * (1 + meanBound + apart) + 2 + absoluteDeviations + 2 * absoluteSum),
    absoluteWeighted,
    absoluteSum,
    absoluteTerms: terms,
    absoluteDeviations,
  };
}

type Sums = Pick<GradientSums, 'sum' | 'weighted'>;

/** Each sum rounded once where its numbers are finite, and else what plain float64 addition gives: how NaN and infinities spread. */
function sumsOf({ gradients, values, deviations, mean, precision }: GradientBatch): Sums {
  if (!gradients.every(Number.isFinite)) return plainSums(gradients, deviations);
  if (mean === null || !values.every(Number.isFinite)) {
    const { sum } = exactSums(gradients, gradients, precision);
    return { ...plainSums(gradients, deviations), sum: roundFraction(quotient(sum, 1n)) };
  }
  const { sum, weighted } = exactGradientSums(gradients, values, mean, precision);
  return { sum: roundFraction(sum), weighted: roundFraction(weighted) };
}

function plainSums(gradients: Float64Array, deviations: Float64Array): Sums {
  let [sum, weighted] = [0, 0];
  for (const [index, gradient] of gradients.entries()) {
    sum += gradient;
    weighted += gradient * (deviations[index] ?? Number.NaN);
  }
  return { sum, weighted };
}
