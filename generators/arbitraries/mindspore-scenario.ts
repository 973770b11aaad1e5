import fc from 'fast-check';
import type { PythonValue } from '../../oracle/python-value.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { buildSteps } from './build-steps.ts';
import type { StepMode } from './build-steps.ts';
import { dataClass } from './data-class.ts';
import { epsilon } from './epsilon.ts';
import { extents } from './extents.ts';
import { drawState, untouchedState } from './initial-state.ts';
import { mindsporeMomentum } from './momentum.ts';
import { randomSource } from './random-source.ts';
import { given } from './torch-scenario.ts';
import { placing, world } from './world.ts';

/** What a method of recording can run. */
export interface MindsporeLimits {
  readonly worldSizes: readonly number[];
  /** Only scenarios in which nothing synchronises: inference, or every rank a group of its own. */
  readonly unsynchronised: boolean;
}

const train = { training: true, assign: {} };
const evaluate = { training: false, assign: {} };
const untouched = { training: null, assign: {} };

/** A fresh cell is in inference mode, so `untouched` is a row of its own. */
const modeSequence: fc.Arbitrary<readonly StepMode[]> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom([train], [train, train], [untouched]) },
  { weight: 4, arbitrary: fc.constantFrom([evaluate], [untouched, untouched]) },
  { weight: 3, arbitrary: fc.constantFrom([train, evaluate], [train, train, train], [untouched, train, evaluate]) },
);

const initialiser: fc.Arbitrary<PythonValue | undefined> = fc.constantFrom<PythonValue | undefined>(
  undefined,
  'ones',
  'zeros',
  { float: 0.75 },
  2,
  { initializer: 'One' },
);

/** Scenarios of mindspore.nn.SyncBatchNorm over all rows of its table. */
export function mindsporeScenario(limits: MindsporeLimits): fc.Arbitrary<Scenario> {
  return fc.record({ ranks: world(limits.worldSizes), extents: extents([2, 4, 4], 4) }).chain((outer) =>
    fc
      .record({
        ...placing(outer.ranks, outer.extents, false),
        dtype: fc.constantFrom<DType>('float32', 'float32', 'float32', 'float16'),
        modes: limits.unsynchronised ? fc.constantFrom<readonly StepMode[]>([evaluate], [untouched]) : modeSequence,
        statistics: fc.constantFrom<PythonValue | undefined>(undefined, null, true, true, false),
        affine: fc.constantFrom<PythonValue | undefined>(undefined, true, true, false),
        initialisers: fc.record({
          gamma: initialiser,
          beta: initialiser,
          mean: initialiser,
          variance: fc.constantFrom<PythonValue | undefined>(undefined, 'ones', { float: 0.75 }, 2),
        }),
        momentum: mindsporeMomentum,
        epsilon,
        dataClass,
        backward: fc.constantFrom(true, true, true, true, false),
        loaded: fc.constantFrom(true, true, false),
        seed: fc.nat(),
      })
      .map((inner): Scenario => {
        const source = randomSource(inner.seed);
        const { channels, spatial } = outer.extents;
        const has = { weight: true, bias: true, buffers: true, counter: false };
        const plan = { ...inner, channels, spatial, batchSizes: inner.batches };
        const alone = limits.unsynchronised ? Array.from({ length: inner.world.size }, (_, rank) => [rank]) : inner.world.groups;
        const where = { size: inner.world.size, groups: alone };
        return {
          dialect: 'mindspore',
          arguments: given({
            num_features: channels,
            eps: inner.epsilon,
            momentum: inner.momentum,
            affine: inner.affine,
            gamma_init: inner.initialisers.gamma,
            beta_init: inner.initialisers.beta,
            moving_mean_init: inner.initialisers.mean,
            moving_var_init: inner.initialisers.variance,
            use_batch_statistics: inner.statistics,
          }),
          parameterDtype: 'float32',
          state: inner.loaded ? drawState(channels, 'float32', has, source) : untouchedState,
          world: where,
          layout: 'contiguous',
          steps: buildSteps(inner.modes, where, plan, source),
        };
      }),
  );
}
