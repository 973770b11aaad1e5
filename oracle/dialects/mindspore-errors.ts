import type { PythonValue } from '../python-value.ts';
import { isInitializer, isList, isTensor, numberIn, str, typeName } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import type { RaisedError } from '../trace.ts';
import { processGroupError } from './mindspore-process-groups.ts';
import { typeError, valueError } from './raised.ts';

/** The argument as given, or its default. */
export type ArgumentReader = (name: string) => PythonValue;

const owner = "For 'SyncBatchNorm', ";

/** The constructor's error on one rank, or null: the checks of nn/layer/normalization.py 2.10.0 in their order. */
export function constructorError(
  scenario: Scenario,
  rank: number,
  argument: ArgumentReader,
  known: readonly string[],
): RaisedError | null {
  if (scenario.arguments['dtype'] !== undefined)
    throw new RangeError('Expected float32 parameters, got the argument dtype: it is not modelled.');
  const foreign = Object.keys(scenario.arguments).find((name) => name !== 'num_features' && !known.includes(name));
  if (foreign !== undefined) return typeError(`SyncBatchNorm.__init__() got an unexpected keyword argument '${foreign}'`);
  if (!('num_features' in scenario.arguments)) {
    return typeError("SyncBatchNorm.__init__() missing 1 required positional argument: 'num_features'");
  }
  const features = argument('num_features');
  if (typeof features !== 'number') {
    return typeError(`${owner}the type of 'num_features' should be 'int', but got type '${typeName(features)}'.`);
  }
  if (features < 1) return valueError(`${owner}the 'num_features' must be at least 1, but got ${features}.`);
  return (
    momentumError(argument('momentum')) ??
    statisticsError(argument('use_batch_statistics')) ??
    initialiserError(argument('moving_mean_init'), features) ??
    initialiserError(argument('moving_var_init'), features) ??
    initialiserError(argument('gamma_init'), features) ??
    (typeof argument('affine') === 'boolean' ? null : typeError('The argument `requires_grad` must be bool type')) ??
    initialiserError(argument('beta_init'), features) ??
    processGroupError(scenario, rank, argument)
  );
}

function momentumError(momentum: PythonValue): RaisedError | null {
  const value = numberIn(momentum);
  if (value === undefined) return typeError(`'<' not supported between instances of '${typeName(momentum)}' and 'int'`);
  // NaN compares false with both ends and passes.
  if (!(value < 0 || value > 1)) return null;
  return valueError(`${owner}the 'momentum' must be a number in range [0, 1], but got ${str(momentum)}.`);
}

function statisticsError(value: PythonValue): RaisedError | null {
  if (value === null || typeof value === 'boolean') return null;
  return valueError(`${owner}the 'use_batch_statistics' must be a boolean value or None, but got ${str(value)}.`);
}

/** Initialisers that need two dimensions to compute a fan-in, and a parameter has one: documented, and always an error. */
const fanned = /^(?:xavier_?uniform|xavier_?normal|he_?uniform|he_?normal|variancescaling)$/u;
const found = /^(?:zeros?|ones?|normal|uniform|truncatednormal)$/u;

function initialiserError(initialiser: PythonValue, features: number): RaisedError | null {
  if (isTensor(initialiser)) {
    const { shape } = initialiser.tensor;
    if (shape.length === 1 && shape[0] === features) return null;
    return valueError(
      "For 'initializer', the shape of the 'init' argument should be same as the argument 'shape', but got the 'init' shape " +
        `[${shape.join(', ')}] and the 'shape' [${features}].`,
    );
  }
  if (initialiser === null || isList(initialiser)) {
    const kind = initialiser === null ? 'NoneType' : 'list';
    return typeError(
      "For 'initializer', the type of the 'init' argument should be 'Tensor', 'number', 'string' or 'initializer', but got " +
        `<class '${kind}'>.`,
    );
  }
  if (numberIn(initialiser) !== undefined) return null;
  const name = isInitializer(initialiser) ? initialiser.initializer : str(initialiser);
  if (fanned.test(name.toLowerCase())) {
    return valueError(
      "'fan_in' and 'fan_out' can not be computed for tensor with fewer than 2 dimensions, but got dimensions 1.",
    );
  }
  return found.test(name.toLowerCase())
    ? null
    : valueError(`For 'initializer', the class corresponding to '${name}' was not found.`);
}
