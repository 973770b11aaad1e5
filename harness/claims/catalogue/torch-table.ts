import { sharingSets } from '../../../oracle/sharing.ts';
import type { Claim, Hypothesis } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, assignsNothing, differentiates, hasGroup, nobodyShares, not, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { asked, defect, reference } from '../hypotheses.ts';
import { lookAt } from '../look.ts';
import { withFlags } from '../training-flags.ts';

const forward = ['y', 'runningMean', 'runningVar'] as const;

/** A batch normalised with the mean 0 and the variance 1 of a fresh module. */
const asFresh = asked((scenario) => ({
  ...withFlags(scenario, () => false),
  arguments: { ...scenario.arguments, track_running_stats: true },
}));

/** Ranks of a group that all but one hold nothing are neither alone nor together. */
const isClearlyShared: Concern = (seen) => !hasGroup(seen) || !nobodyShares(seen);

/** What would be another effect: ranks that do not share, or where there is nobody to share with, the statistics of a fresh module. */
const anotherEffect: Hypothesis = (scenario) =>
  (sharingSets(scenario.world).some((set) => set.length > 1) ? reference : asFresh)(scenario);

/** The first table of Difference 1: training and track_running_stats of torch, row by row and sentence by sentence. */
export const torchTableClaims: readonly Claim[] = claimsOf('Difference 1, table of torch', [
  {
    id: 'difference-1/torch/train+track',
    place: 'row (True, True)',
    text: 'Training: the batch normalises, and the running statistics are updated.',
    examinations: [
      examine('torch', {
        concerns: visits('train+track'),
        look: lookAt(forward, ['train+track']),
        fails: asked((scenario) => withFlags(scenario, () => false)),
      }),
    ],
  },
  {
    id: 'difference-1/torch/train+notrack',
    place: 'row (True, False)',
    text: 'The statistics of the current batch normalise it, but ...',
    cutOff: 'the batch normalises',
    examinations: [
      examine('torch', {
        concerns: visits('train+notrack'),
        look: lookAt(['y'], ['train+notrack']),
        fails: asFresh,
      }),
    ],
  },
  {
    id: 'difference-1/torch/eval+track/1',
    place: 'row (False, True), sentence 1',
    text: 'Inference: the running statistics normalise, and nothing is updated.',
    examinations: [
      examine('torch', {
        concerns: visits('eval+track'),
        look: lookAt(forward, ['eval+track']),
        fails: defect('eval-ignores-running'),
      }),
    ],
  },
  {
    id: 'difference-1/torch/eval+track/2',
    place: 'row (False, True), sentence 2',
    text: 'The layer uses ...',
    cutOff: 'that it uses something',
    examinations: [],
  },
  {
    id: 'difference-1/torch/eval+notrack/1',
    place: 'row (False, False), sentence 1',
    text: 'It has the same effect as (True, False).',
    condition: {
      words: 'for a rank alone',
      otherwise: 'nothing is synchronised in (False, False)',
      includes: not(hasGroup),
    },
    examinations: [
      examine('torch', {
        concerns: all(visits('eval+notrack'), assignsNothing, isClearlyShared),
        look: lookAt(['y'], ['eval+notrack']),
        holds: asked((scenario) => withFlags(scenario, () => true)),
        fails: anotherEffect,
      }),
    ],
  },
  {
    id: 'difference-1/torch/eval+notrack/2',
    place: 'row (False, False), sentence 2',
    text: 'It differs in that it is inference, and weight and bias are not learnt.',
    instead: 'both get gradients, as in training',
    examinations: [
      examine('torch', {
        concerns: all(visits('eval+notrack'), differentiates),
        look: lookAt(['gradWeight', 'gradBias'], ['eval+notrack']),
        holds: defect('untracked-eval-trains-nothing'),
        fails: reference,
      }),
    ],
  },
  {
    id: 'difference-1/torch/eval+notrack/3',
    place: 'row (False, False), sentence 3',
    text: 'It is rarely used.',
    examinations: [],
    untestable: 'It says what people do.',
  },
]);
