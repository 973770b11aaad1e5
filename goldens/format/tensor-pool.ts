import * as z from 'zod';
import type { DType, Tensor } from '../../oracle/tensor.ts';
import { dtypes, elementCount } from '../../oracle/tensor.ts';

/** A tensor in JSON: `shape` numbers of the pool of its dtype, from `offset`. */
export interface TensorReference {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly offset: number;
}

/** The numbers of all tensors of a row, by storage type; the half types are bit patterns. */
export interface Pools {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly bits16: Uint16Array;
}

const extent = z.int().min(0).max(1_000_000);
export const tensorReference: z.ZodType<TensorReference> = z.strictObject({
  dtype: z.enum(dtypes),
  shape: z.array(extent).max(8),
  offset: z.int().min(0),
});

/** Takes a tensor out of its pool; throws a RangeError that says how many numbers were expected where. */
export function readTensor(reference: TensorReference, pools: Pools): Tensor {
  const { dtype, shape, offset } = reference;
  const pool = dtype === 'float32' ? pools.float32 : dtype === 'float64' ? pools.float64 : pools.bits16;
  const count = elementCount(shape);
  if (offset + count > pool.length) {
    throw new RangeError(
      `Expected a ${dtype} tensor of shape [${shape.join(', ')}] at offset ${offset}, but the pool holds only ${pool.length} numbers.`,
    );
  }
  return { dtype, shape, data: pool.slice(offset, offset + count) };
}

/** Collects tensors into pools. */
export class PoolWriter {
  readonly #parts: Record<'float32' | 'float64' | 'bits16', number[]> = { float32: [], float64: [], bits16: [] };

  add(tensor: Tensor): TensorReference {
    const { dtype, shape, data } = tensor;
    const part = this.#parts[dtype === 'float32' || dtype === 'float64' ? dtype : 'bits16'];
    const offset = part.length;
    for (const number of data) part.push(number);
    return { dtype, shape, offset };
  }

  pools(): Pools {
    return {
      float32: Float32Array.from(this.#parts.float32),
      float64: Float64Array.from(this.#parts.float64),
      bits16: Uint16Array.from(this.#parts.bits16),
    };
  }
}
