import { reductionGrowth } from '../../../oracle/accept/reduction.ts';
import { rowsVisited } from '../../../oracle/answer-scenario.ts';
import type { NormalisedSet, SetAnswer } from '../../../oracle/answer-set.ts';
import { answerSet } from '../../../oracle/answer-set.ts';
import type { ExpectedTensor } from '../../../oracle/trace.ts';
import type { Description, Mutant } from '../mutant.ts';
import { withChannel, withSet, withTrace } from '../mutant.ts';
import { scaledTensor, summedTensors, zerosLike } from './bounded-numbers.ts';
import { valuesOnRank } from './disagreeing-ranks.ts';

/** Defects of the gradients of weight and bias, and of gradients that are None. */
export const parameterGradientMutants: readonly Mutant[] = [
  withChannel(
    { id: 'grad-weight-of-input', defect: 'a weight gradient from the input instead of the normalised input' },
    {
      weightGradient: (
        { count, sum, weighted, weightedBound, sumBound, absoluteWeighted, absoluteSum },
        normaliser,
        arithmetic,
      ) => {
        const { mean } = normaliser;
        const magnitudes = absoluteWeighted + Math.abs(mean) * absoluteSum;
        const rounding = (reductionGrowth(count, arithmetic) + 4 * arithmetic.unitRoundoff) * magnitudes;
        return { value: weighted + mean * sum, bound: weightedBound + Math.abs(mean) * sumBound + rounding };
      },
    },
  ),
  withChannel(
    { id: 'grad-weight-not-scaled', defect: 'a weight gradient that is not divided by the deviation' },
    {
      weightGradient: (sums, _normaliser, { unitRoundoff }) => ({
        value: sums.weighted,
        bound: sums.weightedBound + 2 * unitRoundoff * Math.abs(sums.weighted),
      }),
    },
  ),
  withChannel({ id: 'grad-bias-zero', defect: 'a bias gradient of zero' }, { biasGradient: () => ({ value: 0, bound: 0 }) }),
  withTrace(
    {
      id: 'grad-bias-accumulates',
      defect: 'a bias gradient that adds up over the steps',
      references: ['D29 mxnet#16297'],
    },
    (trace) => {
      const [ranks, groups]: [Map<number, ExpectedTensor>, Map<number, ExpectedTensor>] = [new Map(), new Map()];
      return {
        ...trace,
        steps: trace.steps.map((step) => ({
          ranks: step.ranks.map((rank, place) => ({ ...rank, gradBias: accumulated(ranks, place, rank.gradBias) })),
          groups:
            step.groups &&
            step.groups.map((group, place) => ({ ...group, gradBias: accumulated(groups, place, group.gradBias) })),
        })),
      };
    },
  ),
  withParameterGradients(
    {
      id: 'parameter-gradients-summed-over-group',
      defect: 'parameter gradients that every rank has summed over its group',
      references: ['D19 nnabla#1120'],
    },
    (_own, group) => group,
    (group, ranks) => scaledTensor(group, ranks),
  ),
  withParameterGradients(
    {
      id: 'parameter-gradients-averaged-over-group',
      defect: 'parameter gradients that every rank has averaged over its group',
      references: ['D20 apex#138', 'MindSpore on Ascend'],
    },
    (_own, group, ranks) => scaledTensor(group, 1 / ranks),
    (group) => group,
  ),
  withParameterGradients(
    {
      id: 'parameter-gradients-times-group-size',
      defect: 'parameter gradients times the number of ranks',
      references: ['D19 nnabla#1120', 'D20 apex#138'],
    },
    (own, _group, ranks) => scaledTensor(own, ranks),
    (group, ranks) => scaledTensor(group, ranks),
  ),
  withTrace(
    {
      id: 'empty-rank-has-zero-gradients',
      defect: 'gradients of zero, not None, for a synchronised rank with an empty batch',
      references: ['D10 pytorch#36530'],
      dialects: ['torch'],
    },
    (trace, scenario) => ({
      ...trace,
      steps: trace.steps.map((step, index) => ({
        ...step,
        ranks: step.ranks.map((rank, place) => {
          const asked = scenario.steps[index]?.ranks[place]?.gradY != null && rank.error === null;
          if (!asked || rank.gradX !== null || rank.y?.values.length !== 0) return rank;
          const group = step.groups?.find(({ ranks }) => ranks.includes(place));
          const zeros = (sum: ExpectedTensor | null | undefined): ExpectedTensor | null => (sum ? zerosLike(sum) : null);
          return { ...rank, gradX: zerosLike(rank.y), gradWeight: zeros(group?.gradWeight), gradBias: zeros(group?.gradBias) };
        }),
      })),
    }),
  ),
  withTrace(
    {
      id: 'empty-batch-has-no-gradients',
      defect: 'gradients of None, not zero, for an empty batch of a rank alone',
      references: ['D10 pytorch#36530 [inf]'],
      dialects: ['torch'],
    },
    (trace) => ({
      ...trace,
      steps: trace.steps.map(({ ranks, groups }) => ({
        ranks: ranks.map((rank) =>
          rank.y?.values.length === 0 ? { ...rank, gradX: null, gradWeight: null, gradBias: null } : rank,
        ),
        groups,
      })),
    }),
  ),
  withTrace(
    {
      id: 'untracked-eval-trains-nothing',
      defect: 'no gradients of the parameters in an evaluation without running statistics',
      references: ['differences-with-torch-syncbatchnorm.txt, (F, F)'],
      dialects: ['torch'],
    },
    (trace, scenario) => {
      const rows = rowsVisited(scenario);
      return {
        ...trace,
        steps: trace.steps.map((step, index) =>
          rows[index] === 'eval+notrack'
            ? {
                ranks: step.ranks.map((rank) => ({ ...rank, gradWeight: null, gradBias: null })),
                groups: step.groups && step.groups.map((group) => ({ ...group, gradWeight: null, gradBias: null })),
              }
            : step,
        ),
      };
    },
  ),
];

/** The reference with other parameter gradients where ranks synchronise; the functions get the number of ranks that have values. */
function withParameterGradients(
  description: Description,
  ofRank: (own: ExpectedTensor, group: ExpectedTensor, ranks: number) => ExpectedTensor,
  ofGroup: (group: ExpectedTensor, ranks: number) => ExpectedTensor,
): Mutant {
  return withSet(description, (set, channel): SetAnswer => {
    const answer = answerSet(set, channel);
    const ranks = ranksWithValues(set);
    if (!set.behaviour.synchronise || ranks < 2) return answer;
    const { groupGradWeight, groupGradBias } = answer;
    return {
      ...answer,
      gradWeight: answer.gradWeight.map((own) => ofRank(own, groupGradWeight, ranks)),
      gradBias: answer.gradBias.map((own) => ofRank(own, groupGradBias, ranks)),
      groupGradWeight: ofGroup(groupGradWeight, ranks),
      groupGradBias: ofGroup(groupGradBias, ranks),
    };
  });
}

function ranksWithValues(set: NormalisedSet): number {
  return set.inputs.filter((_, rank) => valuesOnRank(set, rank) > 0).length;
}

/** The gradient of this step added to those of the steps before. */
function accumulated(sums: Map<number, ExpectedTensor>, place: number, gradient: ExpectedTensor | null): ExpectedTensor | null {
  if (gradient === null) return null;
  const before = sums.get(place);
  const sum = before === undefined ? gradient : summedTensors([before, gradient]);
  sums.set(place, sum);
  return sum;
}
