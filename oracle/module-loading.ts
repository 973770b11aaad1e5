import type { ModuleState } from './dialects/module-state.ts';
import type { InitialState, Scenario, Step } from './scenario.ts';
import type { Tensor } from './tensor.ts';
import { valuesOf } from './tensor.ts';
import type { ConstructedState, ExpectedTensor } from './trace.ts';

/** Where construction fails, the row is that of the module the arguments ask for. */
export function assumedState(scenario: Scenario): ConstructedState<ExpectedTensor> {
  const tracks = scenario.arguments['track_running_stats'] !== false;
  const buffer: ExpectedTensor = { dtype: 'float32', shape: [0], values: new Float64Array(), bounds: new Float64Array() };
  const training = scenario.dialect === 'torch';
  const runningMean = tracks ? buffer : null;
  return { weight: null, bias: null, runningMean, runningVar: runningMean, numBatchesTracked: null, training };
}

/** A module as constructed, with what a scenario loads into it. */
export function loadState(constructed: ConstructedState<ExpectedTensor>, state: InitialState): ModuleState {
  const { weight, bias, runningMean, runningVar, numBatchesTracked, training } = constructed;
  const trackRunningStats = runningMean !== null;
  const module = { training, trackRunningStats, weight, bias, runningMean, runningVar, numBatchesTracked };
  load(module, state);
  return module;
}

function load(module: ModuleState, state: InitialState): void {
  module.weight = loaded(state.weight, module.weight);
  module.bias = loaded(state.bias, module.bias);
  module.runningMean = loaded(state.runningMean, module.runningMean);
  module.runningVar = loaded(state.runningVar, module.runningVar);
  if (module.numBatchesTracked !== null) module.numBatchesTracked = state.numBatchesTracked ?? module.numBatchesTracked;
}

function loaded(given: Tensor | null, made: ExpectedTensor | null): ExpectedTensor | null {
  if (given === null || made === null) return made;
  const values = valuesOf(given);
  return { dtype: made.dtype, shape: given.shape, values, bounds: new Float64Array(values.length) };
}

/** What a step does to the module before its forward pass. */
export function prepare(module: ModuleState, step: Step): void {
  module.training = step.training ?? module.training;
  module.trackRunningStats = step.assign.trackRunningStats ?? module.trackRunningStats;
  if (step.load !== undefined) load(module, step.load);
}
