import type { Precision } from '../exact/exact-sums.ts';
import type { Tensor } from '../tensor.ts';
import { elementCount, valuesOf } from '../tensor.ts';

/** Where channel c of a row-major [N, C, *S] tensor lies: `outer` runs of `inner` numbers. */
interface ChannelGeometry {
  readonly outer: number;
  readonly channels: number;
  readonly inner: number;
}

function geometryOf(shape: readonly number[]): ChannelGeometry {
  return { outer: shape[0] ?? 0, channels: shape[1] ?? 0, inner: elementCount(shape.slice(2)) };
}

/** The numbers of channel `channel` of a [N, C, *S] tensor, in row-major order: length N * prod(S). */
export function gatherChannel(tensor: Tensor, channel: number): Float64Array {
  const { outer, channels, inner } = geometryOf(tensor.shape);
  const gathered = new Float64Array(outer * inner);
  for (let sample = 0; sample < outer; sample += 1) {
    const start = (sample * channels + channel) * inner;
    // Of this channel alone: tensors have many.
    gathered.set(valuesOf({ ...tensor, data: tensor.data.subarray(start, start + inner) }), sample * inner);
  }
  return gathered;
}

/** Writes what `gatherChannel` reads: `numbers` to channel `channel` of `target`, a row-major array of `shape`. */
export function scatterChannel(target: Float64Array, shape: readonly number[], channel: number, numbers: Float64Array): void {
  const { outer, channels, inner } = geometryOf(shape);
  for (let sample = 0; sample < outer; sample += 1) {
    target.set(numbers.subarray(sample * inner, (sample + 1) * inner), (sample * channels + channel) * inner);
  }
}

/** One channel of several ranks, one rank after another: rank k holds values[offsets[k]] up to values[offsets[k + 1]]. */
export interface ChannelBatch {
  readonly values: Float64Array;
  readonly offsets: readonly number[];
  /** What the ranks' dtypes say of the values. */
  readonly precision: Precision;
}

/** Joins channel `channel` of the ranks' tensors. */
export function joinChannel(tensors: readonly Tensor[], channel: number): ChannelBatch {
  const parts = tensors.map((tensor) => gatherChannel(tensor, channel));
  const offsets = [0];
  for (const part of parts) offsets.push((offsets.at(-1) ?? 0) + part.length);
  const values = new Float64Array(offsets.at(-1) ?? 0);
  parts.forEach((part, index) => values.set(part, offsets[index] ?? 0));
  return { values, offsets, precision: tensors.some(({ dtype }) => dtype === 'float64') ? 'double' : 'single' };
}
