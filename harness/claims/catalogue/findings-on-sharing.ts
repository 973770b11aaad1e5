import type { Claim } from '../claim.ts';
import { findingsOn } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, differentiates, gives, hasGroup, nobodyShares, not, valuesOfSet, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { defect, raising } from '../hypotheses.ts';
import { lookAt } from '../look.ts';
import { isLastListShort } from './process-groups.ts';

const synchronising = ['train+track', 'train+notrack'] as const;
const synchronises: Concern = all(visits(...synchronising), hasGroup, not(nobodyShares));

/** Ranks of a group hold different numbers of values, each of them some. */
const isUneven: Concern = ({ scenario, sets }) =>
  sets.some((set) => new Set(set.map((rank) => valuesOfSet(scenario, [rank])).filter((values) => values > 0)).size > 1);

const isInNoGroup: Concern = ({ scenario: { world } }) =>
  world.groups !== null && world.size - new Set(world.groups.flat()).size > 1;

/** Ranks hand in other spatial shapes, or another number of dimensions. */
const differsInShape: Concern = ({ scenario }) =>
  scenario.steps.some(({ ranks }) => new Set(ranks.map(({ x }) => x.shape.slice(2).join())).size > 1);

/** Findings on what ranks share. */
export const findingsOnSharing: readonly Claim[] = findingsOn('ranks that share', [
  {
    id: 'beyond/sharing/values-weigh',
    text: 'torch: ranks weigh in the statistics by how many values they hold.',
    examinations: [
      examine('torch', {
        concerns: all(synchronises, isUneven),
        look: lookAt(['y'], synchronising),
        fails: defect('statistics-unweighted'),
      }),
    ],
  },
  {
    id: 'beyond/sharing/shapes-may-differ',
    text: 'torch: ranks may hand in inputs of other spatial extents, and of another number of dimensions.',
    examinations: [
      examine('torch', {
        concerns: all(synchronises, differsInShape),
        look: lookAt(['y'], synchronising),
        fails: raising(({ sharing }) => sharing > 1),
      }),
    ],
  },
  {
    id: 'beyond/sharing/parameter-gradients-are-local',
    text: 'torch: the gradients of weight and bias are sums over the rank alone; nothing reduces them.',
    examinations: [
      examine('torch', {
        concerns: all(synchronises, differentiates),
        look: lookAt(['gradWeight', 'gradBias'], synchronising),
        fails: defect('parameter-gradients-summed-over-group'),
      }),
    ],
  },
  {
    id: 'beyond/sharing/input-gradient-is-shared',
    text: 'torch: the gradient of the input takes sums over the whole group.',
    examinations: [
      examine('torch', {
        concerns: all(synchronises, differentiates),
        look: lookAt(['gradX'], synchronising),
        fails: defect('gradient-sums-not-reduced'),
      }),
    ],
  },
  {
    id: 'beyond/sharing/ungrouped-ranks-are-alone',
    text: 'torch: a rank in no group normalises alone, without a word.',
    examinations: [
      examine('torch', {
        concerns: all(visits(...synchronising), isInNoGroup),
        look: lookAt(['y'], synchronising),
        fails: defect('ungrouped-ranks-share'),
      }),
    ],
  },
  {
    id: 'beyond/sharing/uneven-process-groups-raise',
    text: 'MindSpore: the size of the last list of process_groups is taken for all, so [[0, 1], [2]] raises on ranks 0 and 1.',
    examinations: [
      examine('mindspore', {
        concerns: all(gives('process_groups'), isLastListShort),
        look: lookAt([]),
        fails: defect('process-groups-ignored'),
      }),
    ],
  },
  {
    id: 'beyond/sharing/no-process-groups-on-a-cpu',
    text: 'MindSpore: process_groups None, the default, cannot be constructed by several processes on a CPU.',
    examinations: [
      examine('mindspore', {
        concerns: ({ scenario }) => scenario.world.size > 1 && scenario.arguments['process_groups'] === null,
        look: lookAt([]),
        fails: defect('process-groups-ignored'),
      }),
    ],
  },
]);
