import type { Arithmetic } from '../../../oracle/formats/arithmetic.ts';
import { arithmeticOf, roundTo } from '../../../oracle/formats/arithmetic.ts';
import type { BoundedNumber } from '../../../oracle/forward/running-statistics.ts';
import type { DType } from '../../../oracle/tensor.ts';
import type { ExpectedTensor } from '../../../oracle/trace.ts';

/** Says nothing: what becomes of it is left open. */
export const anything: BoundedNumber = { value: 0, bound: Number.POSITIVE_INFINITY };

/** A number times a factor, rounded once. Bounds that are no intervals keep their meaning. */
export function scaled({ value, bound }: BoundedNumber, factor: number, { unitRoundoff }: Arithmetic): BoundedNumber {
  const product = value * factor;
  if (!Number.isFinite(bound)) return { value: product, bound };
  if (!Number.isFinite(product)) return { value: product, bound: 0 };
  const inherited = Math.abs(factor) * bound;
  return { value: product, bound: inherited + 2 * unitRoundoff * (Math.abs(product) + inherited) };
}

/** A number plus an exact one, rounded once. */
export function raised({ value, bound }: BoundedNumber, term: number, { unitRoundoff }: Arithmetic): BoundedNumber {
  const sum = value + term;
  if (!Number.isFinite(bound)) return { value: sum, bound };
  if (!Number.isFinite(sum)) return { value: sum, bound: 0 };
  return { value: sum, bound: bound + 2 * unitRoundoff * (Math.abs(sum) + bound) };
}

/** A number stored as `dtype`; beyond its largest number it is an infinity, for certain where the whole interval is. */
export function storedAs(dtype: DType, { value, bound }: BoundedNumber): BoundedNumber {
  const rounded = roundTo(dtype, value);
  if (!Number.isFinite(value) || !Number.isFinite(bound)) return { value: rounded, bound };
  const ends = [value - bound, value + bound].map((end) => roundTo(dtype, end));
  if (ends.every((end) => Number.isFinite(end))) {
    const { unitRoundoff, tiny } = arithmeticOf(dtype);
    return { value: rounded, bound: bound + 2 * unitRoundoff * (Math.abs(value) + bound) + tiny };
  }
  return ends.every((end) => end === rounded) ? { value: rounded, bound: 0 } : anything;
}

/** Every number of a tensor changed. */
export function mapNumbers(
  tensor: ExpectedTensor,
  change: (number: BoundedNumber, index: number) => BoundedNumber,
): ExpectedTensor {
  const numbers = Array.from(tensor.values, (value, index) =>
    change({ value, bound: tensor.bounds[index] ?? Number.NaN }, index),
  );
  return {
    ...tensor,
    values: Float64Array.from(numbers, ({ value }) => value),
    bounds: Float64Array.from(numbers, ({ bound }) => bound),
  };
}

/** Every number of a tensor times a factor. */
export function scaledTensor(tensor: ExpectedTensor, factor: number): ExpectedTensor {
  const arithmetic = arithmeticOf(tensor.dtype);
  return mapNumbers(tensor, (number) => scaled(number, factor, arithmetic));
}

/** Tensors of one shape added up, element by element. */
export function summedTensors(tensors: readonly [ExpectedTensor, ...ExpectedTensor[]]): ExpectedTensor {
  const [first, ...others] = tensors;
  const { unitRoundoff } = arithmeticOf(first.dtype);
  return others.reduce(
    (sum, tensor) =>
      mapNumbers(sum, ({ value, bound }, index) => {
        const [other, otherBound] = [tensor.values[index] ?? Number.NaN, tensor.bounds[index] ?? Number.NaN];
        const total = value + other;
        if (!Number.isFinite(total)) return { value: total, bound: Math.max(bound, otherBound) };
        const inherited = bound + otherBound;
        return { value: total, bound: inherited + 2 * unitRoundoff * (Math.abs(value) + Math.abs(other) + inherited) };
      }),
    first,
  );
}

/** A tensor of the same shape that must be zero. */
export function zerosLike({ dtype, shape, values }: ExpectedTensor): ExpectedTensor {
  return { dtype, shape, values: new Float64Array(values.length), bounds: new Float64Array(values.length) };
}
