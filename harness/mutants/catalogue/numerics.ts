import { gradientThroughStatistics } from '../../../oracle/backward/input-gradient.ts';
import type { GradientSums } from '../../../oracle/backward/gradient-sums.ts';
import { biasGradient, weightGradient } from '../../../oracle/backward/affine-gradient.ts';
import { roundTo } from '../../../oracle/formats/arithmetic.ts';
import type { BatchMoments } from '../../../oracle/forward/batch-moments.ts';
import { batchMoments } from '../../../oracle/forward/batch-moments.ts';
import type { ChannelBatch } from '../../../oracle/forward/channel.ts';
import { batchNormaliser } from '../../../oracle/forward/normaliser.ts';
import { updateRunning } from '../../../oracle/forward/running-statistics.ts';
import type { NormalisedSet } from '../../../oracle/answer-set.ts';
import type { ChannelParts } from '../../../oracle/channel-parts.ts';
import type { Scenario } from '../../../oracle/scenario.ts';
import type { DType, Tensor } from '../../../oracle/tensor.ts';
import { valuesOf } from '../../../oracle/tensor.ts';
import { tensorOf } from '../../../generators/arbitraries/tensor-of.ts';
import type { Mutant } from '../mutant.ts';
import { withChannel, withChannelOf, withScenario } from '../mutant.ts';
import type { Statistics } from './altered-moments.ts';
import { mergedFrom, restated, weighed } from './altered-moments.ts';
import { madeOfBatch, renormalised } from './altered-normaliser.ts';
import { storedAs } from './bounded-numbers.ts';

/** Defects of precision and range, and of numbers that are none. */
export const numericsMutants: readonly Mutant[] = [
  withChannel(
    {
      id: 'one-pass-variance',
      defect: 'a variance from the mean of the squares less the square of the mean, NaN where that is too far below zero',
      references: [
        'D51 tt-metal#45968',
        'flax#1491',
        'keras#18795',
        'objax#182',
        'tensorflow#3290',
        'tensorflow#25115',
        'Paddle#16121',
      ],
    },
    computedBy((batch) => onePass(batch, Number.NEGATIVE_INFINITY)),
  ),
  withChannel(
    {
      id: 'one-pass-variance-clamped',
      defect: 'a variance from the mean of the squares less the square of the mean, but not below zero',
      references: ['D51 tensorflow#118701', 'keras#18795'],
    },
    computedBy((batch) => onePass(batch, 0)),
  ),
  withChannelOf(
    {
      id: 'half-sums',
      defect: 'sums of float16 inputs in float16',
      references: ['D53 pytorch#126525', 'tf-directml#321', 'cupy#2060', 'tensorflow#47156'],
    },
    (set) => (isFloat16(set) ? computedBy(twoPassesInHalf) : {}),
  ),
  withChannelOf(
    {
      id: 'half-buffer',
      defect: 'a variance of float16 inputs that passes through float16 on its way to the buffer',
      references: ['D53 coreai-torch#54'],
    },
    (set) => (isFloat16(set) ? { updateRunning: updateThroughHalf } : {}),
  ),
  withChannelOf(
    {
      id: 'half-gradient-sums',
      defect: 'sums of float16 gradients stored in float16',
      references: ['D26 pytorch#195701'],
    },
    (set) =>
      isFloat16(set)
        ? {
            weightGradient: (sums, ...others) => weightGradient(inHalf(sums), ...others),
            biasGradient: (sums) => biasGradient(inHalf(sums)),
            gradientThroughStatistics: (context) => gradientThroughStatistics({ ...context, total: inHalf(context.total) }),
          }
        : {},
  ),
  withChannelOf(
    {
      id: 'half-counts',
      defect: "counts in the inputs' half type",
      references: ['D15 pytorch#98332', 'pytorch#70901', 'D53 tensorflow#30230'],
    },
    ({ inputs }) => {
      const dtype = inputs[0]?.x.dtype ?? 'float32';
      if (!isHalf(dtype)) return {};
      return { batchMoments: (batch) => mergedFrom(batch, (ranks) => weighed(ranks, shareInHalf(dtype, ranks))) };
    },
  ),
  withScenario({ id: 'nan-as-zero', defect: 'NaN in the input taken for zero' }, (scenario) =>
    withInputs(scenario, (value) => (Number.isNaN(value) ? 0 : value)),
  ),
  withChannel(
    { id: 'nan-masked', defect: 'NaN left out of the statistics' },
    {
      batchMoments: (batch) => {
        const kept = batch.values.filter((value) => !Number.isNaN(value));
        if (kept.length === batch.values.length) return batchMoments(batch);
        const moments = batchMoments({ ...batch, values: kept, offsets: [0, kept.length] });
        return { ...moments, exact: null, deviations: batch.values.map((value) => value - moments.mean) };
      },
    },
  ),
  withScenario({ id: 'infinity-clamped', defect: 'infinities in the input taken for the largest finite number' }, (scenario) =>
    withInputs(scenario, (value, dtype) =>
      Math.abs(value) === Number.POSITIVE_INFINITY ? Math.sign(value) * largestOf[dtype] : value,
    ),
  ),
];

