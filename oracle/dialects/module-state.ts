import type { ArgumentAttribute } from '../assign-attributes.ts';
import type { RequiresGrad, Scenario } from '../scenario.ts';
import type { Behaviour } from '../state-tables.ts';
import type { DType, Tensor } from '../tensor.ts';
import type { ConstructedState, ExpectedTensor, RaisedError, RankAnswer, StepError } from '../trace.ts';

/** A module of one rank as the oracle follows it through the steps. Tensors of shape [C], if num_features is a number; null where the module has none. */
export interface ModuleState {
  training: boolean;
  trackRunningStats: boolean;
  weight: ExpectedTensor | null;
  bias: ExpectedTensor | null;
  runningMean: ExpectedTensor | null;
  runningVar: ExpectedTensor | null;
  numBatchesTracked: number | null;
}

/** What the constructor does with the arguments: an error or null for each rank, and what it made where it raised none. */
export interface Construction {
  readonly errors: readonly (RaisedError | null)[];
  readonly constructed: ConstructedState<ExpectedTensor> | null;
}

/** A forward pass about to happen on one rank. */
export interface ForwardCall {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly parameterDtype: DType;
  /** Number of ranks that share statistics with this one, itself included, were the row to synchronise. */
  readonly sharing: number;
}

/** A pass whose arithmetic is done. */
export interface LatePass {
  readonly x: Tensor;
  /** Whether it has shared its statistics with other ranks. */
  readonly synchronised: boolean;
  /** What asks for a gradient in the backward pass; null where there is none. */
  readonly asked: RequiresGrad | null;
}

/** One framework's side of the question: everything that is not arithmetic. */
export interface DialectRules {
  construct(scenario: Scenario): Construction;
  /** The table row that governs the next forward pass of `module`. */
  behaviour(scenario: Scenario, module: ModuleState): Behaviour & { readonly key: string };
  /** What the forward pass does before its arithmetic: the error it raises, or null. May change `module` (torch counts before it validates). */
  enterForward(scenario: Scenario, module: ModuleState, call: ForwardCall): RaisedError | null;
  /** Weight of the new statistic in the update of the running ones, called after `enterForward`. */
  averagingFactor(scenario: Scenario, module: ModuleState): number;
  epsilon(scenario: Scenario): number;
  /** The narrowest type in which the implementation keeps statistics and intermediate results for an input of `dtype`; sums are wider. */
  workingDtype(scenario: Scenario, module: ModuleState, dtype: DType): DType;
  /** False where weight and bias exist and are not trained: they get no gradient. */
  trainsParameters(scenario: Scenario): boolean;
  /** The attributes that a forward pass reads from the module, so that setting them on it has an effect. */
  readonly readAtCall: readonly ArgumentAttribute[];
  /** What a pass raises once the running statistics are updated: in the last kernel of forward, or in backward. */
  lateError(scenario: Scenario, module: ModuleState, pass: LatePass): StepError | null;
  /** How an answer's tensors lie in memory; nothing where the framework has but one layout. */
  layouts(scenario: Scenario, answer: RankAnswer<ExpectedTensor>): Pick<RankAnswer<ExpectedTensor>, 'layouts'>;
}

/** A tensor of shape [count] that must be met exactly. */
export function exactly(count: number, value: number, dtype: DType): ExpectedTensor {
  return { dtype, shape: [count], values: new Float64Array(count).fill(value), bounds: new Float64Array(count) };
}

/** A tensor of shape [count] that a random initialiser made, within `reach` of zero. */
export function within(count: number, reach: number, dtype: DType): ExpectedTensor {
  const bounds = new Float64Array(count).fill(reach);
  return { dtype, shape: [count], values: new Float64Array(count), bounds };
}
