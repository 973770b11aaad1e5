import { computeDtype } from '../formats/arithmetic.ts';
import type { PythonValue } from '../python-value.ts';
import { isList, numberIn, repr, typeName } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import { torchRow } from '../state-tables.ts';
import type { DType } from '../tensor.ts';
import { elementCount } from '../tensor.ts';
import type { ConstructedState, ExpectedTensor, RaisedError } from '../trace.ts';
import type { Construction, DialectRules, ForwardCall, ModuleState } from './module-state.ts';
import { exactly } from './module-state.ts';
import { runtimeError, typeError, valueError } from './raised.ts';
import { torchLayouts } from './torch-layouts.ts';

/** Defaults of torch.nn.SyncBatchNorm.__init__ (torch 2.13.0). process_group comes from the world, dtype from the scenario. */
export const torchDefaults: Readonly<Record<string, PythonValue>> = {
  eps: { float: 1e-5 },
  momentum: { float: 0.1 },
  affine: true,
  track_running_stats: true,
  bias: true,
};

/** Arguments of the constructor that a scenario expresses elsewhere: None, or not an argument. */
const elsewhere = new Set(['process_group', 'device', 'dtype']);

/** torch.nn.SyncBatchNorm 2.13.0 on the CPU: nn/modules/batchnorm.py, nn/functional.py batch_norm, nn/modules/_functions.py. */
export const torchRules: DialectRules = {
  construct,
  behaviour: (_scenario, module) => torchRow(module.training, module.trackRunningStats, module.runningMean !== null),
  enterForward,
  averagingFactor,
  epsilon: (scenario) => numberIn(argument(scenario, 'eps')) ?? Number.NaN,
  workingDtype,
  trainsParameters: () => true,
  readAtCall: ['momentum', 'eps'],
  backwardError: (asked) =>
    asked.x || asked.weight || asked.bias
      ? null
      : runtimeError('element 0 of tensors does not require grad and does not have a grad_fn'),
  layouts: torchLayouts,
};

function argument(scenario: Scenario, name: string): PythonValue {
  return scenario.arguments[name] ?? (name in scenario.arguments ? null : (torchDefaults[name] ?? null));
}

/** Python's truth value, for the arguments that are only ever tested. */
function isTruthy(value: PythonValue): boolean {
  return value !== null && value !== '' && numberIn(value) !== 0 && !(isList(value) && value.length === 0);
}

function construct(scenario: Scenario): Construction {
  const error = constructorError(scenario);
  const errors = Array.from({ length: scenario.world.size }, () => error);
  return { errors, constructed: error === null ? constructed(scenario) : null };
}

function constructorError(scenario: Scenario): RaisedError | null {
  const foreign = Object.keys(scenario.arguments).find(
    (name) => name !== 'num_features' && !(name in torchDefaults) && !elsewhere.has(name),
  );
  const placed = Object.keys(scenario.arguments).find((name) => elsewhere.has(name) && argument(scenario, name) !== null);
  if (placed !== undefined) throw new RangeError(`Expected ${placed} to come from the scenario itself, got an argument.`);
  if (foreign !== undefined) {
    return typeError(`SyncBatchNorm.__init__() got an unexpected keyword argument '${foreign}'`);
  }
  if (!('num_features' in scenario.arguments)) {
    return typeError("SyncBatchNorm.__init__() missing 1 required positional argument: 'num_features'");
  }
  const features = argument(scenario, 'num_features');
  const affine = isTruthy(argument(scenario, 'affine'));
  // With neither parameters nor buffers nothing is allocated, and any num_features passes.
  if (!affine && !isTruthy(argument(scenario, 'track_running_stats'))) return null;
  if (typeof features !== 'number') {
    const allocation = affine ? 'empty' : 'zeros';
    return typeError(`${allocation}(): argument 'size' (position 1) must be tuple of ints, not ${typeName(features)}`);
  }
  if (features >= 0) return null;
  return runtimeError(
    affine
      ? `Trying to create tensor with negative dimension ${features}: [${features}]`
      : 'zeros: Dimension size must be non-negative.',
  );
}

function constructed(scenario: Scenario): ConstructedState<ExpectedTensor> {
  const count = numberIn(argument(scenario, 'num_features')) ?? 0;
  const affine = isTruthy(argument(scenario, 'affine'));
  const track = isTruthy(argument(scenario, 'track_running_stats'));
  const filled = (present: boolean, value: number): ExpectedTensor | null =>
    present ? exactly(count, value, scenario.parameterDtype) : null;
  return {
    weight: filled(affine, 1),
    bias: filled(affine && isTruthy(argument(scenario, 'bias')), 0),
    runningMean: filled(track, 0),
    runningVar: filled(track, 1),
    numBatchesTracked: track ? 0 : null,
    training: true,
  };
}

