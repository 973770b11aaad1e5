import type { Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTrace } from '../../oracle/trace.ts';
import type { Method } from '../engine/compare-traces.ts';
import { seenFromOutside } from '../engine/compare-traces.ts';

/** What a method of recording shows of an answer: a concatenated batch has no parameter gradients of its ranks. */
export function visibleTrace(scenario: Scenario, method: Method, answer: ExpectedTrace): ExpectedTrace {
  if (method !== 'global-batch') return answer;
  const steps = answer.steps.map((step, index) => {
    const isDifferentiated = (rank: number): boolean =>
      scenario.steps[index]?.ranks[rank]?.gradY != null && scenario.requiresGrad?.x !== false;
    return { ...step, ranks: step.ranks.map((rank, place) => seenFromOutside(rank, isDifferentiated(place))) };
  });
  return { ...answer, steps };
}
