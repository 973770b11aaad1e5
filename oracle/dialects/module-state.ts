import type { ArgumentAttribute } from '../assign-attributes.ts';
import type { RequiresGrad, Scenario } from '../scenario.ts';
import type { Behaviour } from '../state-tables.ts';
import type { DType } from '../tensor.ts';
import type { ConstructedState, ExpectedTensor, RaisedError, RankAnswer } from '../trace.ts';

/** A module of one rank as the oracle follows it through the steps. Tensors of shape [C]; null where the module has none. */
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
  /** What the backward pass raises where of input and parameters only those of `asked` ask for a gradient; null if it goes through. */
  backwardError(asked: RequiresGrad): RaisedError | null;
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
