import { answerSet } from '../../../oracle/answer-set.ts';
import { gradientSums, sliceOf } from '../../../oracle/backward/gradient-sums.ts';
import { gradientThroughStatistics } from '../../../oracle/backward/input-gradient.ts';
import { batchNormaliser } from '../../../oracle/forward/normaliser.ts';
import { updateRunning } from '../../../oracle/forward/running-statistics.ts';
import type { Layout, Scenario } from '../../../oracle/scenario.ts';
import type { Tensor } from '../../../oracle/tensor.ts';
import { elementCount } from '../../../oracle/tensor.ts';
import type { ExpectedTensor, ExpectedTrace } from '../../../oracle/trace.ts';
import type { Mutant } from '../mutant.ts';
import { withChannelOf, withScenario, withSet, withTrace } from '../mutant.ts';
import { scaled } from './bounded-numbers.ts';

const torchOnly = ['torch'] as const;

/** Defects that depend on the shape of the input or on how it lies in memory. */
export const shapesAndLayoutMutants: readonly Mutant[] = [
  withScenario(
    {
      id: 'channels-last-read-as-contiguous',
      defect: 'channels-last memory read as if it were contiguous',
      references: ['D21 pytorch#64039', 'pytorch#62967'],
      dialects: torchOnly,
    },
    (scenario) => misread(scenario, 'channels_last', { x: true, gradY: true }),
  ),
  withScenario(
    {
      id: 'channels-last-gradient-read-as-contiguous',
      defect: 'a channels-last upstream gradient read as if it were contiguous',
      references: ['D30 pytorch#175189', 'pytorch#181411'],
      dialects: torchOnly,
    },
    (scenario) => misread(scenario, 'channels_last', { x: false, gradY: true }),
  ),
  withScenario(
    {
      id: 'strides-ignored',
      defect: 'a transposed view read as if it were contiguous',
      references: ['D30 pytorch#174345', 'pytorch#134580'],
      dialects: torchOnly,
    },
    (scenario) => misread(scenario, 'strided', { x: true, gradY: true }),
  ),
  withChannelOf(
    {
      id: 'channels-last-variance-not-divided',
      defect: 'a sum of squares for the variance in the buffer where the input is channels-last',
      references: ['D23 nnabla-ext-cuda#457'],
      dialects: torchOnly,
    },
    (_set, { layout }) =>
      layout === 'channels_last'
        ? {
            updateRunning: (running, moments, normaliser, factor, arithmetic) => {
              const bound = normaliser.varianceBound;
              const sum = scaled({ value: moments.variance, bound }, Math.max(1, moments.count), arithmetic);
              const undivided = { ...normaliser, varianceBound: sum.bound };
              return updateRunning(running, { ...moments, variance: sum.value }, undivided, factor, arithmetic);
            },
          }
        : {},
  ),
  withTrace(
    {
      id: 'channels-beyond-64-zero',
      defect: 'outputs and input gradients of zero from the 65th channel on where the input is channels-last',
      references: ['D22 pytorch#57077', 'apex#1768'],
      dialects: torchOnly,
    },
    (trace, { layout }) => (layout === 'channels_last' ? zeroFrom(firstUnwritten, trace) : trace),
  ),
  withSet(
    {
      id: 'many-channels-of-one-pixel-nan',
      defect: 'NaN for 64 samples or more of 512 channels or more with one pixel each',
      references: ['D57 MIOpen#248'],
    },
    (set, channel) => {
      const [samples = 0, channels = 0, ...spatial] = set.inputs[0]?.x.shape ?? [];
      const meets = samples >= 64 && channels >= 512 && spatial.length > 0 && elementCount(spatial) === 1;
      return answerSet(
        set,
        meets && set.behaviour.normaliseWith === 'batch'
          ? {
              ...channel,
              batchNormaliser: (...asked) => ({
                ...batchNormaliser(...asked),
                inverseDeviation: Number.NaN,
                inverseDeviationBound: 0,
              }),
            }
          : channel,
      );
    },
  ),
  withChannelOf(
    {
      id: 'flat-input-differentiated-by-sample',
      defect: 'an input gradient of a 2-D input that takes its means over the spatial axes, of which there are none',
      references: ['D31 MIOpen#1109'],
    },
    ({ inputs }) =>
      inputs.every(({ x }) => x.shape.length === 2)
        ? {
            gradientThroughStatistics: (context) => {
              const { batch, normaliser, arithmetic, grade } = context;
              const values = new Float64Array(batch.gradients.length);
              const bounds = new Float64Array(batch.gradients.length);
              for (const index of batch.gradients.keys()) {
                const one = sliceOf(batch, index, index + 1);
                const total = gradientSums(one, normaliser, arithmetic, grade);
                const part = gradientThroughStatistics({ ...context, batch: one, offsets: [0, 1], slices: [total], total });
                values.set(part.values, index);
                bounds.set(part.bounds, index);
              }
              return { values, bounds };
            },
          }
        : {},
  ),
  withTrace(
    { id: 'half-output-widened', defect: 'float32 outputs for half inputs', references: ['D16 pytorch#96203 [inf]'] },
    (trace) => ({
      ...trace,
      steps: trace.steps.map((step) => ({ ...step, ranks: step.ranks.map((rank) => ({ ...rank, y: widened(rank.y) })) })),
    }),
  ),
];

