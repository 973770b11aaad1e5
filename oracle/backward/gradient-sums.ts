import { reductionGrowth, sumRounding } from '../accept/reduction.ts';
import { DoubleDoubleSum } from '../exact/double-double-sum.ts';
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
}

/** Sums `gradients` and `gradients * deviations` from `start` up to `end`. */
export function gradientSums(
  gradients: Float64Array,
  deviations: Float64Array,
  start: number,
  end: number,
  normaliser: Normaliser,
  arithmetic: Arithmetic,
): GradientSums {
  const { unitRoundoff: u, tiny } = arithmetic;
  const sum = new DoubleDoubleSum();
  const weighted = new DoubleDoubleSum();
  let positive = 0;
  let negative = 0;
  let absoluteWeighted = 0;
  let absoluteDeviations = 0;
  for (let index = start; index < end; index += 1) {
    const gradient = gradients[index] ?? Number.NaN;
    const deviation = deviations[index] ?? Number.NaN;
    sum.add(gradient);
    weighted.addProduct(gradient, deviation);
    if (gradient > 0) positive += gradient;
    else negative -= gradient;
    absoluteWeighted += Math.abs(gradient * deviation);
    absoluteDeviations += Math.abs(deviation);
  }
  const count = end - start;
  const growth = reductionGrowth(count, arithmetic);
  const absoluteSum = positive + negative;
  const { meanBound } = normaliser;
  return {
    count,
    sum: sum.value,
    sumBound: growth * Math.max(positive, negative) + sumRounding(arithmetic) * Math.abs(sum.value) + (2 * count + 1) * tiny,
    weighted: weighted.value,
    weightedBound:
      meanBound * Math.abs(sum.value) +
      (growth + 6 * u) * (absoluteWeighted + meanBound * absoluteSum) +
      tiny * (4 * count + 1 + absoluteDeviations + 2 * absoluteSum),
    absoluteWeighted,
    absoluteSum,
  };
}
