import type { PythonValue } from '../../oracle/python-value.ts';
import { isFloat, isInitializer, isList, isTensor, numberIn } from '../../oracle/python-value.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { effectiveWorld } from '../../oracle/sharing.ts';
import type { Concern } from './concerns.ts';
import { valuesPerChannel } from './concerns.ts';

// What both frameworks take and treat alike, so that a case says something about the one thing that a claim is about.

type Check = (value: PythonValue, scenario: Scenario) => boolean;

const isBool: Check = (value) => typeof value === 'boolean';

const ofBoth: Readonly<Record<string, Check>> = {
  num_features: (value) => typeof value === 'number' && value >= 1,
  eps: isEpsilon,
  momentum: isFraction,
  // False parts the frameworks, and is a claim of its own.
  affine: (value) => value === true,
};

const ordinary: Readonly<Record<Dialect, Readonly<Record<string, Check>>>> = {
  torch: { ...ofBoth, bias: isBool, track_running_stats: isBool },
  mindspore: {
    ...ofBoth,
    use_batch_statistics: (value) => value === null || typeof value === 'boolean',
    gamma_init: isInitialiser,
    beta_init: isInitialiser,
    moving_mean_init: isInitialiser,
    moving_var_init: isInitialiser,
  },
};

/** Whether every argument but the named ones is of a kind and in a range that are not in question. */
export function isOrdinaryBut(...names: readonly string[]): Concern {
  return ({ scenario }) =>
    Object.entries(scenario.arguments).every(
      ([name, value]) => names.includes(name) || ordinary[scenario.dialect][name]?.(value, scenario) === true,
    );
}

/** Whatever can have a gradient asks for it; float32 inputs, 2-D or 4-D, with as many channels as named and more than one value in each. */
export const hasOrdinaryInputs: Concern = ({ scenario }) => {
  const features = scenario.arguments['num_features'];
  return (
    scenario.requiresGrad === undefined &&
    scenario.parameterDtype === 'float32' &&
    scenario.steps.every(({ ranks }) =>
      ranks.every(({ x: { dtype, shape } }) => {
        const isFlatOrImage = shape.length === 2 || shape.length === 4;
        return dtype === 'float32' && isFlatOrImage && shape[1] === features && valuesPerChannel(shape) > 1;
      }),
    )
  );
};

/** A float in (0, 1] for MindSpore too, whose kernels read it as a float32. */
export function isEpsilon(value: PythonValue): boolean {
  return isFloat(value) && Math.fround(value.float) > 0 && Math.fround(value.float) <= 1;
}

/** A number from 0 to 1, as both take it for momentum. */
export function isFraction(value: PythonValue | undefined): boolean {
  const number = numberIn(value) ?? Number.NaN;
  return number >= 0 && number <= 1;
}

/** The initialisers that MindSpore's page names and that do what they say: two more names always raise. */
const initialisers = new Set(['zeros', 'ones', 'normal', 'uniform']);

/** Whether a value is an initialiser of a documented kind: a name, a number, an Initializer, a Tensor of the right shape. */
export function isInitialiser(value: PythonValue, { arguments: given }: Scenario): boolean {
  if (typeof value === 'string') return initialisers.has(value);
  if (isTensor(value)) return value.tensor.shape.length === 1 && value.tensor.shape[0] === given['num_features'];
  return isInitializer(value) || numberIn(value) !== undefined;
}

/** The groups as lists of ranks where they are named and can be made: every rank in the world, and none twice; else null. */
export function namedGroups(scenario: Scenario): readonly (readonly number[])[] | null {
  const given = scenario.arguments['process_groups'];
  if (given !== undefined && !(isList(given) && given.every(isListOfRanks))) return null;
  const { size, groups } = effectiveWorld(scenario);
  if (groups === null) return null;
  const ranks = groups.flat();
  return new Set(ranks).size === ranks.length && ranks.every((rank) => rank >= 0 && rank < size) ? groups : null;
}

function isListOfRanks(value: PythonValue): boolean {
  return isList(value) && value.every((rank) => typeof rank === 'number');
}
