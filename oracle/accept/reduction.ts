import type { Arithmetic } from '../formats/arithmetic.ts';

/** Error of 1/sqrt in units of the unit roundoff: at most 2 ulp, plus the addition of epsilon and its rounding (BOUNDS.md, crs). */
export const rsqrtUlps = 8;

/** Independent rounding errors of mean zero grow beyond `lambda sqrt(n) u` in one of 1,490 sums: 2 exp(-lambda^2 / 2). */
const lambda = 4;

/** Sums of at most so many terms have the same bound under either error model. */
export const sameSumsUpTo: number = lambda ** 2 + 1;

/**
 * Relative growth of the error of a sum of `terms` numbers added in any order, k/(1-k) with k = (terms - 1) u (Higham 2002, 3.1).
 * Infinity once k reaches one half: the bound says nothing any more. Of independent errors that of Higham and Mary (2019, theorem 2.4).
 */
export function reductionGrowth(terms: number, { accumulatorRoundoff: u, errorModel }: Arithmetic): number {
  const additions = Math.max(terms - 1, 0);
  if (errorModel === 'independent' && terms > sameSumsUpTo) {
    return Math.expm1(lambda * Math.sqrt(additions) * u + (additions * u * u) / (1 - u));
  }
  const k = additions * u;
  return k < 0.5 ? k / (1 - k) : Number.POSITIVE_INFINITY;
}

/** Relative error of storing a finished sum: none where it is stored as wide as it was summed. */
export function sumRounding(arithmetic: Arithmetic): number {
  return arithmetic.unitRoundoff > arithmetic.accumulatorRoundoff ? arithmetic.unitRoundoff : 0;
}

/** Unit roundoff of the reference's own float64 arithmetic; its sums are exact, rounded once. */
export const referenceRoundoff: number = 2 ** -53;
