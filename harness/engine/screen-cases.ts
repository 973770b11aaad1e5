import type { Adapter } from '../../oracle/accelerated/answer-sets.ts';
import { answerScenarios } from '../../oracle/accelerated/answer-scenarios.ts';
import { screenTensor } from '../../oracle/accelerated/screen-tensor.ts';
import type { Refusal } from '../../oracle/accelerated/screenable.ts';
import { grades } from '../../oracle/accept/grade.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Trace } from '../../oracle/trace.ts';
import type { CompareOptions, Comparison, Method } from './compare-traces.ts';
import { compareAnswers } from './compare-traces.ts';
import { withDrawnState } from './drawn-state.ts';

/** A trace to be judged. */
export interface Question extends Pick<CompareOptions, 'errorWords'> {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly trace: Trace;
}

/** What an accelerated reference found of a trace, in the order of `compareTraces`. */
export interface Screening {
  readonly comparisons: readonly Comparison[];
  /** The channels in which not all is inside for certain: for the exact core. */
  readonly undecided: ReadonlySet<number>;
}

/** Or why the exact core has to look at all of it: 'differs' where something that is no number does. */
export type Screened = Screening | { readonly refusal: Refusal | 'differs' };

/** Looks through traces side by side; the answers of the best grade alone. Rejects with an `AdapterError` where the adapter fails. */
export async function screenCases(adapter: Adapter, questions: readonly Question[]): Promise<readonly Screened[]> {
  const asked = questions.map(({ scenario, trace }) => withDrawnState(scenario, trace));
  const [best] = grades;
  const answers = await answerScenarios(adapter, asked, best);
  return answers.map((one, index) => {
    const [question, scenario] = [questions[index], asked[index]];
    if (question === undefined || scenario === undefined) throw new RangeError(`Expected a question ${index}, got none.`);
    if ('refusal' in one) return one;
    const { method, trace, errorWords } = question;
    const options = errorWords === undefined ? {} : { errorWords };
    const comparisons = compareAnswers(scenario, method, one.answer, trace, screenTensor, options);
    const differing = comparisons.filter(({ difference }) => difference !== null);
    if (differing.some(({ channels, step }) => channels.length === 0 || step === 0)) return { refusal: 'differs' };
    const undecided = differing.flatMap(({ channels }) =>
      Array.from(channels.keys()).filter((channel) => channels[channel]?.mismatches !== 0),
    );
    return { comparisons, undecided: new Set(undecided) };
  });
}
