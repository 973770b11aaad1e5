import type { Grade } from './accept/grade.ts';
import { gradientOverflow } from './backward/gradient-overflow.ts';
import { gradientSums, sliceOf } from './backward/gradient-sums.ts';
import type { GradientBatch, GradientSums } from './backward/gradient-sums.ts';
import type { ModuleState } from './dialects/module-state.ts';
import { dyadicOf } from './exact/dyadic.ts';
import { quotient } from './exact/fraction.ts';
import type { Arithmetic, ErrorModel } from './formats/arithmetic.ts';
import { arithmeticOf } from './formats/arithmetic.ts';
import type { BatchMoments } from './forward/batch-moments.ts';
import type { ChannelBatch } from './forward/channel.ts';
import { joinChannel, scatterChannel } from './forward/channel.ts';
import type { Normaliser } from './forward/normaliser.ts';
import type { Bounded } from './forward/output.ts';
import { settle } from './forward/output.ts';
import type { BoundedNumber, RunningStatistics } from './forward/running-statistics.ts';
import type { ChannelParts } from './channel-parts.ts';
import type { RankInput } from './scenario.ts';
import type { Behaviour } from './state-tables.ts';
import type { DType } from './tensor.ts';
import { elementCount } from './tensor.ts';
import type { ExpectedTensor } from './trace.ts';

/** Ranks that one set of statistics normalises: a synchronised group, a rank alone, or ranks reading the same running statistics. */
export interface NormalisedSet {
  readonly inputs: readonly RankInput[];
  /** The module of the first rank; the others hold the same numbers. */
  readonly module: ModuleState;
  /** Each rank by its number in the world, and its module: what an implementation needs whose ranks disagree. */
  readonly ranks: readonly number[];
  readonly modules: readonly ModuleState[];
  readonly behaviour: Behaviour;
  readonly epsilon: number;
  readonly averagingFactor: number;
  readonly workingDtype: DType;
  readonly parameterDtype: DType;
  /** The class of algorithms that the bounds are for. */
  readonly grade: Grade;
  /** The worst unless told otherwise. */
  readonly errorModel?: ErrorModel;
  /** The channels to answer; the others stay zero. All where absent. */
  readonly only?: ReadonlySet<number>;
}

/**
 * Arithmetic's answer for such a set; lists have one entry a rank, and those of the running statistics the same tensor in each.
 * Running statistics are null where they are not updated.
 */
export interface SetAnswer {
  readonly y: readonly ExpectedTensor[];
  readonly gradX: readonly ExpectedTensor[];
  readonly gradWeight: readonly ExpectedTensor[];
  readonly gradBias: readonly ExpectedTensor[];
  readonly groupGradWeight: ExpectedTensor;
  readonly groupGradBias: ExpectedTensor;
  readonly runningMean: readonly ExpectedTensor[] | null;
  readonly runningVar: readonly ExpectedTensor[] | null;
}

