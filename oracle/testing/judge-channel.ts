import { judgeTensor } from '../accept/verdict.ts';
import type { TensorVerdict } from '../accept/verdict.ts';
import type { Scenario } from '../scenario.ts';
import type { ExpectedTensor, StepAnswer, TensorQuantity } from '../trace.ts';
import { tensorQuantities } from '../trace.ts';
import { lastAnswer, present } from './answers.ts';
import type { ChannelAnswer, ChannelParameters, ChannelRank } from './float32-algorithms.ts';
import { tensorOf } from './question.ts';

/** A torch step in float32 of the one channel. */
function channelScenario(ranks: readonly ChannelRank[], parameters: ChannelParameters, training: boolean): Scenario {
  const single = (value: number): ReturnType<typeof tensorOf> => tensorOf('float32', [1], [value]);
  return {
    dialect: 'torch',
    arguments: { num_features: 1, eps: { float: parameters.epsilon }, momentum: { float: parameters.factor } },
    parameterDtype: 'float32',
    state: {
      weight: single(parameters.weight),
      bias: single(parameters.bias),
      runningMean: single(parameters.runningMean),
      runningVar: single(parameters.runningVar),
      numBatchesTracked: null,
    },
    world: { size: ranks.length, groups: null },
    layout: 'contiguous',
    steps: [
      {
        training,
        assign: {},
        ranks: ranks.map(({ x, gradY }) => ({
          x: tensorOf('float32', [x.length, 1], x),
          gradY: tensorOf('float32', [x.length, 1], gradY),
        })),
      },
    ],
  };
}

/** What the reference expects of the channel, in training unless told otherwise. */
export function expectChannel(
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
  training = true,
): StepAnswer<ExpectedTensor> {
  return lastAnswer(channelScenario(ranks, parameters, training));
}

/** The verdict on each quantity of each rank of an answer, stored as float32. */
export function judgeChannel(
  expected: StepAnswer<ExpectedTensor>,
  answer: ChannelAnswer,
): readonly (TensorVerdict & { readonly quantity: TensorQuantity })[] {
  return expected.ranks.flatMap((rank, place) => {
    const numbers: Record<TensorQuantity, readonly number[]> = {
      y: present(answer.y[place]),
      gradX: present(answer.gradX[place]),
      gradWeight: [present(answer.gradWeight[place])],
      gradBias: [present(answer.gradBias[place])],
      runningMean: [answer.runningMean],
      runningVar: [answer.runningVar],
    };
    return tensorQuantities.map((quantity) => {
      const { shape, ...rest } = present(rank[quantity]);
      return Object.assign(judgeTensor({ shape, ...rest }, tensorOf('float32', shape, numbers[quantity])), { quantity });
    });
  });
}