const largestOf: Record<DType, number> = {
  float16: 65504,
  bfloat16: (2 - 2 ** -7) * 2 ** 127,
  float32: (2 - 2 ** -23) * 2 ** 127,
  float64: Number.MAX_VALUE,
};

/**
 * Statistics as an algorithm computes them, to the last bit. Their bounds are zero: one order of summation stands for the defect, and
 * what follows from them has the bounds of correct code.
 */
function computedBy(algorithm: (batch: ChannelBatch) => Statistics): Partial<ChannelParts> {
  return {
    batchMoments: (batch) => {
      const moments = batchMoments(batch);
      return isJudged(moments) ? restated(moments, batch.values, algorithm(batch)) : moments;
    },
    batchNormaliser: (moments, epsilon, arithmetic, grade) => {
      if (!isJudged(moments)) return batchNormaliser(moments, epsilon, arithmetic, grade);
      const { mean, variance } = moments;
      const size = Number.isFinite(variance) ? Math.abs(variance) : 0;
      const made = madeOfBatch({ ...moments, variance: size }, epsilon, arithmetic, grade);
      const normaliser = { ...made.normaliser, mean, meanLow: 0, meanBound: 0 };
      return renormalised({ ...made, normaliser }, { value: variance, bound: 0 });
    },
  };
}

function isJudged({ allFinite, count }: BatchMoments): boolean {
  return allFinite && count > 0;
}

/** In the type that a conforming implementation computes in, one value after another. */
function onePass({ values, precision }: ChannelBatch, lowest: number): Statistics {
  const round = precision === 'double' ? (value: number): number => value : Math.fround;
  let [sum, squares] = [0, 0];
  for (const value of values) {
    sum = round(sum + value);
    squares = round(squares + round(value * value));
  }
  const mean = round(sum / values.length);
  return { mean, variance: Math.max(lowest, round(round(squares / values.length) - round(mean * mean))) };
}

function twoPassesInHalf({ values }: ChannelBatch): Statistics {
  const round = (value: number): number => roundTo('float16', value);
  const mean = round(values.reduce((sum, value) => round(sum + value), 0) / values.length);
  const squares = values.reduce((sum, value) => round(sum + round(round(value - mean) ** 2)), 0);
  return { mean, variance: round(squares / values.length) };
}

const updateThroughHalf: ChannelParts['updateRunning'] = (...asked) => {
  const { mean, variance } = updateRunning(...asked);
  return { mean, variance: storedAs('float16', variance) };
};

/** The sums that grad_x and the parameter gradients are made of, stored in float16. */
function inHalf(sums: GradientSums): GradientSums {
  const sum = storedAs('float16', { value: sums.sum, bound: sums.sumBound });
  const weighted = storedAs('float16', { value: sums.weighted, bound: sums.weightedBound });
  return { ...sums, sum: sum.value, sumBound: sum.bound, weighted: weighted.value, weightedBound: weighted.bound };
}

/** The share of a rank when its count and the sum of the counts are stored in `dtype`: none where the sum overflows. */
function shareInHalf(dtype: DType, ranks: readonly BatchMoments[]): (rank: BatchMoments) => number {
  const total = ranks.reduce((sum, { count }) => roundTo(dtype, sum + roundTo(dtype, count)), 0);
  return ({ count }) => roundTo(dtype, count) / total;
}

function isHalf(dtype: DType): boolean {
  return dtype === 'float16' || dtype === 'bfloat16';
}

function isFloat16({ inputs }: NormalisedSet): boolean {
  return inputs[0]?.x.dtype === 'float16';
}

function withInputs(scenario: Scenario, change: (value: number, dtype: DType) => number): Scenario {
  const changed = (x: Tensor): Tensor =>
    tensorOf(
      x.dtype,
      x.shape,
      valuesOf(x).map((value) => change(value, x.dtype)),
    );
  const steps = scenario.steps.map((step) => ({ ...step, ranks: step.ranks.map(({ x, gradY }) => ({ x: changed(x), gradY })) }));
  return { ...scenario, steps };
}
