import type { PythonValue } from '../../../oracle/python-value.ts';
import type { DType } from '../../../oracle/tensor.ts';
import { tensorOf } from '../../arbitraries/tensor-of.ts';

export const float = (value: number): PythonValue => ({ float: value });

/** A framework tensor of one dimension. */
export const vector = (numbers: readonly number[], dtype: DType = 'float32'): PythonValue => ({
  tensor: tensorOf(dtype, [numbers.length], numbers),
});

/** A framework tensor without dimensions. */
export const scalar = (value: number): PythonValue => ({ tensor: tensorOf('float32', [], [value]) });

/** Values that are no number for Python. */
export const noNumbers: readonly PythonValue[] = [null, '', 'tiny', '1', [], [float(0.5)], [[1]]];

/** Numbers of every kind: ints, bools, floats, those that are hardly numbers. */
export const numbers: readonly PythonValue[] = [
  true,
  false,
  0,
  1,
  -1,
  Number.MAX_SAFE_INTEGER,
  ...[0, -0, 0.5, 1, 1.5, 3, -1e-5, -2.5, 1e-320, 1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map(
    float,
  ),
];

/** The largest int of a scenario, more than any machine has bytes for. */
export const tooMany: number = Number.MAX_SAFE_INTEGER;
