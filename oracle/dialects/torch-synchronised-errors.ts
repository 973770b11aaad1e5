import { raise } from '../errors/raise.ts';
import { computeDtype } from '../formats/arithmetic.ts';
import { isTensor, scalarIn, typeName } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import type { DType, Tensor } from '../tensor.ts';
import { elementCount } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import type { ForwardCall, ModuleState } from './module-state.ts';
import { torchArgument, truthOf } from './torch-arguments.ts';

/** Only a group that is no group is an argument, and only training looks at it; one that counts as False means the world. */
export function processGroupError(scenario: Scenario): RaisedError | null {
  const group = torchArgument(scenario, 'process_group');
  const given = truthOf(group);
  if (typeof given !== 'boolean') return given;
  if (isTensor(group)) throw new RangeError('Expected process_group to be no tensor, which has a size of its own, got one.');
  return given ? raise('torch/process-group-type', { type: typeName(group) }) : null;
}

const typeNames: Record<DType, string> = { float16: 'Half', bfloat16: 'BFloat16', float32: 'Float', float64: 'Double' };

/** The synchronised path checks the types of its arguments when they reach a kernel, and no values (nn/modules/_functions.py). */
export function synchronisedError(scenario: Scenario, module: ModuleState, call: ForwardCall): RaisedError | null {
  const eps = torchArgument(scenario, 'eps');
  if (scalarIn(eps) === undefined) return raise('torch/synchronised-eps-type', { type: typeName(eps) });
  const momentum = torchArgument(scenario, 'momentum');
  if (momentum !== null && scalarIn(momentum) === undefined) {
    return raise('torch/synchronised-momentum-type', { type: typeName(momentum) });
  }
  if ([module.weight, module.runningMean].some((tensor) => tensor !== null && tensor.shape.length !== 1)) {
    throw new RangeError(
      'Expected num_features to be a number where ranks synchronise, got a list: the kernels of accelerators are not known to take it.',
    );
  }
  const { dtype, parameterDtype } = call;
  const tracks = module.runningMean !== null && module.trackRunningStats;
  const isHalf = dtype === 'float16' || dtype === 'bfloat16';
  if (isHalf && !tracks) return raise('torch/synchronised-counts-dtype', { expected: typeNames[dtype], got: 'Float' });
  if (!tracks || computeDtype(dtype) === computeDtype(parameterDtype)) return null;
  const [wanted, got] = [computeDtype(parameterDtype), computeDtype(dtype)];
  return raise('torch/synchronised-statistics-dtype', { expected: typeNames[wanted], got: typeNames[got] });
}

/** The last kernel takes parameters of the input's type, or of the one it computes in; by then the buffers are updated. An empty rank meets no kernel. */
export function parameterTypeError(scenario: Scenario, module: ModuleState, x: Tensor): RaisedError | null {
  const { parameterDtype } = scenario;
  const computed = computeDtype(x.dtype);
  const fits = parameterDtype === x.dtype || parameterDtype === computed;
  if (fits || module.weight === null || elementCount(x.shape) === 0) return null;
  return raise('torch/synchronised-parameter-dtype', { expected: typeNames[computed], got: typeNames[parameterDtype] });
}
