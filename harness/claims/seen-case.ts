import { rowsVisited } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { effectiveWorld, sharingSets } from '../../oracle/sharing.ts';
import type { ExpectedTrace, Trace } from '../../oracle/trace.ts';
import type { Hypothesis } from './claim.ts';
import { isInside } from './is-inside.ts';
import type { Extent, Look } from './look.ts';
import { extentOf } from './look.ts';

/** A golden case as claims see it. */
export interface SeenCase {
  readonly scenario: Scenario;
  /** Key of the state-table row of each step. */
  readonly rows: readonly string[];
  /** The ranks that would share statistics, were their row to synchronise. */
  readonly sets: readonly (readonly number[])[];
  /** Whether the recorded trace is inside what a hypothesis expects, as far as `look` goes; null where the hypothesis has no answer. */
  readonly fits: (hypothesis: Hypothesis, look: Look) => boolean | null;
}

/** Shows a recorded trace to claims. A hypothesis is asked once, however many claims have it, and no more than they look at. */
export function showCase(scenario: Scenario, trace: Trace): SeenCase {
  const rows = rowsVisited(scenario);
  const asked: Record<Extent, Scenario> = {
    constructor: { ...scenario, steps: [] },
    forward: forwardOnly(scenario),
    backward: scenario,
  };
  const answers: Record<Extent, Map<Hypothesis, ExpectedTrace | null>> = {
    constructor: new Map(),
    forward: new Map(),
    backward: new Map(),
  };
  // The backward pass may have raised one: a trace with errors is followed whole.
  const hasErrors = trace.steps.some(({ ranks }) => ranks.some(({ error }) => error !== null));
  return {
    scenario,
    rows,
    sets: sharingSets(effectiveWorld(scenario)),
    fits: (hypothesis, look) => {
      const least = extentOf(look);
      const extent = least === 'forward' && hasErrors ? 'backward' : least;
      const known = answers[extent].get(hypothesis);
      const answer = known === undefined ? attempt(hypothesis, asked[extent]) : known;
      answers[extent].set(hypothesis, answer);
      return answer && isInside(answer, trace, look, rows);
    },
  };
}

/** Null where a hypothesis has no answer, as it says by a RangeError. */
function attempt(hypothesis: Hypothesis, scenario: Scenario): ExpectedTrace | null {
  try {
    return hypothesis(scenario);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function forwardOnly(scenario: Scenario): Scenario {
  const steps = scenario.steps.map((step) => ({ ...step, ranks: step.ranks.map((input) => ({ ...input, gradY: null })) }));
  return { ...scenario, steps };
}
