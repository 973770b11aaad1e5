import type { Grade } from '../accept/grade.ts';
import { reductionGrowth } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import { mayPass } from '../forward/overflow.ts';
import type { GradientSums } from './gradient-sums.ts';

/** Which gradients of a channel may overflow on the way: nothing is judged in those. */
export interface GradientOverflow {
  readonly bias: boolean;
  readonly weight: boolean;
  readonly input: boolean;
}

/** What gradients are computed from, beside their sums. `scale` is the weight of the affine map; `finite` tells of the data. */
export interface GradientPath {
  readonly normaliser: Normaliser;
  readonly scale: number;
  readonly throughStatistics: boolean;
  readonly finite: boolean;
  readonly arithmetic: Arithmetic;
  readonly grade: Grade;
}

/** The sums, what is multiplied with them, and the factors of grad_x in any order. Data that are not finite do not count. */
export function gradientOverflow(total: GradientSums, path: GradientPath): GradientOverflow {
  const { normaliser, throughStatistics, finite, arithmetic, grade } = path;
  const { largest, largestSum } = arithmetic;
  const growth = reductionGrowth(total.count, arithmetic);
  const exceeds = (number: number, limit = largest): boolean => finite && mayPass(number, limit, growth);
  const { inverseDeviationHigh: high, mean, meanBound } = normaliser;
  const reach = total.absoluteDeviations + meanBound + (grade === 'B' ? Math.abs(mean) + meanBound : 0);
  const bias = exceeds(total.absoluteSum);
  // What is not a number is NaN for certain, however large the rest.
  const isNaN = Number.isNaN(high);
  const weight = normaliser.mayOverflow || bias || (!isNaN && exceeds(Math.max(total.absoluteTerms, reach) * Math.max(1, high)));
  if (!throughStatistics) return { bias, weight, input: normaliser.mayOverflow };
  const through =
    exceeds(total.absoluteTerms * Math.max(1, high * high)) || exceeds(largestWeighted(total, reach, path), largestSum);
  return { bias, weight, input: weight || (!isNaN && through) };
}

/**
 * What code meets that takes the weight into the sums, N * g before it takes off their mean, or the cubed inverse deviation of a
 * root that is differentiated, and what it multiplies deviations with: all may overflow on the way to a grad_x that does not.
 */
function largestWeighted(total: GradientSums, reach: number, { normaliser, scale }: GradientPath): number {
  const { count, absoluteSum, absoluteTerms } = total;
  const high = normaliser.inverseDeviationHigh;
  const [weight, inverse] = [Math.max(1, Math.abs(scale)), Math.max(1, high)];
  const slope = (2 * absoluteTerms * high * high * Math.max(1, Math.abs(scale) * high)) / count;
  return Math.max(
    count * weight * Math.max(absoluteSum * inverse, absoluteTerms * inverse ** 3),
    slope * reach,
    inverse ** 3,
    weight * inverse,
  );
}
