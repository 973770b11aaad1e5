import { runningStateMutants } from './catalogue/running-state.ts';
import type { Mutant } from './mutant.ts';

/** Every known defect that a numeric oracle can see. */
export const catalogue: readonly Mutant[] = [...runningStateMutants];
