import type { TensorVerdict } from '../accept/verdict.ts';
import { channelCount, coordinates, judgeTensor } from '../accept/verdict.ts';
import { roundTo } from '../formats/arithmetic.ts';
import type { Tensor } from '../tensor.ts';
import { elementCount, valuesOf } from '../tensor.ts';
import type { ExpectedTensor } from '../trace.ts';

/** A verdict whose mismatches are elements that are not inside for certain. */
export interface ScreenVerdict extends TensorVerdict {
  /** Those of them that are outside for certain. */
  readonly outside: number;
}

/** How far the bounds of a screen may be from the exact core's, relative to themselves. */
export const boundShare = 0.01;

/**
 * Holds the numbers of `actual` against an accelerated answer. An element counts as a mismatch unless it is inside its bound for certain, whatever
 * the screen is off by: those the exact core has to decide. A tensor without errors is the exact core's own, and judged as that.
 * Bound use and typical elements of those inside are not told: only the exact core knows them.
 */
export function screenTensor(expected: ExpectedTensor, actual: Tensor): ScreenVerdict {
  const { errors, values, bounds, dtype, shape } = expected;
  if (errors === undefined) {
    const verdict = judgeTensor(expected, actual);
    return { ...verdict, outside: verdict.mismatches };
  }
  const answers = actual.data instanceof Uint16Array ? valuesOf(actual) : actual.data;
  const elements = values.length;
  const inner = elementCount(shape.slice(2));
  const channels = Array.from({ length: channelCount(shape) }, () => ({ informative: 0, mismatches: 0 }));
  let mismatches = 0;
  let outside = 0;
  let first = -1;
  // Run by run of one channel: a large tensor has few.
  for (let from = 0; from < elements; from += inner) {
    const before = mismatches;
    for (let index = from; index < from + inner; index += 1) {
      const value = values[index] ?? Number.NaN;
      const bound = bounds[index] ?? Number.NaN;
      const error = errors[index] ?? Number.NaN;
      const answer = answers[index] ?? Number.NaN;
      const room = (1 - boundShare) * bound - error;
      const distance = Math.abs(answer - value);
      if (distance <= room || (room >= 0 && isRoundedInside(dtype, value, room, answer))) continue;
      mismatches += 1;
      if (isOutside(dtype, value, (1 + boundShare) * bound + error, answer)) outside += 1;
      if (first < 0) first = index;
    }
    const channel = channels[(from / inner) % channels.length];
    if (channel === undefined) continue;
    channel.informative += inner;
    channel.mismatches += mismatches - before;
  }
  const worst =
    first < 0
      ? null
      : {
          index: first,
          at: coordinates(first, shape),
          expected: values[first] ?? Number.NaN,
          actual: answers[first] ?? Number.NaN,
          bound: bounds[first] ?? Number.NaN,
        };
  return { elements, uninformative: 0, mismatches, outside, worst, boundUse: 0, typical: 0, channels, screened: elements };
}

/** Whether an answer of its dtype is inside once the ends of the interval are rounded to that. */
function isRoundedInside(dtype: ExpectedTensor['dtype'], value: number, room: number, answer: number): boolean {
  return answer >= roundTo(dtype, value - room) && answer <= roundTo(dtype, value + room);
}

/** Whether no number within `reach` of the value rounds to the answer: NaN is nowhere. */
function isOutside(dtype: ExpectedTensor['dtype'], value: number, reach: number, answer: number): boolean {
  if (!Number.isFinite(reach)) return false;
  return !(answer >= roundTo(dtype, value - reach) && answer <= roundTo(dtype, value + reach));
}
