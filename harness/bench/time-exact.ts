import { answerScenario } from '../../oracle/answer-scenario.ts';
import { judgeTrace } from '../engine/judge-trace.ts';
import type { Question } from '../engine/screen-cases.ts';
import type { Figure } from './figure.ts';
import type { Budget } from './measure.ts';
import { measure } from './measure.ts';

const who = 'exact core';

/** Times the exact core: the answers of the best grade, and traces held against them. `warmUp` are smaller questions of the same kind. */
export async function timeExact(
  questions: readonly Question[],
  warmUp: readonly Question[],
  budget: Budget,
): Promise<readonly Figure[]> {
  const answer = (asked: readonly Question[]): void => {
    for (const { scenario } of asked) answerScenario(scenario, 'A+');
  };
  const judge = (asked: readonly Question[]): void => {
    for (const { scenario, method, trace } of asked) {
      const wrong = judgeTrace(scenario, method, trace, 'A+').find(({ difference }) => difference !== null);
      if (wrong !== undefined) throw new Error(`Expected right traces, got a wrong ${wrong.quantity}.`);
    }
  };
  answer(warmUp);
  const answered = await measure(() => answer(questions), budget);
  judge(warmUp);
  const judged = await measure(() => judge(questions), budget);
  return [
    { who, task: 'answer', timing: answered, note: '' },
    { who, task: 'judge', timing: judged, note: '' },
  ];
}
