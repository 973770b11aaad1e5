import { raise } from '../errors/raise.ts';
import type { PythonValue } from '../python-value.ts';
import { isList, isTensor, numberIn } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import { elementCount, valuesOf } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';

/** Defaults of torch.nn.SyncBatchNorm.__init__ (torch 2.13.0). */
export const torchDefaults: Readonly<Record<string, PythonValue>> = {
  eps: { float: 1e-5 },
  momentum: { float: 0.1 },
  affine: true,
  track_running_stats: true,
  bias: true,
};

/** Arguments whose right values are no Python values of a scenario: it says them elsewhere, and None here; others are to be refused. */
export const torchObjectArguments: readonly string[] = ['process_group', 'device', 'dtype'];

/** The argument as given, or its default. */
export function torchArgument(scenario: Scenario, name: string): PythonValue {
  return scenario.arguments[name] ?? (name in scenario.arguments ? null : (torchDefaults[name] ?? null));
}

/** Python's truth of a value, for the arguments that are only ever tested; a tensor of other than one value has none. */
export function truthOf(value: PythonValue): boolean | RaisedError {
  if (!isTensor(value)) {
    return value !== null && value !== '' && numberIn(value) !== 0 && !(isList(value) && value.length === 0);
  }
  const count = elementCount(value.tensor.shape);
  if (count === 1) return valuesOf(value.tensor)[0] !== 0;
  return raise(count === 0 ? 'torch/truth-of-empty-tensor' : 'torch/truth-of-tensor');
}
