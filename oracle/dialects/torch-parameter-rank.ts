import { raise } from '../errors/raise.ts';
import type { Scenario } from '../scenario.ts';
import type { Tensor } from '../tensor.ts';
import { elementCount } from '../tensor.ts';
import type { ExpectedTensor, RaisedError } from '../trace.ts';

/**
 * `num_features` may be a list, and then parameters and buffers have its shape. The kernels count their elements alone, and meet
 * the dimensions later: in the forward pass where there are buffers.
 */
export function parameterRankError(
  scenario: Scenario,
  buffer: ExpectedTensor | null,
  weight: ExpectedTensor | null,
): RaisedError | null {
  const other = [buffer, weight].find((tensor) => tensor !== null && tensor.shape.length !== 1);
  if (other == null) return null;
  if (scenario.layout === 'strided') {
    throw new RangeError(
      'Expected a contiguous input where num_features is a list, got a strided one: its message names a source file.',
    );
  }
  return buffer === null ? null : raise('torch/parameter-rank', { dimensions: buffer.shape.length });
}

/**
 * In the backward pass, for parameters alone: the kernel of one value per sample and channel hands autograd a gradient of one
 * dimension, which fits a parameter of none; the others, and those of half types, ask for parameters of one dimension.
 */
export function gradientRankError(scenario: Scenario, weight: ExpectedTensor | null, x: Tensor): RaisedError | null {
  const { dtype, shape } = x;
  if (weight === null || weight.shape.length === 1 || elementCount(shape) === 0) return null;
  const isHalf = dtype === 'float16' || dtype === 'bfloat16';
  const isFlat = elementCount(shape.slice(2)) === 1 || (scenario.layout === 'channels_last' && (shape[1] ?? 0) > 1);
  if (isHalf || !isFlat) return raise('torch/parameter-rank', { dimensions: weight.shape.length });
  if (weight.shape.length === 0) return null;
  return raise('torch/gradient-shape', { got: String(shape[1]), expected: weight.shape.join(', ') });
}
