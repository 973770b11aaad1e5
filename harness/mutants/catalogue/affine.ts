import type { NormalisedSet, SetAnswer } from '../../../oracle/answer-set.ts';
import { answerSet } from '../../../oracle/answer-set.ts';
import type { ModuleState } from '../../../oracle/dialects/module-state.ts';
import { exactly } from '../../../oracle/dialects/module-state.ts';
import { normalise } from '../../../oracle/forward/output.ts';
import type { PythonValue } from '../../../oracle/python-value.ts';
import type { Mutant } from '../mutant.ts';
import { withChannel, withRules, withScenario, withSet } from '../mutant.ts';

/** Defects of weight and bias, and of the switches that leave them out. */
export const affineMutants: readonly Mutant[] = [
  withSet(
    {
      id: 'affine-false-is-zeros',
      defect: 'affine off taken for a weight and a bias of zero',
      references: ['D24 pytorch#54495 [inf]'],
    },
    (set, channel, scenario): SetAnswer => {
      if (scenario.arguments['affine'] !== false) return answerSet(set, channel);
      const channels = set.inputs[0]?.x.shape[1] ?? 0;
      const zeros = exactly(channels, 0, set.parameterDtype);
      return answerSet(withModule(set, { ...set.module, weight: zeros, bias: zeros }), channel);
    },
  ),
  withRules(
    {
      id: 'affine-false-raises',
      defect: 'a forward pass that fails without a weight',
      references: ['D24 pytorch#54495', 'pytorch#54568', 'apex#158', 'Lightning#21766'],
      dialects: ['torch'],
    },
    (right) => ({
      enterForward: (scenario, module, call) =>
        right.enterForward(scenario, module, call) ??
        (module.weight === null ? { type: 'AttributeError', message: "'NoneType' object has no attribute 'contiguous'" } : null),
    }),
  ),
  withScenario(
    {
      id: 'affine-false-keeps-parameters',
      defect: 'a weight and a bias although affine is off',
      references: ['D63 MegEngine#153 [inf]'],
      dialects: ['torch'],
    },
    (scenario) => (scenario.arguments['affine'] === false ? withArgument(scenario, 'affine', true) : scenario),
  ),
  withRules(
    {
      id: 'affine-false-trains',
      defect: 'gamma and beta that are trained although affine is off',
      references: ['D61 pytorch#22569', 'D63 MegEngine#153'],
      dialects: ['mindspore'],
    },
    () => ({ trainsParameters: () => true }),
  ),
  withScenario(
    {
      id: 'bias-false-keeps-bias',
      defect: 'a bias although bias is off',
      references: ['D29 mxnet#11774'],
      dialects: ['torch'],
    },
    (scenario) => (scenario.arguments['bias'] === false ? withArgument(scenario, 'bias', true) : scenario),
  ),
  withScenario(
    { id: 'bias-false-drops-weight', defect: 'no weight where only the bias is off', dialects: ['torch'] },
    (scenario) => (scenario.arguments['bias'] === false ? withArgument(scenario, 'affine', false) : scenario),
  ),
  withChannel(
    { id: 'weight-sign-ignored', defect: 'the magnitude of the weight, as in in-place batch norm' },
    {
      normalise: (values, normaliser, weight, bias, arithmetic) =>
        normalise(values, normaliser, Math.abs(weight), bias, arithmetic),
    },
  ),
  withChannel(
    { id: 'bias-before-weight', defect: 'a bias added before the weight is multiplied' },
    {
      normalise: (values, normaliser, weight, bias, arithmetic) => {
        const shifted = normalise(values, normaliser, weight, bias * weight, arithmetic);
        const rounding = 4 * arithmetic.unitRoundoff * Math.abs(bias * weight);
        return { values: shifted.values, bounds: shifted.bounds.map((bound) => bound + rounding) };
      },
    },
  ),
  withScenario(
    { id: 'initialisers-ignored', defect: 'initialisers that are not heeded', dialects: ['mindspore'] },
    (scenario) => {
      const initialisers = new Set(['gamma_init', 'beta_init', 'moving_mean_init', 'moving_var_init']);
      const numeric = Object.entries(scenario.arguments).filter(([name, value]) => !initialisers.has(name) || isName(value));
      return { ...scenario, arguments: Object.fromEntries(numeric) };
    },
  ),
];

/** Wrong names and other types still raise. */
function isName(value: PythonValue): boolean {
  return value === null || typeof value === 'string' || Array.isArray(value);
}

function withModule(set: NormalisedSet, module: ModuleState): NormalisedSet {
  return { ...set, module, modules: set.modules.map(() => module) };
}

type Changed = Parameters<Parameters<typeof withScenario>[1]>[0];

function withArgument(scenario: Changed, name: string, value: PythonValue): Changed {
  return { ...scenario, arguments: { ...scenario.arguments, [name]: value } };
}
