import { raise } from '../errors/raise.ts';
import { isTensor, scalarIn, str, typeName } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import { torchRow } from '../state-tables.ts';
import { elementCount } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import type { ForwardCall, ModuleState } from './module-state.ts';
import { torchArgument, truthOf } from './torch-arguments.ts';
import { parameterRankError } from './torch-parameter-rank.ts';
import { processGroupError, synchronisedError } from './torch-synchronised-errors.ts';

/** The checks of `forward`, in the order in which it makes them; the counter is incremented between the second and the third. */
export function enterForward(scenario: Scenario, module: ModuleState, call: ForwardCall): RaisedError | null {
  const { shape, sharing } = call;
  if (shape.length < 2) return raise('torch/too-few-dimensions', { dimensions: shape.length });
  if (shape[1] === 0) return raise('torch/no-channels');
  if (module.training && module.trackRunningStats) {
    if (module.numBatchesTracked === null) return raise('torch/missing-counter');
    module.numBatchesTracked += 1;
    if (torchArgument(scenario, 'momentum') === null && module.numBatchesTracked === 0) return raise('torch/counter-zero');
  }
  const { normaliseWith, synchronise } = torchRow(module.training, module.trackRunningStats, module.runningMean !== null);
  const error = synchronise && scenario.world.size > 1 ? processGroupError(scenario) : null;
  if (error !== null) return error;
  if (synchronise && sharing > 1) return synchronisedError(scenario, module, call);
  return batchNormError(scenario, module, call, normaliseWith === 'batch');
}

/** The checks of functional.batch_norm and of the CPU kernel behind it. The synchronised path makes none of them. */
function batchNormError(scenario: Scenario, module: ModuleState, call: ForwardCall, batch: boolean): RaisedError | null {
  const { shape } = call;
  const values = elementCount(shape) / (shape[1] ?? 1);
  if (batch && values === 1) return raise('torch/one-value-per-channel', { size: shape.join(', ') });
  const momentum = torchArgument(scenario, 'momentum');
  const error = epsilonError(scenario, batch);
  if (error !== null) return error;
  if (momentum !== null && scalarIn(momentum) === undefined) return raise('torch/momentum-type', { type: typeName(momentum) });
  const eps = torchArgument(scenario, 'eps');
  if (scalarIn(eps) === undefined) return raise('torch/kernel-eps-type', { type: typeName(eps) });
  const passesBuffers = module.training ? module.trackRunningStats : true;
  return elementCount(shape) === 0 ? emptyError(module) : kernelError(scenario, module, call, passesBuffers);
}

/** The comparisons with eps, which let a NaN through, and a tensor of one value if it is positive. */
function epsilonError(scenario: Scenario, batch: boolean): RaisedError | null {
  const eps = torchArgument(scenario, 'eps');
  const epsilon = scalarIn(eps);
  if (epsilon === undefined) {
    if (!isTensor(eps)) return raise(batch ? 'torch/batch-eps-type' : 'torch/running-eps-type', { type: typeName(eps) });
    const compared = truthOf(eps);
    if (typeof compared === 'boolean') return null;
    return compared;
  }
  if (batch && epsilon <= 0) return raise('torch/eps-not-positive', { eps: str(eps) });
  return epsilon < 0 ? raise('torch/eps-negative', { eps: str(eps) }) : null;
}

/** An empty batch meets no kernel, only the first element of the parameters. */
function emptyError(module: ModuleState): RaisedError | null {
  if (module.weight === null) return null;
  if (module.weight.shape.length !== 1)
    throw new RangeError('Expected parameters of one dimension for an empty batch, got others.');
  return module.weight.values.length === 0 ? raise('torch/empty-parameters') : null;
}

function kernelError(scenario: Scenario, module: ModuleState, call: ForwardCall, passesBuffers: boolean): RaisedError | null {
  const channels = call.shape[1] ?? 0;
  const buffers = passesBuffers ? { running_mean: module.runningMean, running_var: module.runningVar } : {};
  const parameters = { ...buffers, weight: module.weight, bias: module.bias };
  for (const [name, tensor] of Object.entries(parameters)) {
    if (tensor && tensor.values.length !== channels) {
      return raise('torch/channel-mismatch', { name, channels, features: tensor.values.length });
    }
  }
  const { dtype, parameterDtype } = call;
  const isMixed = dtype !== parameterDtype && Object.values(parameters).some((tensor) => tensor !== null);
  if (isMixed && parameterDtype !== 'float32') return raise('torch/parameter-dtype');
  if (isMixed && dtype === 'float64') return raise('torch/input-dtype');
  return parameterRankError(scenario, passesBuffers ? module.runningMean : null, module.weight);
}
