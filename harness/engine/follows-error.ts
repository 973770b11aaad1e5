import type { Place } from './compare-traces.ts';

/**
 * Whether something that differs only follows from an error in `errorStep` that one side raised and the other did not: what comes after it, and
 * the module or the steps that are missing.
 */
export function followsError({ step, quantity }: Pick<Place, 'step' | 'quantity'>, errorStep: number): boolean {
  return quantity !== 'error' && (step >= errorStep || quantity === 'steps');
}
