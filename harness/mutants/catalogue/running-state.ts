import { answerSet } from '../../../oracle/answer-set.ts';
import { answerScenario } from '../../../oracle/answer-scenario.ts';
import { updateRunning } from '../../../oracle/forward/running-statistics.ts';
import type { Scenario } from '../../../oracle/scenario.ts';
import type { ExpectedTrace, StepAnswer, ExpectedTensor } from '../../../oracle/trace.ts';
import { batchMoments } from '../../../oracle/forward/batch-moments.ts';
import type { Mutant } from '../mutant.ts';
import { mutantOf, withChannel, withChannelOf, withRules, withSet } from '../mutant.ts';
import { mergedFrom, rankOf, weighed } from './altered-moments.ts';
import { summedTensors } from './bounded-numbers.ts';
import { forwardOnly, valuesOnRank, withOwnBuffers } from './disagreeing-ranks.ts';

/** Defects of the running statistics. */
export const runningStateMutants: readonly Mutant[] = [
  withChannel(
    {
      id: 'buffer-biased',
      defect: 'the biased variance in the buffer',
      references: ['D32 tt-metal#55438', 'mlx#3817', 'tinygrad#807', 'ARENA#415', 'tensorflow#55545'],
    },
    {
      updateRunning: (running, moments, normaliser, factor, arithmetic) => {
        const shrink = (moments.count - 1) / moments.count;
        const biased = { ...moments, variance: moments.variance * shrink };
        const bounded = { ...normaliser, varianceBound: normaliser.varianceBound * shrink };
        return updateRunning(running, biased, bounded, factor, arithmetic);
      },
    },
  ),
  withOwnBuffers(
    {
      id: 'bessel-of-local-count',
      defect: "the variance in the buffer unbiased by the rank's own count",
      references: ['D01 pytorch#22192', 'apex#387', 'apex#792'],
    },
    (set, rank) => {
      const own = valuesOnRank(set, rank);
      return {
        updateRunning: (running, moments, normaliser, factor, arithmetic) => {
          const group = (moments.count - 1) / moments.count;
          const ratio = own === 1 ? Number.POSITIVE_INFINITY : (group * own) / (own - 1);
          const local = { ...moments, variance: moments.variance * ratio };
          const bounded = { ...normaliser, varianceBound: normaliser.varianceBound * Math.abs(ratio) };
          const updated = updateRunning(running, local, bounded, factor, arithmetic);
          return own === 1 ? { ...updated, variance: { value: Number.NaN, bound: Number.NaN } } : updated;
        },
      };
    },
  ),
  withOwnBuffers(
    { id: 'buffers-from-local-batch', defect: "buffers updated with the rank's own batch, where the group's normalises" },
    (set, rank) => (valuesOnRank(set, rank) === 0 ? null : { batchMoments: (batch) => batchMoments(rankOf(batch, rank)) }),
  ),
  withOwnBuffers({ id: 'buffers-on-rank-0-only', defect: 'buffers updated on the first rank of a group only' }, (_set, rank) =>
    rank === 0 ? {} : null,
  ),
  mutantOf(
    {
      id: 'buffers-loaded-on-rank-0-only',
      defect: 'buffers loaded on rank 0 and not passed on to the others',
      references: ['D49 pytorch#63916'],
    },
    (scenario, grade) => {
      const state = { ...scenario.state, runningMean: null, runningVar: null };
      return firstRankOf(answerScenario(scenario, grade), answerScenario({ ...scenario, state }, grade), scenario);
    },
  ),
  withSet(
    {
      id: 'buffers-unweighted',
      defect: 'buffers from ranks that weigh the same, whatever their number of values',
      references: ['D03 fvcore#152'],
    },
    (set, channel) => {
      const answer = answerSet(set, channel);
      if (answer.runningMean === null || set.inputs.length < 2) return answer;
      const { runningMean, runningVar } = answerSet(forwardOnly(set), {
        ...channel,
        batchMoments: (batch) => mergedFrom(batch, (ranks) => weighed(ranks, () => 1 / ranks.length)),
      });
      return { ...answer, runningMean, runningVar };
    },
  ),
  withChannel(
    {
      id: 'buffers-swapped',
      defect: 'the new mean in the buffer of the variance and the new variance in that of the mean',
      references: ['D43 mxnet#18751'],
    },
    {
      updateRunning: (running, moments, normaliser, factor, arithmetic) => {
        const swapped = { mean: running.variance, variance: running.mean };
        const { mean, variance } = updateRunning(swapped, moments, normaliser, factor, arithmetic);
        return { mean: variance, variance: mean };
      },
    },
  ),
  withChannelOf(
    {
      id: 'epsilon-in-buffer',
      defect: 'a variance with epsilon added in the buffer',
      references: ['D45 nntrainer#677'],
    },
    ({ epsilon }) => ({
      updateRunning: (running, moments, normaliser, factor, arithmetic) => {
        if (moments.count < 2) return updateRunning(running, moments, normaliser, factor, arithmetic);
        const variance = moments.variance + (epsilon * (moments.count - 1)) / moments.count;
        return updateRunning(running, { ...moments, variance }, normaliser, factor, arithmetic);
      },
    }),
  ),
  withChannel(
    {
      id: 'buffers-updated-twice',
      defect: 'running statistics updated twice in a step',
      references: ['D47 pytorch#96136', 'pfn-extras#117', 'fairscale#1035'],
    },
    {
      updateRunning: (running, moments, normaliser, factor, arithmetic) => {
        const once = updateRunning(running, moments, normaliser, factor, arithmetic);
        return updateRunning(once, moments, normaliser, factor, arithmetic);
      },
    },
  ),
  withRules(
    {
      id: 'buffers-never-written',
      defect: 'running statistics that are never written',
      references: ['D40 aprender#2166', 'keras-core#339', 'tvm#18518'],
    },
    (right) => ({
      behaviour: (scenario, module) => {
        const row = right.behaviour(scenario, module);
        return row.buffers === 'update' ? { ...row, buffers: 'read' } : row;
      },
    }),
  ),
  withChannel(
    {
      id: 'lone-value-has-variance-zero',
      defect: 'one value per channel taken for variance zero in the buffer instead of dividing by zero',
      references: ['D34 Flux.jl#1992 [reversed]', 'tensorflow#34062 [reversed]'],
    },
    {
      updateRunning: (running, moments, normaliser, factor, arithmetic) => {
        if (moments.count !== 1) return updateRunning(running, moments, normaliser, factor, arithmetic);
        // Counted as two, a value of which the unbiased variance is the biased one, doubled.
        const pair = { ...moments, count: 2, variance: moments.variance / 2 };
        return updateRunning(running, pair, normaliser, factor, arithmetic);
      },
    },
  ),
  withRules(
    {
      id: 'momentum-reversed',
      defect: 'momentum that weighs the other statistic',
      references: ['D35 Paddle#51120', 'd2l-en#2213', 'oneflow#6055'],
    },
    (right) => ({ averagingFactor: (scenario, module) => 1 - right.averagingFactor(scenario, module) }),
  ),
];

/** The first rank of one answer and the others of another; groups sum over what their ranks answer. */
function firstRankOf(first: ExpectedTrace, others: ExpectedTrace, scenario: Scenario): ExpectedTrace {
  if (scenario.world.size === 1) return first;
  const steps = first.steps.map((step, index): StepAnswer<ExpectedTensor> => {
    const ranks = step.ranks.map((rank, place) => (place === 0 ? rank : (others.steps[index]?.ranks[place] ?? rank)));
    const sum = (name: 'gradWeight' | 'gradBias', members: readonly number[]): ExpectedTensor | null => {
      const [head, ...tail] = members.flatMap((member) => ranks[member]?.[name] ?? []);
      return head === undefined ? null : summedTensors([head, ...tail]);
    };
    const groups = (step.groups ?? []).map((group) => ({
      ranks: group.ranks,
      gradWeight: group.gradWeight && (sum('gradWeight', group.ranks) ?? group.gradWeight),
      gradBias: group.gradBias && (sum('gradBias', group.ranks) ?? group.gradBias),
    }));
    return { ranks, groups: step.groups && groups };
  });
  return { ...first, steps };
}
