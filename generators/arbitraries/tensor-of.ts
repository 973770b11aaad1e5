import { encodeBfloat16 } from '../../oracle/formats/bfloat16.ts';
import { encodeFloat16 } from '../../oracle/formats/float16.ts';
import type { DType, Tensor } from '../../oracle/tensor.ts';

/** A tensor of `dtype` holding `numbers`, each rounded to it. */
export function tensorOf(dtype: DType, shape: readonly number[], numbers: Iterable<number>): Tensor {
  switch (dtype) {
    case 'float64':
      return { dtype, shape, data: Float64Array.from(numbers) };
    case 'float32':
      return { dtype, shape, data: Float32Array.from(numbers) };
    case 'float16':
      return { dtype, shape, data: Uint16Array.from(numbers, encodeFloat16) };
    case 'bfloat16':
      return { dtype, shape, data: Uint16Array.from(numbers, encodeBfloat16) };
  }
}
