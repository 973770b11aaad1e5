import { biasGradient, weightGradient } from './backward/affine-gradient.ts';
import { gradientOverflow } from './backward/gradient-overflow.ts';
import { gradientSums, sliceOf } from './backward/gradient-sums.ts';
import type { GradientBatch } from './backward/gradient-sums.ts';
import { gradientThroughAffine, gradientThroughStatistics } from './backward/input-gradient.ts';
import type { ModuleState } from './dialects/module-state.ts';
import { dyadicOf } from './exact/dyadic.ts';
import { quotient } from './exact/fraction.ts';
import type { Arithmetic } from './formats/arithmetic.ts';
import { arithmeticOf } from './formats/arithmetic.ts';
import { batchMoments } from './forward/batch-moments.ts';
import type { BatchMoments } from './forward/batch-moments.ts';
import type { ChannelBatch } from './forward/channel.ts';
import { joinChannel, scatterChannel } from './forward/channel.ts';
import type { Normaliser } from './forward/normaliser.ts';
import { batchNormaliser, runningNormaliser } from './forward/normaliser.ts';
import type { Bounded } from './forward/output.ts';
import { normalise, settle } from './forward/output.ts';
import type { BoundedNumber, RunningStatistics } from './forward/running-statistics.ts';
import { decayRunning, updateRunning } from './forward/running-statistics.ts';
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
  readonly behaviour: Behaviour;
  readonly epsilon: number;
  readonly averagingFactor: number;
  readonly workingDtype: DType;
  readonly parameterDtype: DType;
}

/** Arithmetic's answer for such a set; lists have one entry a rank. Running statistics are null where they are not updated. */
export interface SetAnswer {
  readonly y: readonly ExpectedTensor[];
  readonly gradX: readonly ExpectedTensor[];
  readonly gradWeight: readonly ExpectedTensor[];
  readonly gradBias: readonly ExpectedTensor[];
  readonly groupGradWeight: ExpectedTensor;
  readonly groupGradBias: ExpectedTensor;
  readonly runningMean: ExpectedTensor | null;
  readonly runningVar: ExpectedTensor | null;
}

/** Forward and, where upstream gradients are given, backward over all channels of a set. */
export function answerSet(set: NormalisedSet): SetAnswer {
  const { inputs, module, parameterDtype } = set;
  const tensors = inputs.map((input) => input.x);
  const upstream = inputs.map((input) => input.gradY);
  const channels = tensors[0]?.shape[1] ?? 0;
  const perChannel = (): ExpectedTensor => blank(parameterDtype, [channels]);
  const answer = {
    y: tensors.map((x) => blank(x.dtype, x.shape)),
    gradX: tensors.map((x) => blank(x.dtype, x.shape)),
    gradWeight: tensors.map(perChannel),
    gradBias: tensors.map(perChannel),
    groupGradWeight: perChannel(),
    groupGradBias: perChannel(),
    runningMean: perChannel(),
    runningVar: perChannel(),
  };
  const arithmetic = arithmeticOf(set.workingDtype);
  for (let channel = 0; channel < channels; channel += 1) {
    const batch = joinChannel(tensors, channel);
    const running = runningStatistics(module, channel);
    const moments = set.behaviour.normaliseWith === 'batch' ? batchMoments(batch) : null;
    const normaliser = chooseNormaliser(moments, running, set, arithmetic);
    const weight = module.weight?.values[channel] ?? 1;
    const bias = module.bias?.values[channel] ?? 0;
    scatterRanks(answer.y, channel, batch, normalise(batch.values, normaliser, weight, bias, arithmetic));
    if (running !== null && moments !== null && set.behaviour.buffers === 'update') {
      const updated = update(running, moments, normaliser, set, arithmetic);
      put(answer.runningMean, channel, updated.mean);
      put(answer.runningVar, channel, updated.variance);
    }
    if (upstream.every((gradient) => gradient !== null)) {
      differentiate(answer, channel, batch, joinChannel(upstream, channel), moments, normaliser, weight, arithmetic);
    }
  }
  const updates = set.behaviour.buffers === 'update' && module.runningMean !== null;
  return { ...answer, runningMean: updates ? answer.runningMean : null, runningVar: updates ? answer.runningVar : null };
}