/** The channel from which on that kernel wrote nothing. */
const firstUnwritten = 64;

/** The inputs as they come out when memory of a layout is read in row-major order. */
function misread(scenario: Scenario, layout: Layout, which: { readonly x: boolean; readonly gradY: boolean }): Scenario {
  if (scenario.layout !== layout) return scenario;
  const steps = scenario.steps.map((step) => ({
    ...step,
    ranks: step.ranks.map(({ x, gradY }) => ({
      x: which.x ? inMemory(x, layout) : x,
      gradY: which.gradY && gradY !== null ? inMemory(gradY, layout) : gradY,
    })),
  }));
  return { ...scenario, steps };
}

/** The numbers of a tensor in the order in which they lie in memory, under its own shape. */
function inMemory(tensor: Tensor, layout: Layout): Tensor {
  const { shape } = tensor;
  const axes = Array.from(shape.keys());
  const order = layout === 'channels_last' ? [0, ...axes.slice(2), 1] : [...axes.slice(0, -2), ...axes.slice(-2).toReversed()];
  const strides = shape.map((_, axis) => elementCount(shape.slice(axis + 1)));
  const extents = order.map((axis) => shape[axis] ?? 1);
  const data = tensor.data.slice();
  for (const place of data.keys()) {
    let [rest, from] = [place, 0];
    for (let axis = order.length - 1; axis >= 0; axis -= 1) {
      const extent = extents[axis] ?? 1;
      from += (rest % extent) * (strides[order[axis] ?? 0] ?? 0);
      rest = Math.floor(rest / extent);
    }
    data[place] = tensor.data[from] ?? Number.NaN;
  }
  return { ...tensor, data };
}

/** Zeros in y and grad_x from a channel on. */
function zeroFrom(first: number, trace: ExpectedTrace): ExpectedTrace {
  const zeroed = (tensor: ExpectedTensor | null): ExpectedTensor | null => tensor && zeroChannels(tensor, first);
  return {
    ...trace,
    steps: trace.steps.map((step) => ({
      ...step,
      ranks: step.ranks.map((rank) => ({ ...rank, y: zeroed(rank.y), gradX: zeroed(rank.gradX) })),
    })),
  };
}

function zeroChannels(tensor: ExpectedTensor, first: number): ExpectedTensor {
  const [samples = 0, channels = 0, ...spatial] = tensor.shape;
  if (channels <= first) return tensor;
  const inner = elementCount(spatial);
  const values = tensor.values.slice();
  const bounds = tensor.bounds.slice();
  for (let sample = 0; sample < samples; sample += 1) {
    const [start, end] = [(sample * channels + first) * inner, (sample + 1) * channels * inner];
    values.fill(0, start, end);
    bounds.fill(0, start, end);
  }
  return { ...tensor, values, bounds };
}

function widened(tensor: ExpectedTensor | null): ExpectedTensor | null {
  const isHalf = tensor?.dtype === 'float16' || tensor?.dtype === 'bfloat16';
  return tensor !== null && isHalf ? { ...tensor, dtype: 'float32' } : tensor;
}
