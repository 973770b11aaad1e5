import { gatherChannel, scatterChannel } from '../../../../oracle/forward/channel.ts';
import { numberIn } from '../../../../oracle/python-value.ts';
import type { Scenario } from '../../../../oracle/scenario.ts';
import { sharingSets } from '../../../../oracle/sharing.ts';
import type { Tensor } from '../../../../oracle/tensor.ts';
import { elementCount, valuesOf } from '../../../../oracle/tensor.ts';
import type { RankAnswer, StepAnswer, Trace } from '../../../../oracle/trace.ts';

const f = Math.fround;

/** The upstream gradient of one rank: its sum, that of its products with the deviations, and the number of values. */
export interface RankSums {
  readonly sum: number;
  readonly weighted: number;
  readonly count: number;
}

/** What an implementation computes at each place; every number is rounded to float32. */
export interface Formulas {
  /** Mean and biased variance from the values of the ranks. */
  readonly statistics: (ranks: readonly Float64Array[]) => { readonly mean: number; readonly variance: number };
  readonly inverse: (variance: number, epsilon: number, count: number) => number;
  readonly inverseInBackward: (variance: number, epsilon: number, count: number) => number;
  /** What the buffer receives on a rank. */
  readonly bufferVariance: (variance: number, counts: readonly number[], rank: number, epsilon: number) => number;
  /** The means of the gradient and of its products that grad_x of a rank takes. */
  readonly gradientMeans: (ranks: readonly RankSums[], rank: number) => readonly [number, number];
  readonly gradX: (value: number) => number;
  readonly gradWeight: (sums: RankSums, inverse: number, mean: number) => number;
}

export function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum = f(sum + f(number));
  return sum;
}

const inverse: Formulas['inverse'] = (variance, epsilon) => f(1 / f(Math.sqrt(f(variance + f(epsilon)))));

/** The right ones: two passes over the ranks in turn. */
export const rightFormulas: Formulas = {
  statistics: (ranks) => twoPasses(ranks.flatMap((rank) => Array.from(rank))),
  inverse,
  inverseInBackward: inverse,
  bufferVariance: (variance, counts) => {
    const count = sumOf(counts);
    return f(variance * f(count / (count - 1)));
  },
  gradientMeans: (ranks) => {
    const count = sumOf(ranks.map((rank) => rank.count));
    return [f(sumOf(ranks.map(({ sum }) => sum)) / count), f(sumOf(ranks.map(({ weighted }) => weighted)) / count)];
  },
  gradX: (value) => value,
  gradWeight: ({ weighted }, r) => f(weighted * r),
};

export function twoPasses(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = f(sumOf(values) / values.length);
  return { mean, variance: f(sumOf(values.map((value) => f(f(value - mean) ** 2))) / values.length) };
}

/**
 * A float32 implementation of torch in training, one value after another, with formulas of its own. Modules have parameters and buffers,
 * every input an upstream gradient, every rank two values or more. `constructed` is any trace with the module as it was made.
 */
export function singlePrecision(scenario: Scenario, changed: Partial<Formulas>, constructed: Trace): Trace {
  const { construction, initial } = constructed;
  const { state, world } = scenario;
  const made = (name: 'weight' | 'bias' | 'runningMean' | 'runningVar'): Float64Array =>
    numbersOf(state[name] ?? initial?.[name] ?? null);
  const modules = Array.from({ length: world.size }, () => ({ mean: made('runningMean'), variance: made('runningVar') }));
  let counter = state.numBatchesTracked ?? 0;
  const steps = scenario.steps.map((step): StepAnswer<Tensor> => {
    counter += 1;
    const module = {
      formulas: { ...rightFormulas, ...changed },
      weight: made('weight'),
      bias: made('bias'),
      epsilon: numberIn(scenario.arguments['eps']) ?? 1e-5,
      factor: scenario.arguments['momentum'] === null ? 1 / counter : (numberIn(scenario.arguments['momentum']) ?? 0.1),
    };
    const ranks = step.ranks.map(({ x, gradY }, rank) => blankRank(x, gradY, modules[rank]));
    for (const set of sharingSets(world)) {
      const members = set.flatMap((rank) => ranks[rank] ?? []);
      for (const channel of module.weight.keys()) answerChannel(module, members, channel);
    }
    return { ranks: ranks.map((rank) => answerOf(rank, counter)), groups: null };
  });
  return { construction, initial, steps };
}

