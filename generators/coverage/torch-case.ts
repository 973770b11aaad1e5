import type { Arguments } from '../../oracle/python-value.ts';
import type { InitialState, Layout, Scenario } from '../../oracle/scenario.ts';
import { layouts } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { buildSteps } from '../arbitraries/build-steps.ts';
import type { DataClass } from '../arbitraries/fill-data.ts';
import { dataClasses } from '../arbitraries/fill-data.ts';
import { drawState, untouchedState } from '../arbitraries/initial-state.ts';
import type { RandomSource } from '../arbitraries/random-source.ts';
import { given } from '../arbitraries/torch-scenario.ts';
import { epsilons, momenta, requirements } from './argument-values.ts';
import { stepsOf } from './designed-steps.ts';
import type { Assignment } from './model.ts';
import { batchSizesOf, worldOf } from './place-ranks.ts';
import type { Backward, StepPattern } from './shared-parameters.ts';
import { backwards, stepPatterns } from './shared-parameters.ts';

const channels = 3;
const spatial: Readonly<Record<string, readonly number[]>> = { '2': [], '3': [4], '4': [2, 3], '5': [1, 2, 2] };

const types: Readonly<Record<string, readonly [DType, DType]>> = {
  float32: ['float32', 'float32'],
  float64: ['float64', 'float64'],
  float16: ['float16', 'float32'],
  bfloat16: ['bfloat16', 'float32'],
  'float16 throughout': ['float16', 'float16'],
  'bfloat16 throughout': ['bfloat16', 'bfloat16'],
};

/** A scenario of torch that has the values of an assignment; its numbers come from `source`. */
export function torchCase(assignment: Assignment, source: RandomSource): Scenario {
  const value = (name: string): string => assignment[name] ?? '';
  const [dtype, parameterDtype] = types[value('dtype')] ?? ['float32', 'float32'];
  const [mode = '', tracking] = value('row').split('+');
  const tracks = tracking === 'track';
  const affine = value('affine') !== 'off';
  const has = { weight: affine, bias: value('affine') === 'on', buffers: tracks, counter: tracks };
  const checkpoint = (): InitialState => drawState(channels, parameterDtype, has, source);
  const training = mode === 'train';
  const modes = stepsOf(named<StepPattern>(stepPatterns, value('steps')), {
    first: training,
    other: !training,
    flip: { trackRunningStats: !tracks },
    checkpoint,
  });
  const backward = named<Backward>(backwards, value('backward'));
  const asks = requirements[backward];
  const world = worldOf(assignment, source);
  const plan = {
    dtype,
    channels,
    spatial: spatial[value('dimensions')] ?? [],
    batchSizes: batchSizesOf(assignment, source),
    dataClass: named<DataClass>(dataClasses, value('data')),
    backward: backward !== 'none',
  };
  return {
    dialect: 'torch',
    arguments: argumentsOf(assignment, tracks),
    parameterDtype,
    state: value('state') === 'loaded' ? checkpoint() : untouchedState,
    world,
    layout: named<Layout>(layouts, value('layout')),
    ...(asks === undefined ? {} : { requiresGrad: asks }),
    steps: buildSteps(modes, world, plan, source),
  };
}

function argumentsOf(assignment: Assignment, tracks: boolean): Arguments {
  return given({
    num_features: channels,
    eps: epsilons[assignment['eps'] ?? ''],
    momentum: momenta.torch[assignment['momentum'] ?? ''],
    affine: assignment['affine'] === 'off' ? false : undefined,
    bias: assignment['affine'] === 'no bias' ? false : undefined,
    track_running_stats: tracks ? undefined : false,
  });
}

/** The value of that name among those of a parameter. */
export function named<Value extends string>(values: readonly Value[], name: string): Value {
  const found = values.find((value) => value === name);
  if (found === undefined) throw new RangeError(`Expected one of ${values.join(', ')}, got ${name}.`);
  return found;
}
