import { answerSet } from '../../../oracle/answer-set.ts';
import { batchMoments } from '../../../oracle/forward/batch-moments.ts';
import { effectiveWorld, sharingSets } from '../../../oracle/sharing.ts';
import { mindsporeRules } from '../../../oracle/dialects/mindspore.ts';
import { torchRules } from '../../../oracle/dialects/torch.ts';
import type { Mutant } from '../mutant.ts';
import { withChannelOf, withParts, withSet } from '../mutant.ts';
import { restated } from './altered-moments.ts';
import { answerWithOwnBuffers, eachAlone } from './disagreeing-ranks.ts';
import { madeOfBatch, renormalised } from './altered-normaliser.ts';

/** Defects of who shares statistics with whom. */
export const sharingMutants: readonly Mutant[] = [
  withParts(
    { id: 'never-synchronises', defect: 'ranks that never share their statistics' },
    {
      rules: {
        torch: { ...torchRules, behaviour: (...asked) => ({ ...torchRules.behaviour(...asked), synchronise: false }) },
        mindspore: {
          ...mindsporeRules,
          behaviour: (...asked) => ({ ...mindsporeRules.behaviour(...asked), synchronise: false }),
        },
      },
      answerSet: (set, channel) => answerWithOwnBuffers(set, channel, () => ({})),
    },
  ),
  withParts(
    {
      id: 'groups-ignored',
      defect: 'all ranks sharing whatever the groups say',
      references: ['D05 pytorch#38874', 'pytorch#43861', 'D06 pytorch#19240'],
    },
    { sharing: ({ world }) => [Array.from({ length: world.size }, (_, rank) => rank)] },
  ),
  withSet(
    {
      id: 'only-first-group-synchronises',
      defect: 'a group that shares only where it is the first to take the name',
      references: ['D07 mindspore normalization.py@0696750 [inf]'],
    },
    (set, channel, scenario) => {
      const first = sharingSets(effectiveWorld(scenario)).find((ranks) => ranks.length > 1);
      const shares = set.ranks.length === 1 || set.ranks.some((rank) => first?.includes(rank));
      return shares ? answerSet(set, channel) : eachAlone(set, channel);
    },
  ),
  withParts(
    { id: 'ungrouped-ranks-share', defect: 'the ranks of no group sharing among themselves' },
    {
      sharing: (scenario) => {
        const world = effectiveWorld(scenario);
        const groups = (world.groups ?? []).filter((group) => group.length > 0);
        const grouped = new Set(groups.flat());
        const rest = Array.from({ length: world.size }, (_, rank) => rank).filter((rank) => !grouped.has(rank));
        return rest.length === 0 ? groups : [...groups, rest];
      },
    },
  ),
  withChannelOf(
    {
      id: 'device-number-of-last-group',
      defect: 'sums divided by the size of the last group',
      references: ['D08 mindspore normalization.py _create_sync_groups'],
      dialects: ['mindspore'],
    },
    ({ inputs, behaviour }, scenario) => {
      const last = effectiveWorld(scenario).groups?.at(-1)?.length ?? inputs.length;
      const factor = inputs.length / Math.max(1, last);
      if (inputs.length < 2 || factor === 1 || !behaviour.synchronise) return {};
      return {
        batchMoments: (batch) => {
          const moments = batchMoments(batch);
          if (!moments.allFinite || moments.count === 0) return moments;
          const mean = factor * moments.mean;
          const squares = factor * (moments.variance + moments.mean ** 2);
          return restated(moments, batch.values, { mean, variance: squares - mean * mean }, Math.max(1, factor ** 2));
        },
        batchNormaliser: (moments, epsilon, arithmetic) => {
          // In one pass, whatever the grade, and it may be below zero.
          const made = madeOfBatch({ ...moments, variance: Math.abs(moments.variance) }, epsilon, arithmetic, 'B');
          return renormalised(made, { value: moments.variance, bound: made.variance.bound });
        },
      };
    },
  ),
];
