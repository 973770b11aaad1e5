import { referenceRoundoff } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { BoundedNumber } from '../forward/running-statistics.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { GradientSums } from './gradient-sums.ts';

/** grad_weight = sum(g * (x - mean)) * inverseDeviation over a slice. */
export function weightGradient(sums: GradientSums, normaliser: Normaliser, arithmetic: Arithmetic): BoundedNumber {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { inverseDeviation: r, inverseDeviationBound, inverseDeviationHigh: high } = normaliser;
  const { weighted, weightedBound, absoluteWeighted } = sums;
  // Nothing to sum: zero whatever the statistics are, a NaN among them.
  if (sums.count === 0) return { value: 0, bound: 0 };
  const bound =
    high * weightedBound +
    inverseDeviationBound * Math.abs(weighted) +
    4 * u * high * (Math.abs(weighted) + weightedBound) +
    (sums.count + 2 + sums.absoluteSum) * tiny;
  const own = referenceRoundoff * r * (4 * Math.abs(weighted) + 2 * absoluteWeighted);
  return { value: weighted * r, bound: bound + own };
}

/** grad_bias = sum(g) over a slice. */
export function biasGradient(sums: GradientSums): BoundedNumber {
  return { value: sums.sum, bound: sums.sumBound + 2 * referenceRoundoff * Math.abs(sums.sum) };
}
