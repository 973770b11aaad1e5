import fc from 'fast-check';
import type { PythonValue } from '../../oracle/python-value.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { buildSteps } from '../arbitraries/build-steps.ts';
import { drawState, untouchedState } from '../arbitraries/initial-state.ts';
import { randomSource } from '../arbitraries/random-source.ts';
import { given } from '../arbitraries/torch-scenario.ts';
import { FlipAttribute, Forward, LoadState, SetNumber, SwitchMode } from './sequence-commands.ts';
import type { SequenceDraft, SequenceModel } from './sequence-model.ts';
import { nothingPending } from './sequence-model.ts';

const float = (value: number): PythonValue => ({ float: value });

/** Commands before the ones that make no sense are left out; twelve steps need more. */
const mostCommands = 40;

/** What users do to a module between its first and its last step, forward passes most often. */
const commands = fc
  .commands(
    [
      fc.boolean().map((training) => new SwitchMode(training)),
      fc.constantFrom(true, true, false).map((backward) => new Forward(backward)),
      fc.constantFrom(true, true, false).map((backward) => new Forward(backward)),
      fc.constantFrom(true, false, null).map((to) => new FlipAttribute(to)),
      fc.constantFrom<PythonValue>(null, float(0.5), float(0.125), float(0), 1).map((value) => new SetNumber('momentum', value)),
      fc.constantFrom<PythonValue>(float(2 ** -17), float(0.25), 1).map((value) => new SetNumber('eps', value)),
      fc.nat().map((seed) => new LoadState(seed)),
    ],
    { maxCommands: mostCommands, size: 'max' },
  )
  // Frozen, so that it is not cloned along: a record with a clone in it comes out empty.
  .map((drawn): readonly fc.Command<SequenceModel, SequenceDraft>[] => Object.freeze([...drawn]));

const worlds: readonly Scenario['world'][] = [
  { size: 2, groups: null },
  { size: 3, groups: [[0, 2]] },
  { size: 3, groups: null },
];

/** A sequence and what a simple model of the module says of each of its steps. */
export interface Sequence {
  readonly scenario: Scenario;
  readonly seen: SequenceModel['seen'];
}

/** Scenarios of up to twelve steps from model-based commands: mode switches, attributes, checkpoints and passes in any order. */
export function sequenceScenario(dialect: Dialect, alone: boolean): fc.Arbitrary<Sequence> {
  return fc
    .record({
      commands,
      tracks: fc.constantFrom(true, true, false),
      statistics: fc.constantFrom(null, null, true, false),
      momentum: fc.constantFrom<PythonValue | undefined>(undefined, float(0.25)),
      affine: fc.constantFrom(true, true, false),
      world: alone ? fc.constant<Scenario['world']>({ size: 1, groups: null }) : fc.constantFrom(...worlds),
      spatial: fc.constantFrom<readonly number[]>([], [2, 2]),
      loaded: fc.boolean(),
      seed: fc.nat(),
    })
    .map((drawn) => buildSequence(dialect, drawn))
    .filter(({ seen }) => seen.length > 1);
}

interface Drawn {
  readonly commands: readonly fc.Command<SequenceModel, SequenceDraft>[];
  readonly tracks: boolean;
  readonly statistics: boolean | null;
  readonly momentum: PythonValue | undefined;
  readonly affine: boolean;
  readonly world: Scenario['world'];
  readonly spatial: readonly number[];
  readonly loaded: boolean;
  readonly seed: number;
}

function buildSequence(dialect: Dialect, drawn: Drawn): Sequence {
  const { tracks, statistics, momentum, affine, world, spatial, loaded, seed } = drawn;
  const source = randomSource(seed);
  const channels = 2;
  const isTorch = dialect === 'torch';
  const parameters = isTorch ? affine : true;
  const loadable = { weight: parameters, bias: parameters, buffers: isTorch ? tracks : true, counter: isTorch && tracks };
  const state = loaded ? drawState(channels, 'float32', loadable, source) : untouchedState;
  const model: SequenceModel = {
    dialect,
    loadable,
    channels,
    training: isTorch,
    tracks,
    usesBatch: statistics,
    counter: loadable.counter ? (state.numBatchesTracked ?? 0) : null,
    hasRaised: false,
    seen: [],
  };
  const draft: SequenceDraft = { steps: [], pending: nothingPending };
  fc.modelRun(() => ({ model, real: draft }), drawn.commands);
  const batchSizes = Array.from({ length: world.size }, () => 2 + source.below(3));
  const plan = { dtype: 'float32', channels, spatial, batchSizes, dataClass: 'ordinary', backward: true } as const;
  const steps = buildSteps(
    draft.steps.map(({ mode }) => mode),
    world,
    plan,
    source,
  ).map((step, index) => {
    if (draft.steps[index]?.backward === true) return step;
    return { ...step, ranks: step.ranks.map(({ x }) => ({ x, gradY: null })) };
  });
  const scenario: Scenario = {
    dialect,
    arguments: given({
      num_features: channels,
      momentum,
      affine: affine ? undefined : false,
      ...(isTorch
        ? { track_running_stats: tracks ? undefined : false }
        : { use_batch_statistics: statistics === null ? undefined : statistics }),
    }),
    parameterDtype: 'float32',
    state,
    world,
    layout: 'contiguous',
    steps,
  };
  return { scenario, seen: model.seen };
}
