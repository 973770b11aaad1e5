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

/**
 * An initialiser tensor of another type than float32 makes a parameter of that type. Of two types in gamma and beta, or in the moving
 * statistics, MindSpore says either that it cannot convert one or that they must be the same, by what lies in memory.
 */
export function checkPairs(module: ModuleState): void {
  const [gamma, beta, mean, variance] = typesOf(module);
  if (gamma === beta && mean === variance) return;
  throw new RangeError(
    'Expected gamma and beta of one type, and moving statistics of one type, got others: MindSpore raises one of two errors.',
  );
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
