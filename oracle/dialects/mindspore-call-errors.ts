import { isFloat, numberIn, repr, typeName } from '../python-value.ts';
import type { PythonValue } from '../python-value.ts';
import type { MindsporeRow } from '../state-tables.ts';
import type { DType } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import type { ArgumentReader } from './mindspore-errors.ts';
import type { ForwardCall } from './module-state.ts';
import { typeError, valueError } from './raised.ts';

const dtypeNames: Record<DType, string> = { float16: 'Float16', bfloat16: 'BFloat16', float32: 'Float32', float64: 'Float64' };

/** The error of a call, or null: the checks of construct and of the BatchNorm primitive in their order (mindspore 2.10.0, CPU). */
export function callError(call: ForwardCall, row: MindsporeRow, argument: ArgumentReader): RaisedError | null {
  const { shape, dtype } = call;
  if (shape.length !== 2 && shape.length !== 4) {
    return valueError(`For 'SyncBatchNorm', the must have 2 dims or 4 dims, but got ${shape.length}.`);
  }
  const eps = argument('eps');
  if (!isFloat(eps)) return typeError(signatureMessage(eps));
  // The primitive holds epsilon as float32: what rounds to 1 passes, what rounds to 0 does not.
  const epsilon = Math.fround(eps.float);
  if (!(epsilon > 0 && epsilon <= 1))
    return valueError(`For primitive[BatchNorm], the eps must be in (0,1], but got ${shortFloat(epsilon)}.`);
  if (row.normaliseWith === 'batch' && Number.isNaN(numberIn(argument('momentum')))) {
    return valueError('For primitive[BatchNorm], the momentum must be in (0,1], but got nan.');
  }
  const features = argument('num_features');
  if (shape[1] !== features) {
    return valueError(
      `For BatchNorm, scale.shape[0] should be equal to input_x's channel dimension: ${shape[1]}, bug got scale.shape[0]: ${repr(features)}.`,
    );
  }
  if (dtype === 'float16' || dtype === 'float32') return null;
  return typeError(
    'For primitive[BatchNorm], the input argument[input_x] must be a type of {Tensor[Float16], Tensor[Float32]}, but got ' +
      `Tensor[${dtypeNames[dtype]}].`,
  );
}

function signatureMessage(eps: PythonValue): string {
  const names: Record<string, string> = { str: 'string', NoneType: 'None' };
  const name = typeName(eps);
  return (
    `Failed calling BatchNorm with "BatchNorm(is_training=bool, epsilon=${names[name] ?? name}, momentum=float, data_format=string)` +
    '(input_x=Tensor, scale=Tensor, bias=Tensor, mean=Tensor, variance=Tensor)".'
  );
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
