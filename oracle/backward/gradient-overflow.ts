import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { GradientSums } from './gradient-sums.ts';

/** Which gradients of a channel may overflow on the way: nothing is judged in those. */
export interface GradientOverflow {
  readonly bias: boolean;
  readonly weight: boolean;
  readonly input: boolean;
}

/** The sums, and the factors of grad_x. Non-finite data do not count. `scale` is the weight of the affine map. */
export function gradientOverflow(
  total: GradientSums,
  normaliser: Normaliser,
  scale: number,
  throughStatistics: boolean,
  finite: boolean,
  arithmetic: Arithmetic,
): GradientOverflow {
  const exceeds = (number: number, largest = arithmetic.largest): boolean => finite && !(number * 1.001 < largest);
  const high = normaliser.inverseDeviationHigh;
  const bias = exceeds(total.absoluteSum);
  // What is not a number is NaN for certain, however large the rest.
  const weight = normaliser.mayOverflow || bias || (!Number.isNaN(high) && exceeds(total.absoluteTerms * Math.max(1, high)));
  const terms = Math.max(total.absoluteSum, total.absoluteTerms * Math.max(1, high * high));
  const weighted = throughStatistics && exceeds(largestWeighted(total, high, scale), arithmetic.largestSum);
  return { bias, weight, input: weight || (Number.isFinite(high) && (exceeds(terms) || weighted)) };
}

/**
 * What code meets that takes the weight into the sums, N * g before it takes off their mean, or the cubed inverse deviation of a
 * root that is differentiated: all may overflow on the way to a grad_x that does not.
 */
function largestWeighted({ count, absoluteSum, absoluteTerms }: GradientSums, high: number, scale: number): number {
  const inverse = Math.max(1, high);
  return count * Math.max(1, Math.abs(scale)) * Math.max(absoluteSum * inverse, absoluteTerms * inverse ** 3);
}
