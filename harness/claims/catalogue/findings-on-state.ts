import type { Claim } from '../claim.ts';
import { findingsOn } from '../claims-of.ts';
import { everyCase, updatingRows, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { constructing, defect, withArgument } from '../hypotheses.ts';
import { lookAt, lookAtConstructor } from '../look.ts';

const dialects = ['torch', 'mindspore'] as const;

/** Findings on statistics and counters. */
export const findingsOnState: readonly Claim[] = findingsOn('state', [
  {
    id: 'beyond/state/buffer-is-unbiased',
    text: 'Both: the running variance receives the unbiased variance, with the divisor n - 1.',
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: visits(...updatingRows),
        look: lookAt(['runningVar'], updatingRows),
        fails: defect('buffer-biased'),
      }),
    ),
  },
  {
    id: 'beyond/state/normalisation-is-biased',
    text: 'Both: the biased variance normalises, with the divisor n.',
    examinations: dialects.map((dialect) =>
      examine(dialect, {
        concerns: visits(...updatingRows, 'train+notrack', 'eval+notrack'),
        look: lookAt(['y'], [...updatingRows, 'train+notrack', 'eval+notrack']),
        fails: defect('normalise-unbiased'),
      }),
    ),
  },
  {
    id: 'beyond/state/counts-before-validation',
    text: 'torch: num_batches_tracked is incremented before the input is checked; after an error it is one higher, the buffers are not.',
    examinations: [
      examine('torch', {
        concerns: visits('train+track'),
        look: lookAt(['numBatchesTracked', 'runningMean', 'runningVar'], ['train+track']),
        fails: defect('counter-after-validation'),
      }),
    ],
  },
  {
    id: 'beyond/state/mindspore-counts-nothing',
    text: 'MindSpore: there is no counter of batches.',
    examinations: [
      examine('mindspore', {
        concerns: everyCase,
        look: lookAtConstructor(['numBatchesTracked']),
        fails: constructing(() => ({ numBatchesTracked: 0 })),
      }),
    ],
  },
  {
    id: 'beyond/state/untracked-has-no-buffers',
    text: 'torch: track_running_stats=False leaves neither buffers nor a counter; MindSpore has moving statistics in every state.',
    examinations: [
      examine('torch', {
        concerns: ({ scenario }) => scenario.arguments['track_running_stats'] === false,
        look: lookAtConstructor(['runningMean', 'runningVar', 'numBatchesTracked']),
        fails: withArgument('track_running_stats', true),
      }),
      examine('mindspore', {
        concerns: everyCase,
        look: lookAtConstructor(['runningMean', 'runningVar']),
        fails: constructing(() => ({ runningMean: null, runningVar: null })),
      }),
    ],
  },
]);
