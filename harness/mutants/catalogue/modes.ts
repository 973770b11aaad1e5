import { answerSet } from '../../../oracle/answer-set.ts';
import type { ModuleState } from '../../../oracle/dialects/module-state.ts';
import { mindsporeArgument } from '../../../oracle/dialects/mindspore.ts';
import type { NormalisedSet, SetAnswer } from '../../../oracle/answer-set.ts';
import type { ChannelParts } from '../../../oracle/channel-parts.ts';
import type { PythonValue } from '../../../oracle/python-value.ts';
import type { RankInput, Scenario } from '../../../oracle/scenario.ts';
import type { Behaviour } from '../../../oracle/state-tables.ts';
import type { Tensor } from '../../../oracle/tensor.ts';
import { elementCount } from '../../../oracle/tensor.ts';
import type { ExpectedTensor } from '../../../oracle/trace.ts';
import type { Description, Mutant } from '../mutant.ts';
import { withRules, withScenario, withSet } from '../mutant.ts';
import { summedTensors } from './bounded-numbers.ts';
import { aloneIn, answerWithOwnBuffers, eachAlone, forwardOnly } from './disagreeing-ranks.ts';

const torchOnly = ['torch'] as const;
const mindsporeOnly = ['mindspore'] as const;

/** Defects of what a mode normalises with, shares and updates. */
export const modesMutants: readonly Mutant[] = [
  withRow(
    { id: 'training-normalises-with-running', defect: 'a training batch normalised with the running statistics' },
    ({ buffers }) => (buffers === 'update' ? { normaliseWith: 'running' } : {}),
  ),
  withSet(
    {
      id: 'training-normalises-with-updated-running',
      defect: 'a training batch normalised with the running statistics that it has just updated',
      references: ['D38 onnxruntime#29790', 'ONNX BatchNormalization_9'],
    },
    (set, channel) => {
      const answer = answerSet(set, channel);
      const [runningMean, runningVar] = [answer.runningMean?.[0], answer.runningVar?.[0]];
      if (runningMean === undefined || runningVar === undefined) return answer;
      const module = { ...set.module, runningMean, runningVar };
      const behaviour = { ...set.behaviour, normaliseWith: 'running', buffers: 'read' } as const;
      return { ...answer, y: answerSet({ ...forwardOnly(set), module, behaviour }, channel).y };
    },
  ),
  withScenario(
    {
      id: 'training-flag-ignored',
      defect: 'a training flag that is never switched',
      references: ['D42 tfjs#562'],
    },
    (scenario) => ({ ...scenario, steps: scenario.steps.map((step) => ({ ...step, training: null })) }),
  ),
  withRules(
    {
      id: 'training-flag-wrong-at-first',
      defect: 'a fresh module in the other mode',
      references: ['D60 pytorch#111998', 'mmengine#1624', 'timm#2422'],
    },
    (right) => ({
      construct: (scenario) => {
        const { errors, constructed } = right.construct(scenario);
        return { errors, constructed: constructed && { ...constructed, training: !constructed.training } };
      },
    }),
  ),
  withRow(
    {
      id: 'eval-ignores-running',
      defect: 'an evaluation that normalises with its own batch although it has running statistics',
      references: ['D42 tvm#19574', 'tvm#18703', 'tvm#15280'],
    },
    ({ normaliseWith }) => (normaliseWith === 'running' ? { normaliseWith: 'batch' } : {}),
  ),
  withSet({ id: 'eval-updates-buffers', defect: 'running statistics that an evaluation updates' }, (set, channel): SetAnswer => {
    if (set.behaviour.normaliseWith === 'batch') return answerWithOwnBuffers(set, channel, () => ({}));
    return eachAlone({ ...set, behaviour: { ...set.behaviour, buffers: 'update' } }, channel);
  }),
  withRow(
    {
      id: 'eval-synchronises',
      defect: 'an evaluation without running statistics that shares those of the batch',
      references: ['D14 pytorch#48988', 'pytorch#56982'],
      dialects: torchOnly,
    },
    ({ normaliseWith, buffers }) => (normaliseWith === 'batch' && buffers === 'none' ? { synchronise: true } : {}),
  ),
  withRow(
    {
      id: 'untracked-does-not-synchronise',
      defect: 'training without running statistics that shares nothing',
      dialects: torchOnly,
    },
    ({ normaliseWith, buffers }) => (normaliseWith === 'batch' && buffers === 'none' ? { synchronise: false } : {}),
  ),
  withSet(
    {
      id: 'untracked-normalises-samples',
      defect: 'every sample normalised by itself where there are no running statistics',
      references: ['D42 tvm#18609'],
      dialects: torchOnly,
    },
    (set, channel) =>
      set.behaviour.normaliseWith === 'batch' && set.behaviour.buffers === 'none'
        ? sampleBySample(set, channel)
        : answerSet(set, channel),
  ),
  withRow(
    {
      id: 'untracked-updates-buffers',
      defect: 'running statistics updated although track_running_stats is off',
      references: ['D41 pytorch#20967', 'pytorch#38084'],
      dialects: torchOnly,
    },
    ({ buffers }, module) => (module.training && buffers === 'none' ? { buffers: 'update' } : {}),
  ),
  withRow(
    {
      id: 'untracked-eval-ignores-old-buffers',
      defect: 'an evaluation that goes by the attribute track_running_stats and not by the buffers that are there',
      references: ['D41 pytorch#20967 [inf]'],
      dialects: torchOnly,
    },
    ({ normaliseWith }, module) =>
      normaliseWith === 'running' && !module.trackRunningStats ? { normaliseWith: 'batch', buffers: 'none' } : {},
  ),
  withSet(
    {
      id: 'eval-before-training-divides-by-zero',
      defect: 'running statistics divided by a bias correction that is zero before the first batch',
      references: ['D48 equinox#1010'],
      dialects: torchOnly,
    },
    (set, channel) =>
      answerSet(
        set,
        set.behaviour.normaliseWith === 'running' && set.module.numBatchesTracked === 0
          ? {
              ...channel,
              runningNormaliser: (_mean, _variance, ...others) => channel.runningNormaliser(notANumber, notANumber, ...others),
            }
          : channel,
      ),
  ),
  withRow(
    {
      id: 'batch-row-updates-only-in-training',
      defect: 'use_batch_statistics=True that leaves the moving statistics alone while the training flag is off',
      dialects: mindsporeOnly,
    },
    ({ buffers }, module) => (buffers === 'update' && !module.training ? { buffers: 'read' } : {}),
  ),
  withRow(
    {
      id: 'batch-row-reads-in-eval',
      defect: 'use_batch_statistics=True that is only heeded in training',
      dialects: mindsporeOnly,
    },
    ({ buffers }, module) =>
      buffers === 'update' && !module.training ? { normaliseWith: 'running', synchronise: false, buffers: 'read' } : {},
  ),
  withSet(
    {
      id: 'moving-row-updates-in-training',
      defect: 'use_batch_statistics=False that updates the moving statistics while the training flag is on',
      dialects: mindsporeOnly,
    },
    (set, channel) => {
      const { behaviour, module } = set;
      const updates = behaviour.normaliseWith === 'running' && module.training;
      return answerSet(updates ? { ...set, behaviour: { ...behaviour, buffers: 'update' } } : set, channel);
    },
  ),
  withStatistics(
    {
      id: 'moving-row-trains',
      defect: 'use_batch_statistics=False taken for None',
      dialects: mindsporeOnly,
    },
    false,
    null,
  ),
  withStatistics(
    { id: 'use-batch-statistics-defaults-to-true', defect: 'use_batch_statistics None taken for True', dialects: mindsporeOnly },
    null,
    true,
  ),
  withStatistics(
    {
      id: 'use-batch-statistics-defaults-to-false',
      defect: 'use_batch_statistics None taken for False',
      dialects: mindsporeOnly,
    },
    null,
    false,
  ),
];

