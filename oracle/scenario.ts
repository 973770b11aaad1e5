import type { Arguments, PythonValue } from './python-value.ts';
import type { DType, Tensor } from './tensor.ts';

/** Whose arguments, defaults, state table and errors apply. */
export const dialects = ['torch', 'mindspore'] as const;
export type Dialect = (typeof dialects)[number];

/** How the inputs lie in memory when they are handed over; `strided` has its last two axes transposed. */
export const layouts = ['contiguous', 'channels_last', 'strided'] as const;
export type Layout = (typeof layouts)[number];

/** Parameters and buffers to load, the same on every rank; null leaves what is there. Shapes [C]. */
export interface InitialState {
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly runningMean: Tensor | null;
  readonly runningVar: Tensor | null;
  readonly numBatchesTracked: number | null;
}

/** `groups` null: all ranks share statistics; otherwise each list of ranks shares, and a rank in none is alone. */
export interface World {
  readonly size: number;
  readonly groups: readonly (readonly number[])[] | null;
}

/** x has shape [N, C, *S]; a null gradient means forward only. */
export interface RankInput {
  readonly x: Tensor;
  readonly gradY: Tensor | null;
}

/** Attributes that are set on a module after construction; an absent one stays as it is. `trackRunningStats` is torch's, `useBatchStatistics` MindSpore's. */
export interface Assignment {
  readonly trackRunningStats?: boolean;
  readonly useBatchStatistics?: boolean | null;
  readonly momentum?: PythonValue;
  readonly eps?: PythonValue;
}

/** What happens before a step, in this order, and its inputs: the mode switch, attributes, a checkpoint. */
export interface Step {
  /** null leaves the flag as it is. */
  readonly training: boolean | null;
  readonly assign: Assignment;
  /** Loaded as users load a checkpoint; absent: nothing is. */
  readonly load?: InitialState;
  readonly ranks: readonly RankInput[];
}

/** What asks for a gradient where there is an upstream one. */
export interface RequiresGrad {
  readonly x: boolean;
  readonly weight: boolean;
  readonly bias: boolean;
}

/** One question to an implementation: constructor arguments, initial state (loaded after construction), world, and a sequence of steps. */
export interface Scenario {
  readonly dialect: Dialect;
  /** In the dialect's own names. */
  readonly arguments: Arguments;
  /** dtype of parameters and buffers. */
  readonly parameterDtype: DType;
  readonly state: InitialState;
  readonly world: World;
  readonly layout: Layout;
  /** Absent: everything that exists does. */
  readonly requiresGrad?: RequiresGrad;
  readonly steps: readonly Step[];
}
