import type { PythonValue } from '../../oracle/python-value.ts';
import type { InitialState, Scenario } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { buildSteps } from '../arbitraries/build-steps.ts';
import type { DataClass } from '../arbitraries/fill-data.ts';
import { dataClasses } from '../arbitraries/fill-data.ts';
import { drawState, untouchedState } from '../arbitraries/initial-state.ts';
import type { RandomSource } from '../arbitraries/random-source.ts';
import { tensorOf } from '../arbitraries/tensor-of.ts';
import { given } from '../arbitraries/torch-scenario.ts';
import { epsilons, momenta, requirements } from './argument-values.ts';
import { stepsOf } from './designed-steps.ts';
import type { Assignment } from './model.ts';
import { batchSizesOf, worldOf } from './place-ranks.ts';
import type { Backward, StepPattern } from './shared-parameters.ts';
import { backwards, stepPatterns } from './shared-parameters.ts';
import { named } from './torch-case.ts';

const channels = 3;
const flags: Readonly<Record<string, boolean | null>> = { on: true, off: false, untouched: null };

/** use_batch_statistics of each row, and what it is flipped to midway. */
const rows: Readonly<Record<string, { readonly given?: boolean; readonly flipped: boolean }>> = {
  'none+train': { flipped: false },
  'none+eval': { flipped: true },
  batch: { given: true, flipped: false },
  moving: { given: false, flipped: true },
};

const float = (value: number): PythonValue => ({ float: value });
const tensor = (numbers: readonly number[]): PythonValue => ({ tensor: tensorOf('float32', [numbers.length], numbers) });

interface Initialisers {
  readonly gamma?: PythonValue;
  readonly beta?: PythonValue;
  readonly mean?: PythonValue;
  readonly variance?: PythonValue;
}

/** How a cell is initialised; random variances would be negative at times, and say nothing. */
const initialisers: Readonly<Record<string, Initialisers>> = {
  zeros: { gamma: 'zeros', beta: 'zeros', mean: 'zeros' },
  ones: { gamma: 'ones', beta: 'ones', mean: 'ones', variance: 'ones' },
  normal: { gamma: 'normal' },
  uniform: { beta: 'uniform' },
  number: { gamma: float(-1.5), beta: 2, mean: float(0.25), variance: float(2.5) },
  object: {
    gamma: { initializer: 'One' },
    beta: { initializer: 'Zero' },
    mean: { initializer: 'One' },
    variance: { initializer: 'One' },
  },
  tensor: {
    gamma: tensor([0.5, -1.5, 2]),
    beta: tensor([1, 0, -1]),
    mean: tensor([0.5, -0.25, 2]),
    variance: tensor([1, 0.5, 3]),
  },
};

/** A scenario of MindSpore that has the values of an assignment; its numbers come from `source`. */
export function mindsporeCase(assignment: Assignment, source: RandomSource): Scenario {
  const value = (name: string): string => assignment[name] ?? '';
  const dtype: DType = value('dtype') === 'float16' ? 'float16' : 'float32';
  const row = rows[value('row')] ?? { flipped: true };
  const first = flags[value('flag')] ?? null;
  const has = { weight: true, bias: true, buffers: true, counter: false };
  const checkpoint = (): InitialState => drawState(channels, 'float32', has, source);
  const modes = stepsOf(named<StepPattern>(stepPatterns, value('steps')), {
    first,
    other: first !== true,
    flip: { useBatchStatistics: row.flipped },
    checkpoint,
  });
  const backward = named<Backward>(backwards, value('backward'));
  const asks = requirements[backward];
  const world = worldOf(assignment, source);
  const made = initialisers[value('state')] ?? {};
  const plan = {
    dtype,
    channels,
    spatial: value('dimensions') === '4' ? [2, 3] : [],
    batchSizes: batchSizesOf(assignment, source),
    dataClass: named<DataClass>(dataClasses, value('data')),
    backward: backward !== 'none',
  };
  return {
    dialect: 'mindspore',
    arguments: given({
      num_features: channels,
      eps: epsilons[value('eps')],
      momentum: momenta.mindspore[value('momentum')],
      affine: value('affine') === 'off' ? false : undefined,
      gamma_init: made.gamma,
      beta_init: made.beta,
      moving_mean_init: made.mean,
      moving_var_init: made.variance,
      use_batch_statistics: row.given,
    }),
    parameterDtype: 'float32',
    state: value('state') === 'loaded' ? checkpoint() : untouchedState,
    world,
    layout: 'contiguous',
    ...(asks === undefined ? {} : { requiresGrad: asks }),
    steps: buildSteps(modes, world, plan, source),
  };
}
