import { rowsVisited } from '../../oracle/answer-scenario.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTrace } from '../../oracle/trace.ts';
import type { Method } from '../engine/compare-traces.ts';

/** A scenario put to mutants, with what the reference answers to it. */
export interface AskedCase {
  readonly id: string;
  readonly scenario: Scenario;
  /** How answers are seen: a concatenated batch does not show all of them. */
  readonly method: Method;
  /** The state-table row of each step. */
  readonly rows: readonly string[];
  /** The reference's answer, computed once a grade. Throws where it has none. */
  readonly reference: (grade: Grade) => ExpectedTrace;
  /** The accelerated one's, of one grade, where it was asked and has one. */
  readonly screen?: AskedScreen;
}

/** An accelerated answer to a case, and who is told whether it decided a question or the exact core had to. */
export interface AskedScreen {
  readonly grade: Grade;
  readonly answer: ExpectedTrace;
  readonly onDecided: (by: 'screen' | 'core', elements: number) => void;
}

export function askCase(id: string, scenario: Scenario, method: Method): AskedCase {
  const answers = new Map<Grade, ExpectedTrace>();
  return {
    id,
    scenario,
    method,
    rows: rowsVisited(scenario),
    reference: (grade) => {
      const answer = answers.get(grade) ?? answerScenario(scenario, grade);
      answers.set(grade, answer);
      return answer;
    },
  };
}
