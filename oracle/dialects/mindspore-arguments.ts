import type { PythonValue } from '../python-value.ts';
import { isTensor, str } from '../python-value.ts';

/** The argument as given, or its default. */
export type ArgumentReader = (name: string) => PythonValue;

/** `str(value)`. A tensor is printed as NumPy does, which nobody has looked into. */
export function printed(value: PythonValue): string {
  if (isTensor(value))
    throw new RangeError('Expected no tensor in a message that prints it, got one: its print is not predicted.');
  return str(value);
}
