import type { Tensor } from './tensor.ts';
import { valuesOf } from './tensor.ts';

/**
 * A value of the frameworks' language, where `1`, `1.0` and `True` are three things:
 * a number is an int, a float is tagged. Initializer objects are MindSpore's, built without arguments.
 */
export type PythonValue =
  | null
  | boolean
  | string
  | number
  | { readonly float: number }
  | { readonly tensor: Tensor }
  | { readonly initializer: string }
  | readonly PythonValue[];

/** Constructor arguments by name; an absent name means the default. */
export type Arguments = Readonly<Record<string, PythonValue>>;

export function isFloat(value: PythonValue | undefined): value is { readonly float: number } {
  return typeof value === 'object' && value !== null && 'float' in value;
}

export function isTensor(value: PythonValue | undefined): value is { readonly tensor: Tensor } {
  return typeof value === 'object' && value !== null && 'tensor' in value;
}

export function isInitializer(value: PythonValue | undefined): value is { readonly initializer: string } {
  return typeof value === 'object' && value !== null && 'initializer' in value;
}

export function isList(value: PythonValue | undefined): value is readonly PythonValue[] {
  return Array.isArray(value);
}

/** The number in an int, a float or a bool, as Python's arithmetic takes it; undefined for anything else. */
export function numberIn(value: PythonValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return isFloat(value) ? value.float : undefined;
}

/** The number that a framework takes for a float: one in a tensor without dimensions, too. */
export function scalarIn(value: PythonValue | undefined): number | undefined {
  if (isTensor(value) && value.tensor.shape.length === 0) return valuesOf(value.tensor)[0];
  return numberIn(value);
}

/** `type(value).__name__`. */
export function typeName(value: PythonValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'number') return 'int';
  if (isFloat(value)) return 'float';
  if (isTensor(value)) return 'Tensor';
  if (isInitializer(value)) return value.initializer;
  return 'list';
}

/** `repr(value)` for a float: the shortest digits, with Python's choice between plain and exponent form. */
export function reprFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const scientific = value.toExponential();
  const at = scientific.indexOf('e');
  const exponent = Number(scientific.slice(at + 1));
  // JavaScript writes the sign of the exponent too, and fewer digits.
  if (exponent < -4 || exponent >= 16) return scientific.slice(0, at + 2) + String(Math.abs(exponent)).padStart(2, '0');
  // These JavaScript writes without an exponent.
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** `repr(value)` for printable text: double quotes only where there are single ones and no double ones. */
function reprText(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  return `${quote}${value.replaceAll('\\', String.raw`\\`).replaceAll(quote, `\\${quote}`)}${quote}`;
}

/** `repr(value)`. Tensors and initializer objects, whose repr holds addresses, give their type's name. */
export function repr(value: PythonValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return reprText(value);
  if (typeof value === 'number') return String(value);
  if (isFloat(value)) return reprFloat(value.float);
  if (isList(value)) return `[${value.map(repr).join(', ')}]`;
  return typeName(value);
}

/** `str(value)`: a string stands without quotes, a tensor without dimensions as its number. */
export function str(value: PythonValue): string {
  if (typeof value === 'string') return value;
  const scalar = isTensor(value) ? scalarIn(value) : undefined;
  return scalar === undefined ? repr(value) : reprFloat(scalar);
}
