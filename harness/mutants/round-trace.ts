import { roundTo } from '../../oracle/formats/arithmetic.ts';
import { encodeBfloat16 } from '../../oracle/formats/bfloat16.ts';
import { encodeFloat16 } from '../../oracle/formats/float16.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { mapTensors } from '../../oracle/map-tensors.ts';
import type { ExpectedTensor, ExpectedTrace, Trace } from '../../oracle/trace.ts';

/** The trace of an implementation that computes in float64 and rounds once: the numbers of an expectation in their own dtypes. */
export function roundTrace(expected: ExpectedTrace): Trace {
  return mapTensors(expected, roundTensor);
}

/** The numbers of an expected tensor rounded to its dtype. */
export function roundTensor({ dtype, shape, values }: ExpectedTensor): Tensor {
  if (dtype === 'float64') return { dtype, shape, data: values.slice() };
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(values, (value) => roundTo(dtype, value)) };
  return { dtype, shape, data: Uint16Array.from(values, dtype === 'float16' ? encodeFloat16 : encodeBfloat16) };
}
