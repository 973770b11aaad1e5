import { raise } from '../errors/raise.ts';
import type { PythonValue } from '../python-value.ts';
import { isTensor, numberIn, typeName } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import { elementCount, valuesOf } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import type { ArgumentReader } from './mindspore-arguments.ts';
import { printed } from './mindspore-arguments.ts';
import { initialiserError } from './mindspore-initialiser-errors.ts';
import { processGroupError } from './mindspore-process-groups.ts';

/** The constructor's error on one rank, or null: the checks of nn/layer/normalization.py 2.10.0 in their order. */
export function constructorError(
  scenario: Scenario,
  rank: number,
  argument: ArgumentReader,
  known: readonly string[],
): RaisedError | null {
  const foreign = Object.keys(scenario.arguments).find((name) => !['num_features', 'dtype', ...known].includes(name));
  if (foreign !== undefined) return raise('mindspore/unexpected-argument', { name: foreign });
  if (!('num_features' in scenario.arguments)) return raise('mindspore/missing-num-features');
  const features = argument('num_features');
  if (typeof features !== 'number') return raise('mindspore/num-features-type', { type: typeName(features) });
  if (features < 1) return raise('mindspore/num-features-range', { features });
  const parameter = { features, dtype: scenario.arguments['dtype'] };
  return (
    momentumError(argument('momentum')) ??
    statisticsError(argument('use_batch_statistics')) ??
    initialiserError(argument('moving_mean_init'), parameter) ??
    initialiserError(argument('moving_var_init'), parameter) ??
    initialiserError(argument('gamma_init'), parameter) ??
    (typeof argument('affine') === 'boolean' ? null : raise('mindspore/affine-type')) ??
    initialiserError(argument('beta_init'), parameter) ??
    processGroupError(scenario, rank, argument)
  );
}

function momentumError(momentum: PythonValue): RaisedError | null {
  const elements = isTensor(momentum) ? elementCount(momentum.tensor.shape) : 1;
  if (elements !== 1) return raise('mindspore/truth-of-tensor', { elements });
  const value = isTensor(momentum) ? valuesOf(momentum.tensor)[0] : numberIn(momentum);
  if (value === undefined) return raise('mindspore/momentum-type', { type: typeName(momentum) });
  // NaN compares false with both ends and passes.
  if (!(value < 0 || value > 1)) return null;
  return raise('mindspore/momentum-range', { momentum: printed(momentum) });
}

function statisticsError(value: PythonValue): RaisedError | null {
  if (value === null || typeof value === 'boolean') return null;
  return raise('mindspore/use-batch-statistics-type', { value: printed(value) });
}