const notANumber = { value: Number.NaN, bound: 0 };

/** The reference with other rows in its state tables. */
function withRow(description: Description, change: (row: Behaviour, module: ModuleState) => Partial<Behaviour>): Mutant {
  return withRules(description, (right) => ({
    behaviour: (scenario, module) => {
      const row = right.behaviour(scenario, module);
      return { ...row, ...change(row, module) };
    },
  }));
}

/** MindSpore with one value of use_batch_statistics taken for another. */
function withStatistics(description: Description, from: PythonValue, to: PythonValue): Mutant {
  return withScenario(description, (scenario: Scenario) =>
    mindsporeArgument(scenario, 'use_batch_statistics') === from
      ? { ...scenario, arguments: { ...scenario.arguments, use_batch_statistics: to } }
      : scenario,
  );
}

/** Every sample of every rank normalised with its own statistics. */
function sampleBySample(set: NormalisedSet, channel: ChannelParts): SetAnswer {
  const right = eachAlone(set, channel);
  const ranks = set.inputs.map((input, rank) =>
    samplesOf(input).map((sample) => answerSet({ ...aloneIn(set, rank), inputs: [sample] }, channel)),
  );
  const stacked = (
    pick: (answer: SetAnswer) => readonly ExpectedTensor[],
    blank: readonly ExpectedTensor[],
  ): readonly ExpectedTensor[] => ranks.map((samples, rank) => stack(samples.flatMap(pick), blank[rank]));
  const summed = (
    pick: (answer: SetAnswer) => readonly ExpectedTensor[],
    blank: readonly ExpectedTensor[],
  ): readonly ExpectedTensor[] => ranks.map((samples, rank) => sum(samples.flatMap(pick), blank[rank]));
  const gradWeight = summed(({ gradWeight: one }) => one, right.gradWeight);
  const gradBias = summed(({ gradBias: one }) => one, right.gradBias);
  return {
    ...right,
    y: stacked(({ y }) => y, right.y),
    gradX: stacked(({ gradX }) => gradX, right.gradX),
    gradWeight,
    gradBias,
    groupGradWeight: sum(gradWeight, right.groupGradWeight),
    groupGradBias: sum(gradBias, right.groupGradBias),
  };
}

/** The samples of an input as batches of one. */
function samplesOf({ x, gradY }: RankInput): readonly RankInput[] {
  const [count = 0, ...rest] = x.shape;
  const size = elementCount(rest);
  const sample = (tensor: Tensor, index: number): Tensor => ({
    ...tensor,
    shape: [1, ...rest],
    data: tensor.data.subarray(index * size, (index + 1) * size),
  });
  return Array.from({ length: count }, (_, index) => ({ x: sample(x, index), gradY: gradY && sample(gradY, index) }));
}

/** Batches of one as the batch that `blank` has the shape of. */
function stack(samples: readonly ExpectedTensor[], blank: ExpectedTensor | undefined): ExpectedTensor {
  if (blank === undefined) throw new RangeError('Expected a tensor for every rank, got too few.');
  const values = blank.values.slice();
  const bounds = blank.bounds.slice();
  samples.forEach((sample, index) => {
    values.set(sample.values, index * sample.values.length);
    bounds.set(sample.bounds, index * sample.values.length);
  });
  return { ...blank, values, bounds };
}

function sum(tensors: readonly ExpectedTensor[], none: ExpectedTensor | undefined): ExpectedTensor {
  const [first = none, ...others] = tensors;
  if (first === undefined) throw new RangeError('Expected a tensor for every rank, got too few.');
  return summedTensors([first, ...others]);
}
