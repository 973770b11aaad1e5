import { answerScenario } from '../../../oracle/answer-scenario.ts';
import type { Dialect, Scenario } from '../../../oracle/scenario.ts';
import type { Trace } from '../../../oracle/trace.ts';
import { attemptAnswer } from '../hold-mutant.ts';
import type { Mutant } from '../mutant.ts';
import { roundTrace } from '../round-trace.ts';

/** One test of a framework's own suite, as far as it looks at numbers. */
export interface Probe {
  /** The test that it stands for. */
  readonly test: string;
  readonly scenario: Scenario;
  /** Whether the test fails for a layer that answers `actual` where `right` would be right. */
  readonly fails: (right: Trace, actual: Trace) => boolean;
}

export interface Suite {
  readonly dialect: Dialect;
  readonly probes: readonly Probe[];
}

export type SuiteVerdict = 'killed' | 'survived' | 'not applicable';

/** Whether any test of a suite would have failed for a mutant. An error where there should be none, or no answer at all, fails every test. */
export function runSuite({ dialect, probes }: Suite, mutant: Mutant): SuiteVerdict {
  if (!mutant.dialects.includes(dialect)) return 'not applicable';
  const killed = probes.some(({ scenario, fails }) => {
    const answer = attemptAnswer(mutant, scenario, 'A');
    if (answer === null) return true;
    const actual = roundTrace(answer);
    const right = roundTrace(answerScenario(scenario));
    return errorsOf(actual) !== errorsOf(right) || actual.steps.length !== right.steps.length || fails(right, actual);
  });
  return killed ? 'killed' : 'survived';
}

function errorsOf({ construction, steps }: Trace): string {
  return JSON.stringify([construction, steps.map(({ ranks }) => ranks.map(({ error }) => error))]);
}
