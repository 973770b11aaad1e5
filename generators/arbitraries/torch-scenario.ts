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
import { torchMomentum } from './momentum.ts';
import { randomSource } from './random-source.ts';
import { layout } from './spatial.ts';
import { placing, world } from './world.ts';

/** What a method of recording can run. */
export interface TorchLimits {
  readonly worldSizes: readonly number[];
  /** Pairs of input and parameter dtype. */
  readonly dtypes: readonly (readonly [DType, DType])[];
  readonly emptyRanks: boolean;
}

const train = { training: true, assign: {} };
const evaluate = { training: false, assign: {} };
const untouched = { training: null, assign: {} };

/** Single steps in both modes, sequences, and the attribute assigned midway in either direction. */
const modeSequence: fc.Arbitrary<readonly StepMode[]> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom([train], [untouched], [train, train]) },
  { weight: 5, arbitrary: fc.constant([evaluate]) },
  {
    weight: 4,
    arbitrary: fc.constantFrom([train, evaluate], [train, train, train], [evaluate, train, evaluate], [train, untouched]),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<readonly StepMode[]>(
      [train, { training: null, assign: { trackRunningStats: false } }, evaluate],
      [{ training: true, assign: { trackRunningStats: false } }, train],
      [train, { training: true, assign: { trackRunningStats: false } }],
      [evaluate, { training: true, assign: { trackRunningStats: true } }],
      [{ training: true, assign: { trackRunningStats: true } }],
      [{ training: false, assign: { trackRunningStats: false } }],
    ),
  },
);

/** Scenarios of torch.nn.SyncBatchNorm over all rows of its table. Data follow from a drawn seed, so a scenario shrinks quickly. */
export function torchScenario(limits: TorchLimits): fc.Arbitrary<Scenario> {
  return fc
    .record({ ranks: world(limits.worldSizes), extents: extents([2, 3, 4, 4, 5], 2), dtypes: fc.constantFrom(...limits.dtypes) })
    .chain((outer) =>
      fc
        .record({
          ...placing(outer.ranks, outer.extents, limits.emptyRanks),
          layout: layout(outer.extents.spatial.length + 2, outer.extents.kind === 'wide'),
          modes: modeSequence,
          track: fc.constantFrom<PythonValue | undefined>(undefined, true, false, false),
          affine: fc.constantFrom<PythonValue | undefined>(undefined, true, true, false),
          bias: fc.constantFrom<PythonValue | undefined>(undefined, undefined, undefined, false),
          momentum: torchMomentum,
          epsilon,
          dataClass,
          backward: fc.constantFrom(true, true, true, true, false),
          loaded: fc.constantFrom(true, true, false),
          seed: fc.nat(),
        })
        .map((inner): Scenario => {
          const source = randomSource(inner.seed);
          const [dtype, parameterDtype] = outer.dtypes;
          const { affine, track, bias, world: where } = inner;
          const { channels, spatial } = outer.extents;
          const tracks = track !== false;
          const has = { weight: affine !== false, bias: affine !== false && bias !== false, buffers: tracks, counter: tracks };
          const plan = { ...inner, dtype, channels, spatial, batchSizes: inner.batches };
          return {
            dialect: 'torch',
            arguments: given({
              num_features: channels,
              eps: inner.epsilon,
              momentum: inner.momentum,
              affine,
              track_running_stats: track,
              bias,
            }),
            parameterDtype,
            state: inner.loaded ? drawState(channels, parameterDtype, has, source) : untouchedState,
            world: where,
            layout: inner.layout,
            steps: buildSteps(inner.modes, where, plan, source),
          };
        }),
    );
}

/** Arguments without those left to their defaults. */
export function given(all: Readonly<Record<string, PythonValue | undefined>>): Scenario['arguments'] {
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, PythonValue] => entry[1] !== undefined));
}
