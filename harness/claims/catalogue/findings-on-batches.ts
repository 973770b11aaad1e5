import { answerWith } from '../../../oracle/answer-scenario.ts';
import { oracleParts } from '../../../oracle/parts.ts';
import type { Claim, Hypothesis } from '../claim.ts';
import { findingsOn } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, differentiates, hasGroup, hasInput, hasLoneValue, isEmpty, not, valuesOfSet, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { defect, raising } from '../hypotheses.ts';
import { lookAt } from '../look.ts';

const buffers = ['runningMean', 'runningVar'] as const;
const training: Concern = visits('train+track', 'train+notrack');

/** A group of several ranks that hold `values` values of a channel in all. */
function hasGroupOf(values: number): Concern {
  return ({ scenario, sets }) => sets.some((set) => set.length > 1 && valuesOfSet(scenario, set) === values);
}

/** A group in which some ranks have an empty batch and others do not. */
const isPartlyEmpty: Concern = ({ scenario, sets }) =>
  sets.some((set) => set.some((rank) => valuesOfSet(scenario, [rank]) === 0) && valuesOfSet(scenario, set) > 0);

/** torch that lets the buffers of a rank alone decay by an empty batch, as those of a group do. */
const decaysAlone: Hypothesis = (scenario) =>
  answerWith(
    {
      ...oracleParts,
      answerSet: (set, channel) => {
        const isEmptySet = set.inputs.every(({ x }) => isEmpty(x.shape));
        if (!isEmptySet || set.behaviour.buffers !== 'update') return oracleParts.answerSet(set, channel);
        // Two empty ranks decay where one does not.
        return oracleParts.answerSet({ ...set, inputs: [...set.inputs, ...set.inputs] }, channel);
      },
    },
    scenario,
    'A',
  );

/** Findings on batches that are empty, or hold one value per channel. */
export const findingsOnBatches: readonly Claim[] = [
  ...findingsOn('one value per channel', [
    {
      id: 'beyond/lone-value/torch-alone-raises',
      text: 'torch, a rank alone: one value per channel raises ValueError wherever the batch normalises, in (False, False) too.',
      examinations: [
        examine('torch', {
          concerns: all(hasInput(hasLoneValue), visits('train+track', 'train+notrack', 'eval+notrack')),
          look: lookAt([]),
          fails: defect('lone-value-accepted'),
        }),
      ],
    },
    {
      id: 'beyond/lone-value/torch-group-answers',
      text: 'torch, a group with one value in all: no error; y is the bias, and running_var is finite no more.',
      examinations: [
        examine('torch', {
          concerns: all(hasGroupOf(1), training),
          look: lookAt(['y', 'runningVar'], ['train+track']),
          fails: defect('lone-value-has-variance-zero'),
        }),
      ],
    },
    {
      id: 'beyond/lone-value/mindspore-answers',
      text: 'MindSpore: one value per channel raises nothing in training; y is beta, and moving_variance becomes NaN.',
      examinations: [
        examine('mindspore', {
          concerns: all(hasInput(hasLoneValue), visits('none+train', 'batch')),
          look: lookAt(['y', ...buffers]),
          fails: defect('lone-value-refused'),
        }),
      ],
    },
  ]),
  ...findingsOn('empty batches', [
    {
      id: 'beyond/empty/rank-has-no-gradients',
      text: 'torch: a rank with an empty batch that synchronises gets None for every gradient, not zeros.',
      examinations: [
        examine('torch', {
          concerns: all(isPartlyEmpty, training, differentiates),
          look: lookAt(['gradX', 'gradWeight', 'gradBias']),
          fails: defect('empty-rank-has-zero-gradients'),
        }),
      ],
    },
    {
      id: 'beyond/empty/rank-updates-with-its-group',
      text: 'torch: a rank with an empty batch updates its buffers with its group.',
      examinations: [
        examine('torch', {
          concerns: all(isPartlyEmpty, visits('train+track')),
          look: lookAt(buffers, ['train+track']),
          fails: defect('empty-rank-keeps-buffers'),
        }),
      ],
    },
    {
      id: 'beyond/empty/group-decays',
      text: 'torch: where all ranks of a group have empty batches, the buffers decay towards zero.',
      examinations: [
        examine('torch', {
          concerns: all(hasGroupOf(0), visits('train+track')),
          look: lookAt(buffers, ['train+track']),
          fails: defect('all-empty-keeps-buffers'),
        }),
      ],
    },
    {
      id: 'beyond/empty/alone-is-untouched',
      text: 'torch, a rank alone: an empty batch leaves the buffers alone, and counts.',
      examinations: [
        examine('torch', {
          concerns: all(hasInput(isEmpty), not(hasGroup), visits('train+track')),
          look: lookAt([...buffers, 'numBatchesTracked'], ['train+track']),
          fails: decaysAlone,
        }),
      ],
    },
    {
      id: 'beyond/empty/is-accepted',
      text: 'torch: an empty batch raises nothing, alone or on some ranks of a group.',
      examinations: [
        examine('torch', {
          concerns: hasInput((shape) => shape[0] === 0),
          look: lookAt(['y']),
          fails: raising(({ shape }) => shape[0] === 0),
        }),
      ],
    },
  ]),
];
