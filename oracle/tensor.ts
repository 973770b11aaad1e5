import { decodeBfloat16 } from './formats/bfloat16.ts';
import { decodeFloat16 } from './formats/float16.ts';

/** The element types that inputs, parameters and answers may have. */
export const dtypes = ['float16', 'bfloat16', 'float32', 'float64'] as const;
export type DType = (typeof dtypes)[number];

/** Row-major numbers as a framework stores them; the half types are bit patterns. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Uint16Array;
}

/** How many numbers a tensor of `shape` holds. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** The numbers of a tensor as float64, exactly: every dtype here is a subset of it. */
export function valuesOf(tensor: Tensor): Float64Array {
  const { data, dtype } = tensor;
  if (data instanceof Float64Array) return data;
  // Not Float64Array.from, which goes through an iterator.
  if (data instanceof Float32Array) return new Float64Array(data);
  const decode = dtype === 'float16' ? decodeFloat16 : decodeBfloat16;
  return Float64Array.from(data, decode);
}
