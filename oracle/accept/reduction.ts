import type { Arithmetic } from '../formats/arithmetic.ts';

/** Error of 1/sqrt in units of the unit roundoff: at most 2 ulp, plus the addition of epsilon and its rounding (BOUNDS.md, crs). */
export const rsqrtUlps = 8;

/**
 * Relative growth of the error of a sum of `terms` numbers added in any order, k/(1-k) with k = (terms - 1) u (Higham 2002, 3.1).
 * Infinity once k reaches one half: the bound says nothing any more.
 */
export function reductionGrowth(terms: number, arithmetic: Arithmetic): number {
  const k = Math.max(terms - 1, 0) * arithmetic.accumulatorRoundoff;
  return k < 0.5 ? k / (1 - k) : Number.POSITIVE_INFINITY;
}

/** Relative error of storing a finished sum: none where it is stored as wide as it was summed. */
export function sumRounding(arithmetic: Arithmetic): number {
  return arithmetic.unitRoundoff > arithmetic.accumulatorRoundoff ? arithmetic.unitRoundoff : 0;
}

/** Unit roundoff of the reference's own float64 arithmetic; its sums are exact, rounded once. */
export const referenceRoundoff: number = 2 ** -53;
