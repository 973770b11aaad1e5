import { randomSource } from '../../../generators/arbitraries/random-source.ts';
import { tensorOf } from '../../../generators/arbitraries/tensor-of.ts';
import type { DType, Tensor } from '../../../oracle/tensor.ts';
import { elementCount } from '../../../oracle/tensor.ts';

/** Standard normal numbers, the same for the same seed. */
export function randn(seed: number, shape: readonly number[], scale = 1, dtype: DType = 'float32'): Tensor {
  const source = randomSource(seed);
  return tensorOf(
    dtype,
    shape,
    Array.from({ length: elementCount(shape) }, () => scale * source.normal()),
  );
}

/** Numbers evenly spaced from 0 to `end`. */
export function linspace(end: number, shape: readonly number[]): Tensor {
  const count = elementCount(shape);
  return tensorOf(
    'float32',
    shape,
    Array.from({ length: count }, (_, index) => (end * index) / (count - 1)),
  );
}

/** One number everywhere: the upstream gradient of a sum, for 1. */
export function full(value: number, shape: readonly number[], dtype: DType = 'float32'): Tensor {
  return tensorOf(dtype, shape, new Float64Array(elementCount(shape)).fill(value));
}