/** The checks of `forward`, in the order in which it makes them; the counter is incremented between the second and the third. */
function enterForward(scenario: Scenario, module: ModuleState, call: ForwardCall): RaisedError | null {
  const { shape, sharing } = call;
  if (shape.length < 2) return valueError(`expected at least 2D input (got ${shape.length}D input)`);
  if (shape[1] === 0) return valueError('SyncBatchNorm number of input channels should be non-zero');
  if (module.training && module.trackRunningStats) {
    if (module.numBatchesTracked === null) return { type: 'AssertionError', message: 'num_batches_tracked must not be None' };
    module.numBatchesTracked += 1;
    if (argument(scenario, 'momentum') === null && module.numBatchesTracked === 0) {
      return { type: 'ZeroDivisionError', message: 'float division by zero' };
    }
  }
  const { normaliseWith, synchronise } = torchRow(module.training, module.trackRunningStats, module.runningMean !== null);
  if (synchronise && sharing > 1) return synchronisedError(scenario, module, call);
  return batchNormError(scenario, module, call, normaliseWith === 'batch');
}

const typeNames: Record<DType, string> = { float16: 'Half', bfloat16: 'BFloat16', float32: 'Float', float64: 'Double' };

/** The synchronised path checks the types of its arguments when they reach a kernel, and no values (nn/modules/_functions.py). */
function synchronisedError(scenario: Scenario, module: ModuleState, call: ForwardCall): RaisedError | null {
  const eps = argument(scenario, 'eps');
  if (numberIn(eps) === undefined) {
    return typeError(`batch_norm_stats(): argument 'eps' (position 2) must be float, not ${typeName(eps)}`);
  }
  const momentum = argument(scenario, 'momentum');
  if (momentum !== null && numberIn(momentum) === undefined) {
    return typeError(
      `batch_norm_gather_stats_with_counts(): argument 'momentum' (position 6) must be float, not ${typeName(momentum)}`,
    );
  }
  const { dtype, parameterDtype } = call;
  const tracks = module.runningMean !== null && module.trackRunningStats;
  const isHalf = dtype === 'float16' || dtype === 'bfloat16';
  if (isHalf && !tracks) return runtimeError(`Expected counts to have type ${typeNames[dtype]} but got Float`);
  if (!tracks || computeDtype(dtype) === computeDtype(parameterDtype)) return null;
  const [wanted, got] = [computeDtype(parameterDtype), computeDtype(dtype)];
  return runtimeError(`Expected mean to have type ${typeNames[wanted]} but got ${typeNames[got]}`);
}

/** The checks of functional.batch_norm and of the CPU kernel behind it. The synchronised path makes none of them. */
function batchNormError(scenario: Scenario, module: ModuleState, call: ForwardCall, batch: boolean): RaisedError | null {
  const { shape } = call;
  const values = elementCount(shape) / (shape[1] ?? 1);
  if (batch && values === 1) {
    const size = `torch.Size([${shape.join(', ')}])`;
    return valueError(`Expected more than 1 value per channel when training, got input size ${size}`);
  }
  const eps = argument(scenario, 'eps');
  const epsilon = numberIn(eps);
  if (epsilon === undefined) {
    return typeError(`'${batch ? '<=' : '<'}' not supported between instances of '${typeName(eps)}' and 'float'`);
  }
  if (batch && epsilon <= 0) {
    return valueError(`batch_norm eps must be positive during training, but got ${repr(eps)}`);
  }
  if (epsilon < 0) return valueError(`batch_norm eps must be non-negative, but got ${repr(eps)}`);
  const momentum = argument(scenario, 'momentum');
  if (momentum !== null && numberIn(momentum) === undefined) {
    return typeError(`batch_norm(): argument 'momentum' (position 7) must be float, not ${typeName(momentum)}`);
  }
  return elementCount(shape) === 0 ? null : kernelError(module, call, module.training ? module.trackRunningStats : true);
}

function kernelError(module: ModuleState, call: ForwardCall, passesBuffers: boolean): RaisedError | null {
  const channels = call.shape[1] ?? 0;
  const buffers = passesBuffers ? { running_mean: module.runningMean, running_var: module.runningVar } : {};
  const parameters = { ...buffers, weight: module.weight, bias: module.bias };
  for (const [name, tensor] of Object.entries(parameters)) {
    if (tensor && tensor.shape[0] !== channels) {
      return runtimeError(`${name} should contain ${channels} elements not ${tensor.shape[0]}`);
    }
  }
  const { dtype, parameterDtype } = call;
  if (dtype === parameterDtype || Object.values(parameters).every((tensor) => tensor === null)) return null;
  if (parameterDtype !== 'float32') return runtimeError('mixed dtype (CPU): expect parameter to have scalar type of Float');
  return dtype === 'float64' ? runtimeError('mixed dtype (CPU): all inputs must share same datatype.') : null;
}

/** momentum, or 1 / counter after its increment when momentum is None. */
function averagingFactor(scenario: Scenario, module: ModuleState): number {
  const momentum = argument(scenario, 'momentum');
  return momentum === null ? 1 / (module.numBatchesTracked ?? Number.NaN) : (numberIn(momentum) ?? Number.NaN);
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
