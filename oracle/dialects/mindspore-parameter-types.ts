import { raise } from '../errors/raise.ts';
import type { DType } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import type { ModuleState } from './module-state.ts';

/** Types by MindSpore's names. */
export const dtypeNames: Record<DType, string> = {
  float16: 'Float16',
  bfloat16: 'BFloat16',
  float32: 'Float32',
  float64: 'Float64',
};

/** An initialiser tensor of another type than float32 makes a parameter of that type; the types of each pair are brought together first. */
export function conversionError(module: ModuleState): RaisedError | null {
  return pairError(typesOf(module).slice(0, 2)) ?? pairError(typesOf(module).slice(2));
}

function pairError(types: readonly DType[]): RaisedError | null {
  const [first, second] = types;
  if (first === second) return null;
  const common = types.includes('float64') ? 'float64' : 'float32';
  const other = types.find((dtype) => dtype !== common) ?? common;
  return raise('mindspore/parameter-conversion', { from: dtypeNames[other], to: dtypeNames[common] });
}

/** What the kernel raises for the types of parameters and moving statistics; those of float16 throughout are not modelled. */
export function parameterTypeError(module: ModuleState): RaisedError | null {
  const types = typesOf(module);
  const [first = 'float32'] = types;
  if (types.some((dtype) => dtype !== first)) return raise('mindspore/mixed-dtypes');
  if (first === 'float16') throw new RangeError('Expected float32 parameters, got float16: what they compute is not modelled.');
  return first === 'float32' ? null : raise('mindspore/parameter-dtype', { dtype: dtypeNames[first] });
}

function typesOf({ weight, bias, runningMean, runningVar }: ModuleState): readonly DType[] {
  return [weight, bias, runningMean, runningVar].map((tensor) => tensor?.dtype ?? 'float32');
}
