import type { Answer, ConstructedState, RankAnswer, StepAnswer, TensorQuantity } from '../../oracle/trace.ts';

/** A quantity of a trace, named as in `oracle/trace.ts` whatever the dialect calls it. */
export type LookedAt = TensorQuantity | 'weight' | 'bias' | 'training' | 'numBatchesTracked';

/** The part of a trace that a claim speaks of. Which errors are raised, and where, is always part of it; their wording never is. */
export interface Look {
  /** What the constructor made. */
  readonly constructor: readonly LookedAt[];
  /** Null for the constructor alone: nothing of the steps counts, their errors neither. */
  readonly steps: readonly LookedAt[] | null;
  /** Keys of the state-table rows whose steps count; null for all. */
  readonly rows: readonly string[] | null;
}

const gradients: readonly LookedAt[] = ['gradX', 'gradWeight', 'gradBias'];

/** A look at every step, or at those of some rows. */
export function lookAt(steps: readonly LookedAt[], rows: readonly string[] | null = null): Look {
  return { constructor: [], steps, rows };
}

/** A look at what the constructor made, and at steps where they are named. */
export function lookAtConstructor(constructor: readonly LookedAt[], steps: readonly LookedAt[] | null = null): Look {
  return { constructor, steps, rows: null };
}

/** Whether the backward pass is part of it. */
export function looksAtGradients({ steps }: Look): boolean {
  return steps?.some((quantity) => gradients.includes(quantity)) ?? false;
}

/** The answer with nothing in it but what a look takes in; `rows` has the row of each step. */
export function maskAnswer<T>(answer: Answer<T>, look: Look, rows: readonly string[]): Answer<T> {
  return {
    construction: answer.construction.map((error) => error && { ...error, message: '' }),
    initial: answer.initial && maskConstructed(answer.initial, look.constructor),
    steps: (look.steps === null ? [] : answer.steps).map((step, index) =>
      maskStep(step, look.rows === null || look.rows.includes(rows[index] ?? '') ? (look.steps ?? []) : []),
    ),
  };
}

function maskConstructed<T>(state: ConstructedState<T>, seen: readonly LookedAt[]): ConstructedState<T> {
  const keep = masking(seen);
  return {
    weight: keep('weight', state.weight),
    bias: keep('bias', state.bias),
    runningMean: keep('runningMean', state.runningMean),
    runningVar: keep('runningVar', state.runningVar),
    numBatchesTracked: keep('numBatchesTracked', state.numBatchesTracked),
    training: keep('training', state.training) ?? false,
  };
}

function maskStep<T>({ ranks }: StepAnswer<T>, seen: readonly LookedAt[]): StepAnswer<T> {
  const keep = masking(seen);
  const maskRank = (rank: RankAnswer<T>): RankAnswer<T> => ({
    error: rank.error && { ...rank.error, message: '' },
    y: keep('y', rank.y),
    gradX: keep('gradX', rank.gradX),
    gradWeight: keep('gradWeight', rank.gradWeight),
    gradBias: keep('gradBias', rank.gradBias),
    runningMean: keep('runningMean', rank.runningMean),
    runningVar: keep('runningVar', rank.runningVar),
    numBatchesTracked: keep('numBatchesTracked', rank.numBatchesTracked),
  });
  return { ranks: ranks.map(maskRank), groups: null };
}

function masking(seen: readonly LookedAt[]): <Value>(name: LookedAt, value: Value) => Value | null {
  return (name, value) => (seen.includes(name) ? value : null);
}
