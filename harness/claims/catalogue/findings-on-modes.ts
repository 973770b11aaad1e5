import type { Claim } from '../claim.ts';
import { findingsOn } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, assignsNothing, differentiates, hasGroup, nobodyShares, not, overrulesFlag, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { asked, defect } from '../hypotheses.ts';
import { lookAt } from '../look.ts';
import { withFlags } from '../training-flags.ts';

const forward = ['y', 'runningMean', 'runningVar'] as const;

/** A step sets the attribute track_running_stats of torch to `value`. */
function assigns(value: boolean): Concern {
  return ({ scenario }) => scenario.steps.some(({ assign }) => assign.trackRunningStats === value);
}

/** Findings on what the modes do. */
export const findingsOnModes: readonly Claim[] = findingsOn('modes', [
  {
    id: 'beyond/modes/eval-without-statistics-is-local',
    text: 'torch, (False, False): nothing is synchronised; each rank normalises with its own batch.',
    examinations: [
      examine('torch', {
        concerns: all(visits('eval+notrack'), hasGroup, not(nobodyShares)),
        look: lookAt(['y'], ['eval+notrack']),
        fails: defect('eval-synchronises'),
      }),
    ],
  },
  {
    id: 'beyond/modes/eval-without-statistics-differentiates-them',
    text: 'torch, (False, False): the gradient of the input flows through the statistics, as in training.',
    examinations: [
      examine('torch', {
        concerns: all(visits('eval+notrack'), differentiates),
        look: lookAt(['gradX'], ['eval+notrack']),
        fails: defect('grad-x-affine-in-training'),
      }),
    ],
  },
  {
    id: 'beyond/modes/untracking-keeps-buffers',
    text: 'torch: track_running_stats set to False on a module freezes its buffers, and evaluation still normalises with them.',
    examinations: [
      examine('torch', {
        concerns: all(assigns(false), visits('eval+track')),
        look: lookAt(['y'], ['eval+track']),
        fails: defect('untracked-eval-ignores-old-buffers'),
      }),
      examine('torch', {
        concerns: all(assigns(false), visits('train+notrack')),
        look: lookAt(['runningMean', 'runningVar'], ['train+notrack']),
        fails: defect('untracked-updates-buffers'),
      }),
    ],
  },
  {
    id: 'beyond/modes/tracking-without-buffers-raises',
    text: 'torch: track_running_stats set to True on a module without buffers raises AssertionError in training.',
    examinations: [
      examine('torch', {
        concerns: all(assigns(true), not(assigns(false))),
        look: lookAt([]),
        fails: defect('missing-buffers-accepted'),
      }),
    ],
  },
  {
    id: 'beyond/modes/none-follows-the-flag',
    text: 'MindSpore, use_batch_statistics None: the training flag decides. That is the cell which the document has lost.',
    examinations: [
      examine('mindspore', {
        concerns: all(visits('none+train', 'none+eval'), assignsNothing),
        look: lookAt(forward),
        fails: asked((scenario) => withFlags(scenario, (flag) => !flag)),
      }),
    ],
  },
  {
    id: 'beyond/modes/true-updates-in-inference',
    text: 'MindSpore, use_batch_statistics True: the moving statistics are updated with the training flag off, too.',
    examinations: [
      examine('mindspore', {
        concerns: all(visits('batch'), overrulesFlag),
        look: lookAt(['runningMean', 'runningVar'], ['batch']),
        fails: defect('batch-row-updates-only-in-training'),
      }),
    ],
  },
  {
    id: 'beyond/modes/false-never-updates',
    text: 'MindSpore, use_batch_statistics False: the moving statistics are never updated, not in training either.',
    examinations: [
      examine('mindspore', {
        concerns: all(visits('moving'), overrulesFlag),
        look: lookAt(['runningMean', 'runningVar'], ['moving']),
        fails: defect('moving-row-updates-in-training'),
      }),
    ],
  },
]);