/** Forward and, where upstream gradients are given, backward over all channels of a set. */
export function answerSet(set: NormalisedSet, parts: ChannelParts): SetAnswer {
  const { inputs, module, parameterDtype, behaviour } = set;
  const tensors = inputs.map((input) => input.x);
  const upstream = inputs.map((input) => input.gradY);
  const channels = tensors[0]?.shape[1] ?? 0;
  const like = (made: ExpectedTensor | null): ExpectedTensor => blank(parameterDtype, made?.shape ?? [channels]);
  const [runningMean, runningVar] = [like(module.runningMean), like(module.runningVar)];
  const answer = {
    y: tensors.map((x) => blank(x.dtype, x.shape)),
    gradX: tensors.map((x) => blank(x.dtype, x.shape)),
    gradWeight: tensors.map(() => like(module.weight)),
    gradBias: tensors.map(() => like(module.bias)),
    groupGradWeight: like(module.weight),
    groupGradBias: like(module.bias),
  };
  // An empty batch of a rank alone meets no kernel, whatever its number of channels: gradients of zeros, and nothing is updated.
  if (tensors.length === 1 && elementCount(tensors[0]?.shape ?? []) === 0)
    return { ...answer, runningMean: null, runningVar: null };
  const { errorModel = 'worst' } = set;
  const arithmetic = { ...arithmeticOf(set.workingDtype), errorModel };
  const updates = behaviour.buffers === 'update' && module.runningMean !== null;
  for (let channel = 0; channel < channels; channel += 1) {
    if (set.only?.has(channel) === false) continue;
    const batch = joinChannel(tensors, channel);
    const running = runningStatistics(module, channel);
    const statistics =
      updates || behaviour.normaliseWith === 'batch' ? batchStatistics(parts.batchMoments(batch), set, parts, arithmetic) : null;
    const normaliser =
      behaviour.normaliseWith === 'batch' ? statistics?.normaliser : runningNormaliser(running, set, parts, arithmetic);
    if (normaliser === undefined) throw new RangeError('Expected statistics of the batch where it normalises.');
    const weight = module.weight?.values[channel] ?? 1;
    const bias = module.bias?.values[channel] ?? 0;
    const drawn = isDrawn(module.weight, channel) || isDrawn(module.bias, channel);
    const output = parts.normalise(batch.values, normaliser, weight, bias, arithmetic);
    scatterRanks(answer.y, channel, batch, drawn ? settle(output, true) : output);
    if (updates && running !== null && statistics !== null) {
      const updated = update(running, statistics, set, parts, arithmetic);
      put(runningMean, channel, updated.mean);
      put(runningVar, channel, updated.variance);
    }
    if (upstream.every((gradient) => gradient !== null)) {
      const moments = behaviour.normaliseWith === 'batch' ? (statistics?.moments ?? null) : null;
      const gradients = gradientBatch(batch, joinChannel(upstream, channel), moments, normaliser);
      differentiate(answer, channel, batch, gradients, normaliser, weight, set, parts, arithmetic);
    }
  }
  const onEachRank = (tensor: ExpectedTensor): readonly ExpectedTensor[] | null => (updates ? tensors.map(() => tensor) : null);
  return { ...answer, runningMean: onEachRank(runningMean), runningVar: onEachRank(runningVar) };
}

function runningStatistics(module: ModuleState, channel: number): RunningStatistics | null {
  const { runningMean, runningVar } = module;
  if (runningMean === null || runningVar === null) return null;
  return { mean: at(runningMean, channel), variance: at(runningVar, channel) };
}

/** The statistics of a batch, and how they normalise it. */
interface BatchStatistics {
  readonly moments: BatchMoments;
  readonly normaliser: Normaliser;
}

function batchStatistics(
  moments: BatchMoments,
  set: NormalisedSet,
  parts: ChannelParts,
  arithmetic: Arithmetic,
): BatchStatistics {
  return { moments, normaliser: parts.batchNormaliser(moments, set.epsilon, arithmetic, set.grade) };
}

function runningNormaliser(
  running: RunningStatistics | null,
  set: NormalisedSet,
  parts: ChannelParts,
  arithmetic: Arithmetic,
): Normaliser {
  if (running === null) throw new RangeError('Expected a module that normalises with running statistics to have them.');
  return parts.runningNormaliser(running.mean, running.variance, set.epsilon, arithmetic);
}

/** Ranks that synchronise over nothing let their buffers decay. */
function update(
  running: RunningStatistics,
  { moments, normaliser }: BatchStatistics,
  set: NormalisedSet,
  parts: ChannelParts,
  arithmetic: Arithmetic,
): RunningStatistics {
  if (moments.count > 0) return parts.updateRunning(running, moments, normaliser, set.averagingFactor, arithmetic);
  return parts.decayRunning(running, set.averagingFactor, arithmetic);
}

type Gradients = Pick<SetAnswer, 'gradX' | 'gradWeight' | 'gradBias' | 'groupGradWeight' | 'groupGradBias'>;

