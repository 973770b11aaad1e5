import { rowsVisited } from '../../oracle/answer-scenario.ts';
import type { TensorVerdict } from '../../oracle/accept/verdict.ts';
import { judgeTensor } from '../../oracle/accept/verdict.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { effectiveWorld, sharingSets } from '../../oracle/sharing.ts';
import type { ExpectedTrace, Trace } from '../../oracle/trace.ts';
import type { Method, TensorJudge } from '../engine/compare-traces.ts';
import { compareAnswers } from '../engine/compare-traces.ts';
import type { Hypothesis } from './claim.ts';
import type { Look } from './look.ts';
import { looksAtGradients, maskAnswer } from './look.ts';

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
export function showCase(scenario: Scenario, method: Method, trace: Trace): SeenCase {
  const rows = rowsVisited(scenario);
  const extents = { constructor: { ...scenario, steps: [] }, forward: forwardOnly(scenario), backward: scenario };
  const asked = { constructor: new Map(), forward: new Map(), backward: new Map() } satisfies Record<Extent, Answers>;
  return {
    scenario,
    rows,
    sets: sharingSets(effectiveWorld(scenario)),
    fits: (hypothesis, look) => {
      const extent = extentOf(look);
      const known: Answers = asked[extent];
      const answer = known.has(hypothesis) ? known.get(hypothesis) : attempt(hypothesis, extents[extent]);
      known.set(hypothesis, answer ?? null);
      if (answer == null) return null;
      const [expected, recorded] = [maskAnswer(answer, look, rows), maskAnswer(trace, look, rows)];
      return compareAnswers(scenario, method, expected, recorded, untilMismatch()).every(({ difference }) => difference === null);
    },
  };
}

/** Judges tensors up to the first with a number out of bounds: what is beyond it changes nothing. */
function untilMismatch(): TensorJudge<Tensor> {
  let found: TensorVerdict | null = null;
  return (expected, actual) => {
    if (found !== null) return found;
    const verdict = judgeTensor(expected, actual);
    if (verdict.mismatches > 0) found = verdict;
    return verdict;
  };
}

/** How far a scenario must be followed. */
type Extent = 'constructor' | 'forward' | 'backward';
/** Null where a hypothesis has no answer. */
type Answers = Map<Hypothesis, ExpectedTrace | null>;

function extentOf(look: Look): Extent {
  if (look.steps === null) return 'constructor';
  return looksAtGradients(look) ? 'backward' : 'forward';
}

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