interface Module {
  readonly formulas: Formulas;
  readonly weight: Float64Array;
  readonly bias: Float64Array;
  readonly epsilon: number;
  readonly factor: number;
}

interface Buffers {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

interface Rank {
  readonly x: Tensor;
  readonly gradY: Tensor;
  readonly buffers: Buffers;
  readonly y: Float64Array;
  readonly gradX: Float64Array;
  readonly gradWeight: Float64Array;
  readonly gradBias: Float64Array;
}

function blankRank(x: Tensor, gradY: Tensor | null, buffers: Buffers | undefined): Rank {
  if (gradY === null || buffers === undefined) throw new RangeError('Expected an upstream gradient and a module for every rank.');
  const [size, channels] = [elementCount(x.shape), x.shape[1] ?? 0];
  const blank = (length: number): Float64Array => new Float64Array(length);
  return { x, gradY, buffers, y: blank(size), gradX: blank(size), gradWeight: blank(channels), gradBias: blank(channels) };
}

function answerChannel(module: Module, ranks: readonly Rank[], channel: number): void {
  const { formulas, epsilon, factor } = module;
  const [weight, bias] = [module.weight[channel] ?? 1, module.bias[channel] ?? 0];
  const inputs = ranks.map(({ x }) => gatherChannel(x, channel));
  const counts = inputs.map(({ length }) => length);
  const { mean, variance } = formulas.statistics(inputs);
  const r = formulas.inverse(variance, epsilon, sumOf(counts));
  const backward = formulas.inverseInBackward(variance, epsilon, sumOf(counts));
  const sums = ranks.map((rank) => rankSums(rank, channel, mean));
  ranks.forEach((rank, place) => {
    const [values, gradients] = [gatherChannel(rank.x, channel), gatherChannel(rank.gradY, channel)];
    const [meanG, meanGD] = formulas.gradientMeans(sums, place);
    const own = sums[place] ?? { sum: 0, weighted: 0, count: 0 };
    const gradX = values.map((value, index) => {
      const slope = f(f(f(f(value - mean) * backward) * backward) * meanGD);
      return formulas.gradX(f(f(f(f((gradients[index] ?? 0) - meanG) - slope) * backward) * weight));
    });
    const outputs = values.map((value) => f(f(f(f(value - mean) * r) * weight) + bias));
    scatterChannel(rank.y, rank.x.shape, channel, outputs);
    scatterChannel(rank.gradX, rank.x.shape, channel, gradX);
    rank.gradWeight[channel] = formulas.gradWeight(own, backward, mean);
    rank.gradBias[channel] = own.sum;
    const blend = (old: number, fresh: number): number => f((1 - factor) * old + factor * fresh);
    const { buffers } = rank;
    buffers.mean[channel] = blend(buffers.mean[channel] ?? 0, mean);
    const fresh = formulas.bufferVariance(variance, counts, place, epsilon);
    buffers.variance[channel] = blend(buffers.variance[channel] ?? 0, fresh);
  });
}

function rankSums({ x, gradY }: Rank, channel: number, mean: number): RankSums {
  const [values, gradients] = [gatherChannel(x, channel), gatherChannel(gradY, channel)];
  const products = Array.from(gradients, (gradient, index) => f(gradient * f((values[index] ?? 0) - mean)));
  return { sum: sumOf(gradients), weighted: sumOf(products), count: values.length };
}

function answerOf({ x, y, gradX, gradWeight, gradBias, buffers }: Rank, counter: number): RankAnswer<Tensor> {
  const vector = (numbers: Float64Array): Tensor => tensor([numbers.length], numbers);
  return {
    error: null,
    y: tensor(x.shape, y),
    gradX: tensor(x.shape, gradX),
    gradWeight: vector(gradWeight),
    gradBias: vector(gradBias),
    runningMean: vector(buffers.mean),
    runningVar: vector(buffers.variance),
    numBatchesTracked: counter,
  };
}

function numbersOf(given: Tensor | null): Float64Array {
  if (given === null) throw new RangeError('Expected a module with parameters and buffers.');
  return valuesOf(given).slice();
}

function tensor(shape: readonly number[], numbers: Float64Array): Tensor {
  return { dtype: 'float32', shape, data: Float32Array.from(numbers) };
}
