import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { GradientSums } from './gradient-sums.ts';

/** Which gradients of a channel may overflow on the way: nothing is judged in those. */
export interface GradientOverflow {
  readonly bias: boolean;
  readonly weight: boolean;
  readonly input: boolean;
}

/** RANGE of BOUNDS.md for the gradient sums, and for the factors of grad_x in the type that keeps its terms. Non-finite data do not count. */
export function gradientOverflow(
  total: GradientSums,
  normaliser: Normaliser,
  finite: boolean,
  narrow: Arithmetic | null,
  arithmetic: Arithmetic,
): GradientOverflow {
  const exceeds = (number: number, format: Arithmetic): boolean => finite && !(number * 1.001 < format.largest);
  const high = normaliser.inverseDeviationHigh;
  const bias = exceeds(total.absoluteSum, arithmetic);
  const weight = normaliser.mayOverflow || bias || exceeds(total.absoluteWeighted * Math.max(1, high), arithmetic);
  const terms = Math.max(total.absoluteSum, total.absoluteWeighted * Math.max(1, high * high));
  return { bias, weight, input: weight || (Number.isFinite(high) && exceeds(terms, narrow ?? arithmetic)) };
}
