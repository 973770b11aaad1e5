import type { TensorQuantity } from '../../oracle/trace.ts';

/** A quantity of a step, or of what the constructor made, named as in `oracle/trace.ts` whatever the dialect calls it. */
export type StepQuantity = TensorQuantity | 'numBatchesTracked';
export type ConstructedQuantity = 'weight' | 'bias' | 'runningMean' | 'runningVar' | 'numBatchesTracked' | 'training';

/** The part of a trace that a claim speaks of. Which errors are raised, and where, is always part of it; their wording never is. */
export interface Look {
  readonly constructor: readonly ConstructedQuantity[];
  /** Null for the constructor alone: nothing of the steps counts, their errors neither. */
  readonly steps: readonly StepQuantity[] | null;
  /** Keys of the state-table rows whose steps count; null for all. */
  readonly rows: readonly string[] | null;
}

/** How far a scenario must be followed for it. */
export type Extent = 'constructor' | 'forward' | 'backward';

const gradients: ReadonlySet<StepQuantity> = new Set(['gradX', 'gradWeight', 'gradBias']);

/** A look at every step, or at those of some rows. */
export function lookAt(steps: readonly StepQuantity[], rows: readonly string[] | null = null): Look {
  return { constructor: [], steps, rows };
}

/** A look at what the constructor made, and at steps where they are named. */
export function lookAtConstructor(
  constructor: readonly ConstructedQuantity[],
  steps: readonly StepQuantity[] | null = null,
): Look {
  return { constructor, steps, rows: null };
}

export function extentOf({ steps }: Look): Extent {
  if (steps === null) return 'constructor';
  return steps.some((quantity) => gradients.has(quantity)) ? 'backward' : 'forward';
}
