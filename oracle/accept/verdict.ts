import { arithmeticOf, roundTo } from '../formats/arithmetic.ts';
import type { Tensor } from '../tensor.ts';
import { elementCount, valuesOf } from '../tensor.ts';
import type { ExpectedTensor } from '../trace.ts';

/** The first element of a tensor outside its bound, and the worst. */
export interface ElementMismatch {
  /** Index in row-major order, and the same as coordinates. */
  readonly index: number;
  readonly at: readonly number[];
  readonly expected: number;
  readonly actual: number;
  readonly bound: number;
}

/** The elements of one channel: how many were decided by a bound, and how many of those are outside it. */
export interface ChannelVerdict {
  readonly informative: number;
  readonly mismatches: number;
}

export interface TensorVerdict {
  readonly elements: number;
  /** Elements whose bound is infinite: accepted, but nothing was learnt. */
  readonly uninformative: number;
  readonly mismatches: number;
  /** The mismatch farthest outside its bound. */
  readonly worst: ElementMismatch | null;
  /** Largest share of its acceptance interval that an element used, 0 to 1 where all are inside. */
  readonly boundUse: number;
  /** Elements that a bound decides and that are also within the typical bound: a label that decides nothing. */
  readonly typical: number;
  /** One entry a channel: of axis 1, or of the only axis. */
  readonly channels: readonly ChannelVerdict[];
  /** Elements that an accelerated reference has found inside their bounds, and that were not looked at again; none where absent. */
  readonly screened?: number;
}

/**
 * Holds the numbers of `actual` against `expected`, element by element: inside when they lie between expected - bound and
 * expected + bound, both rounded to the dtype of the answer (rounding is monotone). Shapes and dtypes must have been compared before.
 * `only` names the channels to look at, where a screen has decided the others: those are inside.
 */
export function judgeTensor(expected: ExpectedTensor, actual: Tensor, only?: ReadonlySet<number>): TensorVerdict {
  const answers = valuesOf(actual);
  const channelOf = channelFinder(expected.shape);
  const channels = Array.from({ length: channelCount(expected.shape) }, () => ({ informative: 0, mismatches: 0 }));
  let uninformative = 0;
  let mismatches = 0;
  let boundUse = 0;
  let typical = 0;
  let worst: ElementMismatch | null = null;
  let worstUse = 0;
  let screened = 0;
  // Not `entries()`, whose pairs cost more than the verdict.
  for (let index = 0; index < expected.values.length; index += 1) {
    const value = expected.values[index] ?? Number.NaN;
    const place = channelOf(index);
    const channel = channels[place];
    if (only?.has(place) === false) {
      screened += 1;
      if (channel !== undefined) channel.informative += 1;
      continue;
    }
    const bound = expected.bounds[index] ?? Number.NaN;
    const answer = answers[index] ?? Number.NaN;
    if (bound === Number.POSITIVE_INFINITY) {
      uninformative += 1;
      continue;
    }
    const use = intervalUse(expected, value, bound, answer);
    if (channel !== undefined) {
      channel.informative += 1;
      channel.mismatches += use <= 1 ? 0 : 1;
    }
    if (use <= 1) {
      boundUse = Math.max(boundUse, use);
      const narrower = expected.typicalBounds?.[index] ?? bound;
      typical += narrower === bound || intervalUse(expected, value, narrower, answer) <= 1 ? 1 : 0;
      continue;
    }
    mismatches += 1;
    if (worst === null || use > worstUse) {
      worstUse = use;
      worst = { index, at: coordinates(index, expected.shape), expected: value, actual: answer, bound };
    }
  }
  const elements = expected.values.length;
  return {
    elements,
    uninformative,
    mismatches,
    worst,
    boundUse: worst === null ? boundUse : worstUse,
    typical,
    channels,
    screened,
  };
}

export function channelCount(shape: readonly number[]): number {
  return (shape.length === 1 ? shape[0] : shape[1]) ?? 0;
}

/** The channel of the element at a row-major index: of axis 1, or of the only axis. */
export function channelFinder(shape: readonly number[]): (index: number) => number {
  if (shape.length === 1) return (index) => index;
  const inner = elementCount(shape.slice(2));
  const count = channelCount(shape);
  return (index) => Math.floor(index / inner) % count;
}

/**
 * Where the answer lies: at most 1 inside, as the share of the bound that it uses beyond the rounding to its own type; above 1 outside,
 * as a multiple of the bound; Infinity where NaN or an infinity is out of place.
 */
export function intervalUse(expected: Pick<ExpectedTensor, 'dtype'>, value: number, bound: number, answer: number): number {
  if (Number.isNaN(bound)) return Number.isFinite(answer) ? Number.POSITIVE_INFINITY : 0;
  if (!Number.isFinite(value)) return Object.is(value, answer) ? 0 : Number.POSITIVE_INFINITY;
  if (answer === value) return 0;
  const low = roundTo(expected.dtype, value - bound);
  const high = roundTo(expected.dtype, value + bound);
  const distance = Math.abs(answer - value);
  if (!(answer >= low && answer <= high)) {
    // The quotient may round to 1 just outside.
    return Number.isFinite(distance) ? Math.max(1 + Number.EPSILON, distance / bound) : Number.POSITIVE_INFINITY;
  }
  const { unitRoundoff, tiny } = arithmeticOf(expected.dtype);
  const beyondRounding = distance - unitRoundoff * Math.max(Math.abs(value), tiny);
  return beyondRounding > 0 && Number.isFinite(distance) ? Math.min(1, beyondRounding / bound) : 0;
}

/** The coordinates of the element at a row-major index. */
export function coordinates(index: number, shape: readonly number[]): number[] {
  const at: number[] = [];
  let rest = index;
  for (const extent of shape.toReversed()) {
    at.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return at;
}
