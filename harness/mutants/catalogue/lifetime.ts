import type { Scenario, Step } from '../../../oracle/scenario.ts';
import type { Mutant } from '../mutant.ts';
import { withRules, withScenario } from '../mutant.ts';

/** Defects of what happens to a module after its construction: attributes, checkpoints, what asks for a gradient, memory layouts. */
export const lifetimeMutants: readonly Mutant[] = [
  withRules(
    {
      id: 'assigned-numbers-ignored',
      defect: 'momentum and epsilon that assigning them to the module does not change',
      dialects: ['torch'],
    },
    () => ({ readAtCall: [] }),
  ),
  withRules(
    {
      id: 'assigned-numbers-heeded',
      defect: 'momentum and epsilon that assigning them to the cell changes',
      dialects: ['mindspore'],
    },
    () => ({ readAtCall: ['momentum', 'eps', 'use_batch_statistics'] }),
  ),
  withRules(
    {
      id: 'assigned-row-ignored',
      defect: 'use_batch_statistics that assigning it to the cell does not change',
      dialects: ['mindspore'],
    },
    () => ({ readAtCall: [] }),
  ),
  withScenario({ id: 'checkpoint-ignored', defect: 'a checkpoint loaded between steps that changes nothing' }, (scenario) =>
    mapSteps(scenario, ({ training, assign, ranks }) => ({ training, assign, ranks })),
  ),
  withScenario(
    {
      id: 'checkpoint-keeps-buffers',
      defect: 'a checkpoint that leaves the running statistics as they were',
      references: ['D50 pytorch#110850 [inf]'],
    },
    (scenario) =>
      mapSteps(scenario, (step) =>
        step.load === undefined ? step : { ...step, load: { ...step.load, runningMean: null, runningVar: null } },
      ),
  ),
  withScenario(
    {
      id: 'gradients-unasked',
      defect: 'gradients of what asks for none',
      references: ['D25 Paddle#67559 [inf]', 'D61 pytorch#22569'],
    },
    (scenario) => ({ ...scenario, requiresGrad: { x: true, weight: true, bias: true } }),
  ),
  withRules(
    {
      id: 'channels-last-lost',
      defect: 'a contiguous output of a channels-last input',
      references: ['D21 pytorch#62967 [inf]'],
      dialects: ['torch'],
    },
    (right) => ({
      layouts: (scenario, answer) => right.layouts({ ...scenario, layout: 'contiguous' }, answer),
    }),
  ),
];

function mapSteps(scenario: Scenario, change: (step: Step) => Step): Scenario {
  return { ...scenario, steps: scenario.steps.map(change) };
}