function differentiate(
  answer: Gradients,
  channel: number,
  { values, offsets }: ChannelBatch,
  batch: GradientBatch,
  normaliser: Normaliser,
  weight: number,
  set: NormalisedSet,
  parts: ChannelParts,
  arithmetic: Arithmetic,
): void {
  const count = values.length;
  const { grade } = set;
  const total = gradientSums(batch, normaliser, arithmetic, grade);
  const slices = answer.gradX.map((_, rank) => {
    const part = sliceOf(batch, offsets[rank] ?? 0, offsets[rank + 1] ?? 0);
    return part.values.length === count ? total : gradientSums(part, normaliser, arithmetic, grade);
  });
  const finite = batch.gradients.every(Number.isFinite) && values.every(Number.isFinite);
  const throughStatistics = set.behaviour.normaliseWith === 'batch';
  const overflow = gradientOverflow(total, { normaliser, scale: weight, throughStatistics, finite, arithmetic, grade });
  const weightOf = (sums: GradientSums): BoundedNumber =>
    settledNumber(parts.weightGradient(sums, normaliser, arithmetic), overflow.weight);
  const biasOf = (sums: GradientSums): BoundedNumber => settledNumber(parts.biasGradient(sums), overflow.bias);
  slices.forEach((sums, rank) => {
    put(answer.gradWeight[rank], channel, weightOf(sums));
    put(answer.gradBias[rank], channel, biasOf(sums));
  });
  put(answer.groupGradWeight, channel, weightOf(total));
  put(answer.groupGradBias, channel, biasOf(total));
  const context = { batch, offsets, slices, total, normaliser, weight, arithmetic, grade };
  const through = throughStatistics ? parts.gradientThroughStatistics(context) : parts.gradientThroughAffine(context);
  scatterRanks(answer.gradX, channel, { offsets }, settle(through, overflow.input || isDrawn(set.module.weight, channel)));
}

function gradientBatch(
  batch: ChannelBatch,
  upstream: ChannelBatch,
  moments: BatchMoments | null,
  normaliser: Normaliser,
): GradientBatch {
  const { mean } = normaliser;
  const running = Number.isFinite(mean) ? quotient(dyadicOf(mean), 1n) : null;
  return {
    gradients: upstream.values,
    values: batch.values,
    deviations: moments?.deviations ?? batch.values.map((value) => value - mean),
    mean: moments === null ? running : (moments.exact?.mean ?? null),
    precision: batch.precision === 'double' ? 'double' : upstream.precision,
  };
}

/** Whether a random initialiser made a parameter, so that what is computed with it is not known. */
function isDrawn(parameter: ExpectedTensor | null, channel: number): boolean {
  return parameter !== null && parameter.bounds[channel] !== 0;
}

function settledNumber(number: BoundedNumber, mayOverflow: boolean): BoundedNumber {
  const { values, bounds } = settle(
    { values: Float64Array.of(number.value), bounds: Float64Array.of(number.bound) },
    mayOverflow,
  );
  return { value: values[0] ?? Number.NaN, bound: bounds[0] ?? Number.NaN };
}

function blank(dtype: DType, shape: readonly number[]): ExpectedTensor {
  const size = elementCount(shape);
  return { dtype, shape, values: new Float64Array(size), bounds: new Float64Array(size) };
}

function at(tensor: ExpectedTensor, channel: number): BoundedNumber {
  return { value: tensor.values[channel] ?? Number.NaN, bound: tensor.bounds[channel] ?? Number.NaN };
}

function put(tensor: ExpectedTensor | undefined, channel: number, number: BoundedNumber): void {
  if (tensor === undefined) return;
  tensor.values[channel] = number.value;
  tensor.bounds[channel] = number.bound;
}

function scatterRanks(
  targets: readonly ExpectedTensor[],
  channel: number,
  batch: Pick<ChannelBatch, 'offsets'>,
  numbers: Bounded,
): void {
  targets.forEach((target, rank) => {
    const [start, end] = [batch.offsets[rank] ?? 0, batch.offsets[rank + 1] ?? 0];
    scatterChannel(target.values, target.shape, channel, numbers.values.subarray(start, end));
    scatterChannel(target.bounds, target.shape, channel, numbers.bounds.subarray(start, end));
  });
}
