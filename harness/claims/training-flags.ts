import type { Scenario } from '../../oracle/scenario.ts';

/** The training flag of each step as the framework has it: a module of torch starts in training, a cell of MindSpore in inference. */
export function trainingFlags({ dialect, steps }: Scenario): readonly boolean[] {
  let flag = dialect === 'torch';
  return steps.map(({ training }) => (flag = training ?? flag));
}

/** The scenario with another flag for each step, set before it. */
export function withFlags(scenario: Scenario, change: (flag: boolean) => boolean): Scenario {
  const flags = trainingFlags(scenario);
  return { ...scenario, steps: scenario.steps.map((step, index) => ({ ...step, training: change(flags[index] ?? false) })) };
}
