import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { GradientSums } from './gradient-sums.ts';

/** Which gradients of a channel may overflow on the way: nothing is judged in those. */
export interface GradientOverflow {
  readonly bias: boolean;
  readonly weight: boolean;
  readonly input: boolean;
}

/** RANGE of BOUNDS.md for the gradient sums and for the factors of grad_x. Non-finite data do not count. */
export function gradientOverflow(
  total: GradientSums,
  normaliser: Normaliser,
  finite: boolean,
  arithmetic: Arithmetic,
): GradientOverflow {
  const exceeds = (number: number): boolean => finite && !(number * 1.001 < arithmetic.largest);
  const high = normaliser.inverseDeviationHigh;
  const bias = exceeds(total.absoluteSum);
  const weight = normaliser.mayOverflow || bias || exceeds(total.absoluteTerms * Math.max(1, high));
  const terms = Math.max(total.absoluteSum, total.absoluteTerms * Math.max(1, high * high));
  return { bias, weight, input: weight || (Number.isFinite(high) && exceeds(terms)) };
}
