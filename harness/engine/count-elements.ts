import type { Scenario } from '../../oracle/scenario.ts';
import { elementCount } from '../../oracle/tensor.ts';

/** How many numbers a scenario has in its inputs, over all steps and ranks. */
export function countElements({ steps }: Scenario): number {
  return steps.reduce((sum, { ranks }) => sum + ranks.reduce((own, { x }) => own + elementCount(x.shape), 0), 0);
}
