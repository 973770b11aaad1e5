import { isRandomInitialiser } from '../../oracle/dialects/mindspore-initialisers.ts';
import type { InitialState, Scenario } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { Trace } from '../../oracle/trace.ts';

const initialisers = [
  ['weight', 'gamma_init'],
  ['bias', 'beta_init'],
  ['runningMean', 'moving_mean_init'],
  ['runningVar', 'moving_var_init'],
] as const;

/**
 * The scenario with what random initialisers made taken from the trace, as if it had been loaded: nobody can predict it, and all that
 * follows from it can be judged.
 */
export function withDrawnState(scenario: Scenario, { initial }: Pick<Trace, 'initial'>): Scenario {
  if (scenario.dialect !== 'mindspore' || initial === null) return scenario;
  const drawn = initialisers.flatMap(([name, argument]) => {
    const initialiser = scenario.arguments[argument];
    const made = initial[name];
    const isDrawn = scenario.state[name] === null && initialiser !== undefined && isRandomInitialiser(initialiser);
    return isDrawn && made !== null && isUsable(made, scenario) ? [[name, made] as const] : [];
  });
  if (drawn.length === 0) return scenario;
  const state: InitialState = { ...scenario.state, ...Object.fromEntries(drawn) };
  return { ...scenario, state };
}

/** Whether a tensor is what the initialiser should have made; another is left to the comparison of the constructed state. */
function isUsable({ dtype, shape, data }: Tensor, scenario: Scenario): boolean {
  return dtype === 'float32' && shape.length === 1 && data.length === scenario.arguments['num_features'];
}
