import { answerScenarios } from '../../oracle/accelerated/answer-scenarios.ts';
import type { Screen } from '../backends/open-screen.ts';
import { adapterOf } from '../backends/open-screen.ts';
import type { Question, Screened } from '../engine/screen-cases.ts';
import { screenCases } from '../engine/screen-cases.ts';
import type { Figure } from './figure.ts';
import { nameBackend } from './figure.ts';
import type { Budget } from './measure.ts';
import { measure } from './measure.ts';

/** Times a screen: accelerated answers of the best grade, and traces held against them, all questions in one call. */
export async function timeScreen(
  screen: Screen,
  questions: readonly Question[],
  warmUp: readonly Question[],
  budget: Budget,
): Promise<readonly Figure[]> {
  const adapter = adapterOf(screen);
  const who = nameBackend(screen.description);
  const scenariosOf = (asked: readonly Question[]): readonly Question['scenario'][] => asked.map(({ scenario }) => scenario);
  await answerScenarios(adapter, scenariosOf(warmUp), 'A+');
  const answered = await measure(() => answerScenarios(adapter, scenariosOf(questions), 'A+'), budget);
  let found: readonly Screened[] = await screenCases(adapter, warmUp);
  const judged = await measure(async () => {
    found = await screenCases(adapter, questions);
  }, budget);
  return [
    { who, task: 'answer', timing: answered, note: '' },
    { who, task: 'judge', timing: judged, note: describeLeft(found) },
  ];
}

/** What a screen leaves to the exact core, whose time is not in its own. */
function describeLeft(found: readonly Screened[]): string {
  const left = found.filter((one) => 'refusal' in one || one.undecided.size > 0).length;
  return left === 0 ? 'all decided' : `${left} of ${found.length} left to the exact core`;
}