function runningStatistics(module: ModuleState, channel: number): RunningStatistics | null {
  const { runningMean, runningVar } = module;
  if (runningMean === null || runningVar === null) return null;
  return { mean: at(runningMean, channel), variance: at(runningVar, channel) };
}

function chooseNormaliser(
  moments: BatchMoments | null,
  running: RunningStatistics | null,
  set: NormalisedSet,
  arithmetic: Arithmetic,
): Normaliser {
  if (moments !== null) return batchNormaliser(moments, set.epsilon, arithmetic);
  if (running === null) throw new RangeError('Expected a module that normalises with running statistics to have them.');
  return runningNormaliser(running.mean, running.variance, set.epsilon, arithmetic);
}

/** An empty batch of a rank alone updates nothing; ranks that synchronise over nothing let their buffers decay. */
function update(
  running: RunningStatistics,
  moments: BatchMoments,
  normaliser: Normaliser,
  set: NormalisedSet,
  arithmetic: Arithmetic,
): RunningStatistics {
  if (moments.count > 0) return updateRunning(running, moments, normaliser, set.averagingFactor, arithmetic);
  return set.inputs.length > 1 ? decayRunning(running, set.averagingFactor, arithmetic) : running;
}

type Gradients = Pick<SetAnswer, 'gradX' | 'gradWeight' | 'gradBias' | 'groupGradWeight' | 'groupGradBias'>;

function differentiate(
  answer: Gradients,
  channel: number,
  batch: ChannelBatch,
  upstream: ChannelBatch,
  moments: BatchMoments | null,
  normaliser: Normaliser,
  weight: number,
  arithmetic: Arithmetic,
): void {
  const whole = gradientBatch(batch, upstream, moments, normaliser);
  const { gradients, deviations } = whole;
  const count = batch.values.length;
  const total = gradientSums(whole, normaliser, arithmetic);
  const finite = gradients.every(Number.isFinite) && batch.values.every(Number.isFinite);
  const overflow = gradientOverflow(total, normaliser, finite, arithmetic);
  answer.gradWeight.forEach((target, rank) => {
    const part = sliceOf(whole, batch.offsets[rank] ?? 0, batch.offsets[rank + 1] ?? 0);
    const slice = part.values.length === count ? total : gradientSums(part, normaliser, arithmetic);
    put(target, channel, settledNumber(weightGradient(slice, normaliser, count, arithmetic), overflow.weight));
    const biasTarget = answer.gradBias[rank];
    if (biasTarget !== undefined) put(biasTarget, channel, settledNumber(biasGradient(slice), overflow.bias));
  });
  put(answer.groupGradWeight, channel, settledNumber(weightGradient(total, normaliser, count, arithmetic), overflow.weight));
  put(answer.groupGradBias, channel, settledNumber(biasGradient(total), overflow.bias));
  const through =
    moments === null
      ? gradientThroughAffine(gradients, normaliser, weight, arithmetic)
      : gradientThroughStatistics(gradients, deviations, total, normaliser, weight, arithmetic);
  scatterRanks(answer.gradX, channel, batch, settle(through, overflow.input));
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

function put(tensor: ExpectedTensor, channel: number, number: BoundedNumber): void {
  tensor.values[channel] = number.value;
  tensor.bounds[channel] = number.bound;
}

function scatterRanks(targets: readonly ExpectedTensor[], channel: number, batch: ChannelBatch, numbers: Bounded): void {
  targets.forEach((target, rank) => {
    const [start, end] = [batch.offsets[rank] ?? 0, batch.offsets[rank + 1] ?? 0];
    scatterChannel(target.values, target.shape, channel, numbers.values.subarray(start, end));
    scatterChannel(target.bounds, target.shape, channel, numbers.bounds.subarray(start, end));
  });
}
