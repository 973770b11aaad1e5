import type { NormalisedSet } from '../answer-set.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import { arithmeticOf } from '../formats/arithmetic.ts';
import type { BatchMoments } from '../forward/batch-moments.ts';
import type { BoundedNumber } from '../forward/running-statistics.ts';
import { valuesOf } from '../tensor.ts';
import type { Tensor } from '../tensor.ts';
import type { ExpectedTensor } from '../trace.ts';
import type { Estimate } from './certificate.ts';
import { narrowed } from './certificate.ts';
import type { ChannelStatistics } from './channel-statistics.ts';
import type { Pack, Segment } from './pack.ts';
import type { ScreenedNormaliser } from './screen-channel.ts';
import { momentsOf, screenBatch, screenRunning } from './screen-channel.ts';

/** A number as the exact core would have it, with its acceptance bound and with what the screen may be off by. */
export type RunningNumber = BoundedNumber & Estimate;

/** What a segment is computed with, and what is known of its statistics: null where that is too little. */
export interface SegmentFacts {
  readonly segment: Segment;
  readonly set: NormalisedSet;
  readonly arithmetic: Arithmetic;
  /** The affine map, and as kernels have it: float32. */
  readonly weight: number;
  readonly bias: number;
  readonly singleWeight: Estimate;
  readonly singleBias: Estimate;
  /** No input, and no upstream gradient, is larger in magnitude. */
  readonly largestInput: number;
  readonly largestGradient: number;
  readonly runningMean: RunningNumber | null;
  readonly runningVar: RunningNumber | null;
  readonly found: ChannelStatistics | null;
  readonly moments: BatchMoments | null;
  readonly batch: ScreenedNormaliser | null;
  /** What normalises: the batch or the running statistics. */
  readonly screened: ScreenedNormaliser | null;
}

/** Gathers them; `found` has the statistics of every segment, or is empty where no set needs any. */
export function segmentFacts(
  { segments, parts }: Pack,
  sets: readonly NormalisedSet[],
  found: readonly ChannelStatistics[],
): readonly SegmentFacts[] {
  const largest = sets.map(({ inputs }) => ({
    input: Math.max(0, ...inputs.map(({ x }) => largestMagnitude(x))),
    gradient: Math.max(0, ...inputs.map(({ gradY }) => (gradY === null ? 0 : largestMagnitude(gradY)))),
  }));
  return segments.map((segment, index) => {
    const set = sets[segment.set];
    if (set === undefined) throw new RangeError(`Expected a set ${segment.set}, got ${sets.length} sets.`);
    const { module, epsilon, grade } = set;
    const arithmetic = narrowed(arithmeticOf(set.workingDtype));
    const statistics = found[index] ?? null;
    const weight = module.weight?.values[segment.channel] ?? 1;
    const bias = module.bias?.values[segment.channel] ?? 0;
    const runningMean = numberAt(module.runningMean, segment.channel);
    const runningVar = numberAt(module.runningVar, segment.channel);
    const nonEmpty = parts.slice(segment.firstPart, segment.firstPart + segment.parts).length;
    const moments = statistics && momentsOf(statistics, segment.count, nonEmpty);
    const batch = statistics && moments && screenBatch(statistics, moments, epsilon, arithmetic, grade);
    const running =
      runningMean && runningVar && set.behaviour.normaliseWith === 'running'
        ? screenRunning(runningMean, runningVar, epsilon, arithmetic)
        : null;
    return {
      segment,
      set,
      arithmetic,
      weight,
      bias,
      singleWeight: single(weight),
      singleBias: single(bias),
      largestInput: largest[segment.set]?.input ?? 0,
      largestGradient: largest[segment.set]?.gradient ?? 0,
      runningMean,
      runningVar,
      found: statistics,
      moments,
      batch,
      screened: set.behaviour.normaliseWith === 'batch' ? batch : running,
    };
  });
}

/** The largest magnitude in a tensor: Infinity where a number is infinite or NaN. */
export function largestMagnitude(tensor: Tensor): number {
  const numbers = tensor.data instanceof Uint16Array ? valuesOf(tensor) : tensor.data;
  let largest = 0;
  for (let index = 0; index < numbers.length; index += 1) {
    const magnitude = Math.abs(numbers[index] ?? 0);
    // NaN is not less than anything.
    if (!(magnitude <= largest)) largest = magnitude < Number.POSITIVE_INFINITY ? magnitude : Number.POSITIVE_INFINITY;
  }
  return largest;
}

function single(value: number): Estimate {
  const rounded = Math.fround(value);
  return { value: rounded, error: Math.abs(value - rounded) };
}

function numberAt(tensor: ExpectedTensor | null, channel: number): RunningNumber | null {
  if (tensor === null) return null;
  const at = (numbers: Float64Array | undefined): number => numbers?.[channel] ?? 0;
  return { value: at(tensor.values), bound: at(tensor.bounds), error: at(tensor.errors) };
}
