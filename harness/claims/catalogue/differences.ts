import { rowsVisited } from '../../../oracle/answer-scenario.ts';
import type { Claim, Hypothesis } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, assignsNothing, gives, hasGroup, not, overrulesFlag, visits } from '../concerns.ts';
import { examine, examineDifference } from '../examine.ts';
import { asked, defect, reference, withArgument } from '../hypotheses.ts';
import { lookAt } from '../look.ts';
import { hasOrdinaryInputs, isOrdinaryBut } from '../ordinary.ts';
import { tellsStatisticsApart } from '../telling.ts';
import { withFlags } from '../training-flags.ts';
import { translateDialect } from '../translate-dialect.ts';
import { dimensionsExamination } from './dimensions.ts';

const buffers = lookAt(['runningMean', 'runningVar']);
const forward = lookAt(['y', 'runningMean', 'runningVar']);

/** One step of a rank alone: others could hide what it shows. */
const isOneStepAlone: Concern = ({ scenario, sets }) => scenario.steps.length === 1 && sets.every((set) => set.length === 1);

const neverSynchronises = defect('never-synchronises');

/** Ranks that share nothing: where evaluation has no running statistics, what torch does. */
const neverShared: Hypothesis = (scenario) =>
  (rowsVisited(scenario).includes('eval+notrack') ? reference : neverSynchronises)(scenario);

const otherFlag = asked((scenario) => withFlags(scenario, (flag) => !flag));

/** The paragraphs of the section Differences, before and after the table of parameters. */
export const differencesClaims: readonly Claim[] = claimsOf('Differences', [
  {
    id: 'differences/torch',
    place: 'PyTorch',
    text: 'torch normalises with statistics that all devices share.',
    condition: {
      words: 'in training',
      otherwise: 'each rank normalises with its own',
      includes: not(visits('eval+notrack')),
    },
    examinations: [
      examine('torch', {
        concerns: all(hasGroup, visits('train+track', 'train+notrack', 'eval+notrack')),
        look: lookAt(['y'], ['train+track', 'train+notrack', 'eval+notrack']),
        holds: defect('eval-synchronises'),
        fails: neverShared,
      }),
    ],
  },
  {
    id: 'differences/mindspore/1',
    place: 'MindSpore, sentence 1',
    text: "MindSpore's interface is nearly torch's, and takes 2-D and 4-D input alone.",
    examinations: [dimensionsExamination],
  },
  {
    id: 'differences/mindspore/2',
    place: 'MindSpore, sentence 2',
    text: "MindSpore's default momentum of 0.9 is one minus torch's: by default both do the same.",
    examinations: [
      examine('mindspore', {
        concerns: all(not(gives('momentum')), isOrdinaryBut(), hasOrdinaryInputs, visits('none+train')),
        look: buffers,
        holds: asked(translateDialect),
        fails: asked((scenario) => ({
          ...translateDialect(scenario),
          arguments: { ...translateDialect(scenario).arguments, momentum: { float: 0.9 } },
        })),
      }),
    ],
  },
  {
    id: 'differences/mindspore/3',
    place: 'MindSpore, sentence 3',
    text: 'MindSpore updates its statistics in training and in inference by other rules than torch.',
    condition: {
      words: 'where use_batch_statistics overrules the training flag',
      otherwise: 'the rules are those of torch',
      includes: overrulesFlag,
    },
    examinations: [
      examineDifference('mindspore', {
        concerns: all(isOrdinaryBut(), hasOrdinaryInputs, assignsNothing, isOneStepAlone, tellsStatisticsApart),
        look: forward,
        fails: withArgument('use_batch_statistics', null),
      }),
    ],
  },
  {
    id: 'differences/background/1',
    place: 'paragraph before Difference 1, sentence 1',
    text: 'Batch normalisation regularises, in computer vision.',
    examinations: [],
    untestable: 'It says what the layer is for.',
  },
  {
    id: 'differences/background/2',
    place: 'paragraph before Difference 1, sentence 2',
    text: 'Batch normalisation computes otherwise in training than in inference.',
    condition: {
      words: 'where the mode decides which statistics normalise',
      otherwise: 'it computes the same in both',
      includes: visits('train+track', 'eval+track', 'none+train', 'none+eval'),
    },
    examinations: (['torch', 'mindspore'] as const).map((dialect) =>
      examineDifference(dialect, {
        concerns: all(isOrdinaryBut(), hasOrdinaryInputs, assignsNothing, isOneStepAlone, tellsStatisticsApart),
        look: forward,
        fails: otherFlag,
      }),
    ),
  },
  {
    id: 'differences/background/3',
    place: 'paragraph before Difference 1, sentence 3',
    text: "Each framework has its own parameters for the mode and does not know the other's.",
    examinations: [
      examine('torch', { concerns: gives('use_batch_statistics'), look: lookAt([]), fails: defect('unknown-argument-ignored') }),
      examine('mindspore', {
        concerns: gives('track_running_stats'),
        look: lookAt([]),
        fails: defect('unknown-argument-ignored'),
      }),
    ],
  },
]);
