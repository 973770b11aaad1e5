import { raise } from '../errors/raise.ts';
import type { PythonValue } from '../python-value.ts';
import { isInitializer, isList, isTensor, numberIn, str, typeName } from '../python-value.ts';
import type { RaisedError } from '../trace.ts';
import { addressSpace } from './address-space.ts';

/** What an initialiser is to make: `features` numbers of a type; undefined is the default, float32. */
interface Parameter {
  readonly features: number;
  readonly dtype: PythonValue | undefined;
}

/** Initialisers that need two dimensions to compute a fan-in, and a parameter has one: documented, and always an error. */
const fanned = /^(?:xavier_?uniform|xavier_?normal|he_?uniform|he_?normal|variancescaling)$/u;
const found = /^(?:zeros?|ones?|normal|uniform|truncatednormal)$/u;

/** Those that ask for other dimensions in words of their own. */
const shaped = {
  identity: 'mindspore/initialiser-identity',
  dirac: 'mindspore/initialiser-dirac',
  orthogonal: 'mindspore/initialiser-orthogonal',
} as const;

/** The error of initialising one parameter, or null: `initializer`, then `Tensor`, then the initialiser itself (common/initializer.py 2.10.0). */
export function initialiserError(initialiser: PythonValue, parameter: Parameter): RaisedError | null {
  if (isTensor(initialiser)) return shapeError(initialiser.tensor.shape, parameter.features);
  if (initialiser === null || isList(initialiser)) {
    return raise('mindspore/initialiser-type', { type: typeName(initialiser) });
  }
  const name = nameOf(initialiser);
  const own = name === null ? null : ownError(name.toLowerCase(), isInitializer(initialiser));
  if (own === 'unknown') return raise('mindspore/initialiser-unknown', { name: name ?? '' });
  if (own?.key === 'mindspore/initialiser-sparse') return own;
  return dtypeError(parameter.dtype) ?? memoryError(parameter.features) ?? own;
}

/** None for a number, which fills. */
function nameOf(initialiser: PythonValue): string | null {
  if (isInitializer(initialiser)) return initialiser.initializer;
  return numberIn(initialiser) === undefined ? str(initialiser) : null;
}

function shapeError(shape: readonly number[], features: number): RaisedError | null {
  if (shape.length === 1 && shape[0] === features) return null;
  return raise('mindspore/initialiser-shape', { got: shape.join(', '), features });
}

function ownError(name: string, isObject: boolean): RaisedError | 'unknown' | null {
  if (fanned.test(name)) return raise('mindspore/initialiser-fan');
  if (name === 'identity' || name === 'dirac' || name === 'orthogonal') return raise(shaped[name]);
  if (name === 'sparse') return raise('mindspore/initialiser-sparse');
  if (isObject && name === 'initializer') return raise('mindspore/initialiser-abstract');
  return found.test(name) ? null : 'unknown';
}

/** A right dtype is no Python value of a scenario. */
function dtypeError(dtype: PythonValue | undefined): RaisedError | null {
  if (dtype === undefined) return null;
  if (dtype === null) return raise('mindspore/dtype-none');
  return raise('mindspore/dtype-type', { type: isTensor(dtype) ? 'mindspore.common.tensor.Tensor' : typeName(dtype) });
}

function memoryError(features: number): RaisedError | null {
  const bytes = BigInt(features) * 4n;
  return bytes < addressSpace ? null : raise('mindspore/out-of-memory', { size: sizeForPeople(Number(bytes)), features });
}

/** As NumPy prints a size of this order: three digits, and a point always. */
function sizeForPeople(bytes: number): string {
  const [unit, name] = bytes < 2 ** 50 ? [2 ** 40, 'TiB'] : [2 ** 50, 'PiB'];
  const digits = Math.round(bytes / unit) < 1000 ? (bytes / unit).toPrecision(3) : (bytes / unit).toFixed(0);
  return `${digits.includes('.') ? digits : `${digits}.`} ${name}`;
}
