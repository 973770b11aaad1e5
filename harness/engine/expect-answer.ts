import type { Grade } from '../../oracle/accept/grade.ts';
import { sameSumsUpTo } from '../../oracle/accept/reduction.ts';
import { answerScenario, answerTypically } from '../../oracle/answer-scenario.ts';
import { mapTensors } from '../../oracle/map-tensors.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { elementCount } from '../../oracle/tensor.ts';
import type { ExpectedTrace } from '../../oracle/trace.ts';

/** What is expected of a scenario: each number with the bound of a grade, and the typical one where that is another; `only` for some channels. */
export function expectAnswer(scenario: Scenario, grade: Grade, only?: ReadonlySet<number>): ExpectedTrace {
  const expected = answerScenario(scenario, grade, only);
  return largestSum(scenario) > sameSumsUpTo ? withTypicalBounds(expected, answerTypically(scenario, grade, only)) : expected;
}

/** How many values a channel has over all ranks, in the step that has most: no sum has more terms. */
export function largestSum({ steps }: Scenario): number {
  const counts = steps.map(({ ranks }) =>
    ranks.reduce((sum, { x }) => sum + elementCount(x.shape) / Math.max(1, x.shape[1] ?? 1), 0),
  );
  return Math.max(0, ...counts);
}

/** `typical` answers the same scenario: its tensors come in the same order. */
function withTypicalBounds(expected: ExpectedTrace, typical: ExpectedTrace): ExpectedTrace {
  const bounds: Float64Array[] = [];
  mapTensors(typical, (tensor) => bounds.push(tensor.bounds));
  let place = 0;
  return mapTensors(expected, (tensor) => {
    const typicalBounds = bounds[place];
    place += 1;
    return typicalBounds === undefined ? tensor : { ...tensor, typicalBounds };
  });
}
