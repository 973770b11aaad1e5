import type { Grade } from '../accept/grade.ts';
import { intervalUse, judgeTensor } from '../accept/verdict.ts';
import type { TensorVerdict } from '../accept/verdict.ts';
import { answerScenario } from '../answer-scenario.ts';
import { computeDtype } from '../formats/arithmetic.ts';
import { encodeBfloat16 } from '../formats/bfloat16.ts';
import { encodeFloat16 } from '../formats/float16.ts';
import type { Scenario } from '../scenario.ts';
import type { DType, Tensor } from '../tensor.ts';
import type { ExpectedTensor, StepAnswer, TensorQuantity } from '../trace.ts';
import { tensorQuantities } from '../trace.ts';
import type { ChannelAnswer, ChannelParameters, ChannelRank } from './algorithms/channel.ts';

/** How a channel is asked about. */
export interface Asking {
  /** The mode of each step; every step has the same inputs. One in training unless told otherwise. */
  readonly modes?: readonly boolean[];
  readonly grade?: Grade;
  /** Of inputs and outputs; parameters and arithmetic are float32, or float64 for float64. */
  readonly dtype?: DType;
}

/** `numbers` rounded to a dtype, as it stores them. */
function storedAs(dtype: DType, shape: readonly number[], numbers: readonly number[]): Tensor {
  const stored = {
    float16: () => Uint16Array.from(numbers, encodeFloat16),
    bfloat16: () => Uint16Array.from(numbers, encodeBfloat16),
    float32: () => Float32Array.from(numbers),
    float64: () => Float64Array.from(numbers),
  };
  return { dtype, shape, data: stored[dtype]() };
}

/** torch steps of the one channel. */
export function channelScenario(
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
  { modes = [true], dtype = 'float32' }: Asking,
): Scenario {
  const parameterDtype = computeDtype(dtype);
  const one = (value: number): Tensor => storedAs(parameterDtype, [1], [value]);
  return {
    dialect: 'torch',
    arguments: { num_features: 1, eps: { float: parameters.epsilon }, momentum: { float: parameters.factor } },
    parameterDtype,
    state: {
      weight: one(parameters.weight),
      bias: one(parameters.bias),
      runningMean: one(parameters.runningMean),
      runningVar: one(parameters.runningVar),
      numBatchesTracked: null,
    },
    world: { size: ranks.length, groups: null },
    layout: 'contiguous',
    steps: modes.map((training) => ({
      training,
      assign: {},
      ranks: ranks.map(({ x, gradY }) => ({
        x: storedAs(dtype, [x.length, 1], x),
        gradY: storedAs(dtype, [x.length, 1], gradY),
      })),
    })),
  };
}

/** What the reference expects of the channel in the last step. */
export function expectChannel(
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
  asking: Asking = {},
): StepAnswer<ExpectedTensor> {
  const scenario = channelScenario(ranks, parameters, asking);
  const { steps } = answerScenario(scenario, asking.grade);
  const last = steps[scenario.steps.length - 1];
  if (last === undefined) throw new RangeError(`Expected ${scenario.steps.length} steps to be answered, got ${steps.length}.`);
  return last;
}

/** A quantity of one rank, expected and computed. */
export interface Held {
  readonly quantity: TensorQuantity;
  readonly expected: ExpectedTensor;
  readonly numbers: readonly number[];
}

/** Every quantity of every rank that is expected: an empty rank has no gradients. */
export function heldQuantities(expected: StepAnswer<ExpectedTensor>, answer: ChannelAnswer): readonly Held[] {
  return expected.ranks.flatMap((rank, place) => {
    const numbers: Record<TensorQuantity, readonly number[]> = {
      y: answer.y[place] ?? [],
      gradX: answer.gradX[place] ?? [],
      gradWeight: [answer.gradWeight[place] ?? Number.NaN],
      gradBias: [answer.gradBias[place] ?? Number.NaN],
      runningMean: [answer.runningMean],
      runningVar: [answer.runningVar],
    };
    return tensorQuantities.flatMap((quantity) => {
      const tensor = rank[quantity];
      return tensor === null ? [] : [{ quantity, expected: tensor, numbers: numbers[quantity] }];
    });
  });
}

/** The verdict on the numbers as their dtype stores them. */
export function judge({ expected, numbers }: Held): TensorVerdict {
  return judgeTensor(expected, storedAs(expected.dtype, expected.shape, numbers));
}

/** The verdict on each quantity of each rank of an answer. */
export function judgeChannel(
  expected: StepAnswer<ExpectedTensor>,
  answer: ChannelAnswer,
): readonly (TensorVerdict & { readonly quantity: TensorQuantity })[] {
  return heldQuantities(expected, answer).map((held) => Object.assign(judge(held), { quantity: held.quantity }));
}

/**
 * The largest distance from the reference in units of the bound, over the numbers that a bound decides, before they are rounded to the
 * type that stores them; at least 0, and Infinity where NaN or an infinity is out of place.
 */
export function largestUse({ expected, numbers }: Held): number {
  let largest = 0;
  const { values, bounds } = expected;
  for (let index = 0; index < values.length; index += 1) {
    const use = useOf(expected.dtype, values[index] ?? Number.NaN, bounds[index] ?? Number.NaN, numbers[index] ?? Number.NaN);
    // A use that is not a number is no use of any bound.
    if (!(use <= largest)) largest = Number.isNaN(use) ? Number.POSITIVE_INFINITY : use;
  }
  return largest;
}

function useOf(dtype: DType, value: number, bound: number, number: number): number {
  if (bound === Number.POSITIVE_INFINITY) return 0;
  // An overflow has no distance: it is in place where the type that stores it overflows within the bound.
  if (!Number.isFinite(number) && Number.isFinite(value)) return intervalUse({ dtype }, value, bound, number);
  if (Number.isNaN(bound)) return Number.isFinite(number) ? Number.POSITIVE_INFINITY : 0;
  if (Object.is(value, number) || value === number) return 0;
  return Math.abs(number - value) / bound;
}
