import { untouchedState } from '../../../generators/arbitraries/initial-state.ts';
import { randomSource } from '../../../generators/arbitraries/random-source.ts';
import { tensorOf } from '../../../generators/arbitraries/tensor-of.ts';
import type { Arguments } from '../../../oracle/python-value.ts';
import type { Scenario } from '../../../oracle/scenario.ts';
import type { Trace } from '../../../oracle/trace.ts';
import { elementCount } from '../../../oracle/tensor.ts';
import type { Tolerance } from '../tolerances.ts';
import { derivedNumbers, numbersOf } from './look-at.ts';
import type { Probe } from './suite.ts';

/** One step of a net in which the layer stands between two linear ones, and what goes into the first and comes back to the last. */
export interface TrainedNet {
  readonly scenario: Scenario;
  /** Rank by rank, sample by sample: the numbers that enter the first linear layer, and the gradients of the outputs of the last. */
  readonly entering: readonly (readonly (readonly number[])[])[];
  readonly returning: readonly (readonly (readonly number[])[])[];
}

const features = 2;
const outputs = 4;

/** A net as the tests have it: two features, a linear layer, the layer under test on [N, ...behind], a linear layer, a mean squared error. */
export function trainedNet(sizes: readonly number[], behind: readonly number[], given: Arguments): TrainedNet {
  const source = randomSource(20_261_122);
  const draw = (count: number, scale: number): readonly number[] => Array.from({ length: count }, () => scale * source.normal());
  const width = elementCount(behind);
  const first = Array.from({ length: width }, () => draw(features, 0.4));
  const last = Array.from({ length: outputs }, () => draw(width, 0.1));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const entering = sizes.map((size) => Array.from({ length: size }, () => draw(features, 1)));
  // The order of what a mean squared error over all outputs gives after a softmax.
  const returning = sizes.map((size) => Array.from({ length: size }, () => draw(outputs, 0.2 / total)));
  const ranks = sizes.map((size, rank) => {
    const shape = [size, ...behind];
    const x = (entering[rank] ?? []).flatMap((sample) => first.map((row) => dot(row, sample)));
    const gradY = (returning[rank] ?? []).flatMap((sample) =>
      Array.from({ length: width }, (_, unit) =>
        dot(
          last.map((row) => row[unit] ?? 0),
          sample,
        ),
      ),
    );
    return { x: tensorOf('float32', shape, x), gradY: tensorOf('float32', shape, gradY) };
  });
  const scenario: Scenario = {
    dialect: 'torch',
    arguments: { num_features: behind[0] ?? 0, ...given },
    parameterDtype: 'float32',
    state: untouchedState,
    world: { size: sizes.length, groups: null },
    layout: 'contiguous',
    steps: [{ training: true, assign: {}, ranks }],
  };
  return { scenario, entering, returning };
}

/**
 * Compares the parameters of the whole net after a step: those of the layer through the mean of its gradients over the ranks (what
 * DistributedDataParallel applies), those of the linear layers through sums of grad_x with what entered, and of y with what returned.
 */
export function parametersAfterStep(net: TrainedNet, tolerance: Tolerance): Probe['fails'] {
  return derivedNumbers((trace) => parameterSteps(net, trace), tolerance);
}

function parameterSteps({ scenario, entering, returning }: TrainedNet, trace: Trace): readonly number[] {
  const ranks = trace.steps[0]?.ranks ?? [];
  const width = elementCount(scenario.steps[0]?.ranks[0]?.x.shape.slice(1) ?? []);
  const own = (['gradWeight', 'gradBias'] as const).flatMap((quantity) =>
    sumOver(ranks.map((rank) => [...numbersOf(rank[quantity])])).map((sum) => sum / ranks.length),
  );
  const outer = (numbers: Float64Array, samples: readonly (readonly number[])[]): readonly number[] =>
    Array.from({ length: width }, (_, unit) => unit).flatMap((unit) =>
      (samples[0] ?? []).map((_, axis) =>
        samples.reduce((sum, sample, place) => sum + (sample[axis] ?? 0) * (numbers[place * width + unit] ?? 0), 0),
      ),
    );
  const before = sumOver(ranks.map((rank, place) => outer(numbersOf(rank.gradX), entering[place] ?? [])));
  const after = sumOver(ranks.map((rank, place) => outer(numbersOf(rank.y), returning[place] ?? [])));
  return [...own, ...before, ...after];
}

function sumOver(lists: readonly (readonly number[])[]): readonly number[] {
  const [first = [], ...others] = lists;
  return first.map((value, index) => others.reduce((sum, list) => sum + (list[index] ?? Number.NaN), value));
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
