import type { Arguments } from './python-value.ts';
import type { DType, Tensor } from './tensor.ts';

/** Whose arguments, defaults, state table and errors apply. */
export const dialects = ['torch', 'mindspore'] as const;
export type Dialect = (typeof dialects)[number];

/** How the inputs lie in memory when they are handed over; `strided` has its last two axes transposed. */
export const layouts = ['contiguous', 'channels_last', 'strided'] as const;
export type Layout = (typeof layouts)[number];

/** Parameters and buffers loaded after construction, the same on every rank; null leaves what the constructor made. Shapes [C]. */
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

export interface Step {
  /** The mode switch before the step; null leaves the flag as it is. */
  readonly training: boolean | null;
  /** Attributes set on the module before the step (torch only). */
  readonly assign: { readonly trackRunningStats?: boolean };
  readonly ranks: readonly RankInput[];
}

/** One question to an implementation: constructor arguments, initial state, world, and a sequence of steps. */
export interface Scenario {
  readonly dialect: Dialect;
  /** In the dialect's own names. */
  readonly arguments: Arguments;
  /** dtype of parameters and buffers. */
  readonly parameterDtype: DType;
  readonly state: InitialState;
  readonly world: World;
  readonly layout: Layout;
  readonly steps: readonly Step[];
}
