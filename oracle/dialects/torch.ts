import { raise } from '../errors/raise.ts';
import { scalarIn } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import { torchRow } from '../state-tables.ts';
import type { DType } from '../tensor.ts';
import type { StepError } from '../trace.ts';
import type { DialectRules, LatePass, ModuleState } from './module-state.ts';
import { torchArgument } from './torch-arguments.ts';
import { enterForward } from './torch-call-errors.ts';
import { construct } from './torch-constructor.ts';
import { torchLayouts } from './torch-layouts.ts';
import { gradientRankError } from './torch-parameter-rank.ts';
import { parameterTypeError } from './torch-synchronised-errors.ts';

/** torch.nn.SyncBatchNorm 2.13.0 on the CPU: nn/modules/batchnorm.py, nn/functional.py batch_norm, nn/modules/_functions.py. */
export const torchRules: DialectRules = {
  construct,
  behaviour: (_scenario, module) => torchRow(module.training, module.trackRunningStats, module.runningMean !== null),
  enterForward,
  averagingFactor,
  epsilon: (scenario) => scalarIn(torchArgument(scenario, 'eps')) ?? Number.NaN,
  workingDtype,
  trainsParameters: () => true,
  readAtCall: ['momentum', 'eps'],
  lateError,
  layouts: torchLayouts,
};

function lateError(scenario: Scenario, module: ModuleState, { x, synchronised, asked }: LatePass): StepError | null {
  const forward = synchronised ? parameterTypeError(scenario, module, x) : null;
  if (forward !== null) return { stage: 'forward', ...forward };
  if (asked === null) return null;
  const nothing = !asked.x && !asked.weight && !asked.bias;
  const backward = nothing ? raise('torch/nothing-requires-grad') : gradientRankError(scenario, module.weight, x);
  return backward && { stage: 'backward', ...backward };
}

/** momentum, or 1 / counter after its increment when momentum is None. */
function averagingFactor(scenario: Scenario, module: ModuleState): number {
  const momentum = torchArgument(scenario, 'momentum');
  return momentum === null ? 1 / (module.numBatchesTracked ?? Number.NaN) : (scalarIn(momentum) ?? Number.NaN);
}

/**
 * Half inputs: the kernel keeps the batch statistics in the type of the parameters and buffers that it is handed, or in the input's where
 * there are none, and on a non-contiguous input it rounds intermediate results to the input's type (measured on 2.13.0, CPU).
 */
function workingDtype(scenario: Scenario, module: ModuleState, dtype: DType): DType {
  if (dtype === 'float32' || dtype === 'float64') return dtype;
  const handsBuffers = module.runningMean !== null && (!module.training || module.trackRunningStats);
  const handsSomething = module.weight !== null || module.bias !== null || handsBuffers;
  return handsSomething && scenario.layout !== 'strided' ? scenario.parameterDtype : dtype;
}
