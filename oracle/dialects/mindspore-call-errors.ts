import { raise } from '../errors/raise.ts';
import { isFloat, isList, isTensor, repr, scalarIn, typeName } from '../python-value.ts';
import type { PythonValue } from '../python-value.ts';
import type { MindsporeRow } from '../state-tables.ts';
import type { RaisedError } from '../trace.ts';
import type { ArgumentReader } from './mindspore-arguments.ts';
import { checkPairs, dtypeNames, parameterTypeError } from './mindspore-parameter-types.ts';
import type { ForwardCall, ModuleState } from './module-state.ts';

/** The error of a call, or null: the checks of construct and of the BatchNorm primitive in their order (mindspore 2.10.0, CPU). */
export function callError(
  call: ForwardCall,
  module: ModuleState,
  row: MindsporeRow,
  argument: ArgumentReader,
): RaisedError | null {
  const { shape, dtype } = call;
  if (shape.length !== 2 && shape.length !== 4) return raise('mindspore/dimensions', { dimensions: shape.length });
  const batch = row.normaliseWith === 'batch';
  const error = signatureError(argument('eps'), batch ? argument('momentum') : null);
  if (error !== null) return error;
  checkPairs(module);
  // The primitive holds epsilon as float32: what rounds to 1 passes, what rounds to 0 does not.
  const epsilon = Math.fround(scalarIn(argument('eps')) ?? Number.NaN);
  if (!(epsilon > 0 && epsilon <= 1)) return raise('mindspore/eps-range', { eps: shortFloat(epsilon) });
  if (batch && Number.isNaN(scalarIn(argument('momentum')))) return raise('mindspore/momentum-nan');
  const features = argument('num_features');
  const [, channels = 0] = shape;
  if (channels !== features) return raise('mindspore/channel-mismatch', { channels, features: repr(features) });
  if (dtype !== 'float16' && dtype !== 'float32') return raise('mindspore/input-dtype', { dtype: dtypeNames[dtype] });
  return parameterTypeError(module);
}

/** The primitive takes floats, and tensors without dimensions; any number has become a float on the way to its momentum. */
function signatureError(eps: PythonValue, momentum: PythonValue): RaisedError | null {
  const takesEpsilon = isFloat(eps) || (isTensor(eps) && scalarIn(eps) !== undefined);
  const takesMomentum = !isTensor(momentum) || scalarIn(momentum) !== undefined;
  if (takesEpsilon && takesMomentum) return null;
  return raise('mindspore/signature', {
    eps: takesEpsilon ? 'float' : signatureOf(eps),
    momentum: takesMomentum ? 'float' : signatureOf(momentum),
  });
}

/** The type of a value as a signature has it. */
function signatureOf(value: PythonValue): string {
  if (isList(value)) return `List<${value.map(signatureOf).join(', ')}>`;
  const names: Record<string, string> = { str: 'string', NoneType: 'None' };
  const name = typeName(value);
  return names[name] ?? name;
}

/** A float as C's `%g` prints it: six significant digits, without trailing zeros. */
export function shortFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const scientific = value.toExponential(5);
  const at = scientific.indexOf('e');
  const exponent = Number(scientific.slice(at + 1));
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/u, '') : text);
  if (exponent >= -4 && exponent < 6) return trim(value.toFixed(5 - exponent));
  return trim(scientific.slice(0, at)) + scientific.slice(at, at + 2) + String(Math.abs(exponent)).padStart(2, '0');
}
