import type { Claim } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, assignsNothing, everyCase, not, overrulesFlag, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { asked, defect, reference, withArgument } from '../hypotheses.ts';
import { lookAt, lookAtConstructor } from '../look.ts';
import { isOrdinaryBut } from '../ordinary.ts';
import { trainingFlags, withFlags } from '../training-flags.ts';

const forward = ['y', 'runningMean', 'runningVar'] as const;

/** The flag decides, and is the other way round. */
const turned = asked((scenario) =>
  withFlags({ ...scenario, arguments: { ...scenario.arguments, use_batch_statistics: null } }, (flag) => !flag),
);

/** Whether the flag decides, or use_batch_statistics says otherwise. */
const isFlagAtStake: Concern = (seen) => visits('none+train', 'none+eval')(seen) || overrulesFlag(seen);

/** Running statistics were loaded, and no step trains. */
const infersFromLoaded: Concern = ({ scenario }) =>
  scenario.state.runningMean !== null && trainingFlags(scenario).every((flag) => !flag);

/** Running statistics as the constructor made them, whatever was loaded. */
const notLoaded = asked((scenario) => ({ ...scenario, state: { ...scenario.state, runningMean: null, runningVar: null } }));

/** The sentences of Difference 2, on modes. */
export const difference2Claims: readonly Claim[] = claimsOf('Difference 2', [
  {
    id: 'difference-2/1',
    place: 'sentence 1',
    text: 'A fresh module of torch trains, a fresh cell of MindSpore infers.',
    examinations: (['torch', 'mindspore'] as const).map((dialect) =>
      examine(dialect, {
        concerns: everyCase,
        look: lookAtConstructor(['training']),
        fails: defect('training-flag-wrong-at-first'),
      }),
    ),
  },
  {
    id: 'difference-2/2',
    place: 'sentence 2',
    text: 'It takes set_train() to make a cell of MindSpore train.',
    condition: {
      words: 'where use_batch_statistics is None or agrees with the flag',
      otherwise: 'True trains without it, and False never trains',
      includes: not(overrulesFlag),
    },
    examinations: [
      examine('mindspore', {
        concerns: all(isFlagAtStake, isOrdinaryBut('affine'), assignsNothing),
        look: lookAt(forward),
        holds: withArgument('use_batch_statistics', null),
        fails: (scenario) => (scenario.arguments['use_batch_statistics'] == null ? turned : reference)(scenario),
      }),
    ],
  },
  {
    id: 'difference-2/3',
    place: 'sentence 3',
    text: 'A cell that trains computes mean and variance of the batch.',
    examinations: [
      examine('mindspore', {
        concerns: visits('none+train'),
        look: lookAt(forward, ['none+train']),
        fails: withArgument('use_batch_statistics', false),
      }),
    ],
  },
  {
    id: 'difference-2/4',
    place: 'sentence 4',
    text: 'A cell that infers normalises with the mean and variance that were loaded.',
    condition: {
      words: 'unless use_batch_statistics is True',
      otherwise: 'the batch normalises',
      includes: not(visits('batch')),
    },
    examinations: [
      examine('mindspore', {
        concerns: all(infersFromLoaded, visits('none+eval', 'moving', 'batch'), assignsNothing),
        look: lookAt(['y']),
        holds: withArgument('use_batch_statistics', false),
        fails: notLoaded,
      }),
    ],
  },
]);
