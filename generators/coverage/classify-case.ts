import { rowsVisited } from '../../oracle/answer-scenario.ts';
import type { PythonValue } from '../../oracle/python-value.ts';
import { isFloat, isInitializer, isTensor } from '../../oracle/python-value.ts';
import type { Scenario, Step } from '../../oracle/scenario.ts';
import { sharingSets } from '../../oracle/sharing.ts';
import { epsilonName, momentumName } from './argument-values.ts';
import { dataClassOf } from './classify-data.ts';
import type { Assignment } from './model.ts';
import type { Backward, Grouping, Split, StepPattern } from './shared-parameters.ts';

/** What a case has of each parameter of its dialect's model, read from the scenario itself; a value that no model names is left out. */
export function classifyCase(scenario: Scenario, lane: string): Assignment {
  const first = scenario.steps[0]?.ranks[0]?.x;
  const own = scenario.dialect === 'torch' ? torchValues(scenario) : mindsporeValues(scenario);
  const all: Readonly<Record<string, string | undefined>> = {
    ...own,
    row: rowsVisited(scenario)[0],
    lane,
    world: String(scenario.world.size),
    split: splitOf(scenario),
    groups: groupingOf(scenario),
    dimensions: first === undefined ? undefined : String(first.shape.length),
    momentum: momentumName(scenario.arguments['momentum']),
    eps: epsilonName(scenario.arguments['eps']),
    data: dataClassOf(scenario),
    steps: patternOf(scenario),
    backward: backwardOf(scenario),
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function torchValues(scenario: Scenario): Readonly<Record<string, string | undefined>> {
  const { arguments: given, parameterDtype, layout } = scenario;
  const dtype = scenario.steps[0]?.ranks[0]?.x.dtype ?? 'float32';
  const half = dtype === 'float16' || dtype === 'bfloat16';
  const affine = given['affine'] === false ? 'off' : given['bias'] === false ? 'no bias' : 'on';
  const pair =
    dtype === parameterDtype ? (half ? `${dtype} throughout` : dtype) : half && parameterDtype === 'float32' ? dtype : undefined;
  return { dtype: pair, affine, state: isUntouched(scenario) ? 'constructed' : 'loaded', layout };
}

const flags = new Map<boolean | null | undefined, string>([
  [true, 'on'],
  [false, 'off'],
  [null, 'untouched'],
]);

function mindsporeValues(scenario: Scenario): Readonly<Record<string, string | undefined>> {
  const { arguments: given, steps } = scenario;
  const made = ['gamma_init', 'beta_init', 'moving_mean_init', 'moving_var_init'].flatMap((name) => given[name] ?? []);
  const kinds = new Set(made.map(initialiserName));
  return {
    flag: flags.get(steps[0]?.training),
    dtype: steps[0]?.ranks[0]?.x.dtype,
    affine: given['affine'] === false ? 'off' : 'on',
    state: !isUntouched(scenario) ? 'loaded' : kinds.size === 0 ? 'default' : kinds.size === 1 ? [...kinds][0] : undefined,
  };
}

function initialiserName(value: PythonValue): string | undefined {
  if (typeof value === 'string') return value;
  if (isTensor(value)) return 'tensor';
  if (isInitializer(value)) return 'object';
  return typeof value === 'number' || isFloat(value) ? 'number' : undefined;
}

function isUntouched({ state }: Scenario): boolean {
  return Object.values(state).every((value) => value === null);
}

function splitOf(scenario: Scenario): Split | undefined {
  const sizes = scenario.steps[0]?.ranks.map(({ x }) => x.shape[0] ?? 0) ?? [];
  if (sizes.includes(0)) return sizes.some((size) => size > 0) || sizes.length === 1 ? 'empty rank' : undefined;
  if (sizes.every((size) => size === 1)) return 'one sample a rank';
  return new Set(sizes).size === 1 ? 'even' : 'uneven';
}

function groupingOf({ world }: Scenario): Grouping | undefined {
  const sets = sharingSets(world);
  if (sets.length === 1) return 'all';
  if (sets.length > 2) return undefined;
  return world.size > 2 && sets.some(({ length }) => length === 1) ? 'a rank alone' : 'two groups';
}

function patternOf({ steps }: Scenario): StepPattern | undefined {
  const [first, second, third] = steps;
  if (first === undefined || steps.length > 3 || !isPlain(first)) return undefined;
  if (second === undefined) return 'single';
  const turns = second.training !== null && second.training !== (first.training ?? !second.training);
  if (third !== undefined) {
    const returns = third.training !== null && third.training !== second.training;
    return turns && returns && isPlain(second) && isPlain(third) ? 'there and back' : undefined;
  }
  if (isPlain(second)) return turns ? 'other mode' : 'again';
  if (turns) return undefined;
  if (second.load !== undefined) return Object.keys(second.assign).length === 0 ? 'checkpoint midway' : undefined;
  return 'attribute midway';
}

/** Whether a step sets nothing but the mode. */
function isPlain({ assign, load }: Step): boolean {
  return load === undefined && Object.keys(assign).length === 0;
}

function backwardOf({ requiresGrad, steps }: Scenario): Backward | undefined {
  if (steps.every(({ ranks }) => ranks.every(({ gradY }) => gradY === null))) return 'none';
  const { x, weight, bias } = requiresGrad ?? { x: true, weight: true, bias: true };
  if (weight !== bias) return undefined;
  if (x) return weight ? 'all' : 'x alone';
  return weight ? 'parameters alone' : undefined;
}
