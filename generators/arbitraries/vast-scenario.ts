import fc from 'fast-check';
import type { Dialect, Scenario, World } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { buildSteps } from './build-steps.ts';
import type { DataPlan, StepMode } from './build-steps.ts';
import { untouchedState } from './initial-state.ts';
import { randomSource } from './random-source.ts';

/** A size at which something that counts or addresses in too few bits goes wrong. */
type Vastness = DataPlan & {
  readonly parameterDtype: DType;
  readonly modes: readonly StepMode[];
};

const [train, evaluate] = [true, false].map((training) => [{ training, assign: {} }]);

/** More channels than 16 bits address: one sample in inference, so that it costs little. */
const manyChannels: Vastness = {
  dtype: 'float32',
  parameterDtype: 'float32',
  channels: 2 ** 16 + 4,
  spatial: [],
  batchSizes: [1],
  dataClass: 'ordinary',
  backward: false,
  modes: evaluate ?? [],
};

/** A grid of thread blocks with one pixel each. */
const manyPixels: Vastness = {
  dtype: 'float32',
  parameterDtype: 'float32',
  channels: 512,
  spatial: [1, 1],
  batchSizes: [64],
  dataClass: 'ordinary',
  backward: false,
  modes: train ?? [],
};

/** Ranks whose counts the half type holds, and whose sum it rounds. */
const manySamples = (dtype: 'float16' | 'bfloat16'): Vastness => ({
  dtype,
  parameterDtype: 'float32',
  channels: 1,
  spatial: [],
  batchSizes: dtype === 'float16' ? [1024, 1025] : [128, 129],
  // A mean far from zero shows a count that is off by one.
  dataClass: 'offset',
  backward: false,
  modes: train ?? [],
});

const vastnesses: Readonly<Record<Dialect, readonly Vastness[]>> = {
  torch: [manyChannels, manyPixels, manySamples('float16'), manySamples('bfloat16')],
  mindspore: [manyChannels, manyPixels, manyPixels, manyPixels],
};

/** One step of a size at an edge, everything at its default. */
export function vastScenario(dialect: Dialect): fc.Arbitrary<Scenario> {
  return fc.record({ vastness: fc.constantFrom(...vastnesses[dialect]), seed: fc.nat() }).map(({ vastness, seed }) => {
    const world: World = { size: vastness.batchSizes.length, groups: null };
    return {
      dialect,
      arguments: { num_features: vastness.channels },
      parameterDtype: vastness.parameterDtype,
      state: untouchedState,
      world,
      layout: 'contiguous',
      steps: buildSteps(vastness.modes, world, vastness, randomSource(seed)),
    };
  });
}
