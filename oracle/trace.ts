import type { ErrorKey } from './errors/catalogue.ts';
import type { Layout } from './scenario.ts';
import type { DType, Tensor } from './tensor.ts';

/** An exception: class name and the first line of its message. */
export interface RaisedError {
  readonly type: string;
  readonly message: string;
  /** What the catalogue calls it. Only an expected error says so: that of a recorded one follows from its message. */
  readonly key?: ErrorKey;
}

export interface StepError extends RaisedError {
  readonly stage: 'forward' | 'backward';
}

/** What one rank has after one step. `T` is a recorded tensor or an expected one; the counter is a number or None. */
export interface RankAnswer<T> {
  readonly error: StepError | null;
  readonly y: T | null;
  readonly gradX: T | null;
  readonly gradWeight: T | null;
  readonly gradBias: T | null;
  readonly runningMean: T | null;
  readonly runningVar: T | null;
  readonly numBatchesTracked: number | null;
  /** How y and grad_x lie in memory, where that is known: `contiguous` where several hold, as with one channel. */
  readonly layouts?: Layouts;
  /** Warnings that the step gave, as `Category: message`; absent where they were not recorded. */
  readonly warnings?: readonly string[];
}

/** Memory layouts of a rank's answer; null where the tensor does not exist. */
export interface Layouts {
  readonly y: Layout | null;
  readonly gradX: Layout | null;
}

/** Parameter gradients summed over the ranks of a group. */
export interface GroupGradients<T> {
  readonly ranks: readonly number[];
  readonly gradWeight: T | null;
  readonly gradBias: T | null;
}

export interface StepAnswer<T> {
  readonly ranks: readonly RankAnswer<T>[];
  readonly groups: readonly GroupGradients<T>[] | null;
}

/** What the constructor made, before any state is loaded. */
export interface ConstructedState<T> {
  readonly weight: T | null;
  readonly bias: T | null;
  readonly runningMean: T | null;
  readonly runningVar: T | null;
  readonly numBatchesTracked: number | null;
  readonly training: boolean;
}

/** The answer of an implementation to a scenario. `construction` has one entry a rank; after an error the trace ends. */
export interface Answer<T> {
  readonly construction: readonly (RaisedError | null)[];
  readonly initial: ConstructedState<T> | null;
  readonly steps: readonly StepAnswer<T>[];
}

export type Trace = Answer<Tensor>;

/**
 * What the reference expects of a tensor: its values before rounding to `dtype`, and how far an answer may be from each.
 * A finite bound is an interval; a bound of Infinity means anything is accepted and nothing is learnt; NaN or an
 * infinity with bound 0 must be met exactly; a bound of NaN asks for any value that is not finite.
 */
export interface ExpectedTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly bounds: Float64Array;
  /** The bounds if rounding errors were independent: a label that decides nothing. Where absent, they are the same. */
  readonly typicalBounds?: Float64Array;
  /**
   * Of an accelerated answer: how far value and bound together may be from those of the exact core, a hundredth of the bound apart; Infinity
   * where nothing is known. Where absent, they are the exact core's.
   */
  readonly errors?: Float64Array;
}

export type ExpectedTrace = Answer<ExpectedTensor>;

/** The tensor quantities of a step, in the order in which they are reported. */
export const tensorQuantities = ['y', 'runningMean', 'runningVar', 'gradX', 'gradWeight', 'gradBias'] as const;
export type TensorQuantity = (typeof tensorQuantities)[number];
