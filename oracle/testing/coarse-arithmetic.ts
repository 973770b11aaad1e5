import { expect } from 'vitest';
import type { Arithmetic } from '../formats/arithmetic.ts';

/** An arithmetic so coarse that float64 shows every term of a bound, each term with a size of its own. */
export const coarse: Arithmetic = {
  unitRoundoff: 2 ** -10,
  accumulatorRoundoff: 2 ** -13,
  tiny: 2 ** -12,
  largest: 2 ** 20,
  largestSum: 2 ** 30,
};

/** An arithmetic that never rounds: what is left of a bound is the reference's own rounding. */
export const faultless: Arithmetic = { unitRoundoff: 0, accumulatorRoundoff: 0, tiny: 0, largest: 2 ** 20, largestSum: 2 ** 30 };

/** Asks a bound to hold every term of a formula and no other. */
export function expectTerms(bound: number, formula: number): void {
  if (bound !== formula) expect(Math.abs(bound - formula)).toBeLessThanOrEqual(1e-12 * (1 + Math.abs(formula)));
}
