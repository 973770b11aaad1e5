import type { Grade, Graded } from '../../oracle/accept/grade.ts';
import { grades, meetsGrade } from '../../oracle/accept/grade.ts';
import type { ChannelVerdict } from '../../oracle/accept/verdict.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Trace } from '../../oracle/trace.ts';
import type { CompareOptions, Comparison, Method } from './compare-traces.ts';
import { compareTraces } from './compare-traces.ts';
import { withDrawnState } from './drawn-state.ts';
import { expectAnswer } from './expect-answer.ts';
import type { Screening } from './screen-cases.ts';

/** A comparison with what each channel is worth; null where no bound says anything. Empty where there are no channels to grade. */
export interface GradedComparison extends Comparison {
  readonly graded: readonly (Graded | null)[];
}

/** How a trace is judged. */
export interface JudgeOptions extends Pick<CompareOptions, 'errorWords'> {
  /** What an accelerated reference found of it; absent: the exact core looks at all. */
  readonly screening?: Screening;
}

/**
 * Holds a trace against the reference: what differs at the required grade, and the grade of every channel. The best grade is
 * asked first, the others only where something is outside it. Channels that a
 * screening has decided are looked at again only where another needs a worse grade.
 */
export function judgeTrace(
  scenario: Scenario,
  method: Method,
  actual: Trace,
  required: Grade,
  { screening, ...words }: JudgeOptions = {},
): readonly GradedComparison[] {
  if (screening?.undecided.size === 0) return screening.comparisons.map(gradeBest);
  const asked = withDrawnState(scenario, actual);
  const compare = (grade: Grade, only?: ReadonlySet<number>): readonly Comparison[] =>
    compareTraces(asked, method, expectAnswer(asked, grade, only), actual, only === undefined ? words : { ...words, only });
  const conform = (comparisons: readonly Comparison[]): boolean => comparisons.every(({ difference }) => difference === null);
  const [best, ...others] = grades;
  const undecided = screening && compare(best, screening.undecided);
  if (undecided && conform(undecided)) return undecided.map(gradeBest);
  // Wider bounds may say nothing of a channel of which the best grade's do.
  const strict = compare(best);
  if (conform(strict)) return strict.map(gradeBest);
  const all = [strict, ...others.map((grade) => compare(grade))];
  return strict.map((_, index) =>
    settle(
      all.flatMap((comparisons) => comparisons[index] ?? []),
      required,
    ),
  );
}

/** Of a comparison of the best grade that found no difference. */
function gradeBest(comparison: Comparison): GradedComparison {
  return { ...comparison, graded: comparison.channels.map((channel) => gradeOf([channel])) };
}

/** The comparison of the best grade that finds no difference, or else that of the required one. `comparisons` has one a grade. */
function settle(comparisons: readonly Comparison[], required: Grade): GradedComparison {
  const allowed = comparisons.filter((_, index) => meetsGrade(grades[index] ?? 'B', required));
  const settled = allowed.find(({ difference }) => difference === null) ?? allowed.at(-1);
  if (settled === undefined) throw new RangeError(`Expected a comparison for grade ${required}, got none.`);
  const graded = settled.channels.map((_, channel) => gradeOf(comparisons.flatMap(({ channels }) => channels[channel] ?? [])));
  return { ...settled, graded };
}

/** The best grade in which nothing is outside; null where its bounds say nothing. `verdicts` has one a grade, best first. */
function gradeOf(verdicts: readonly ChannelVerdict[]): Graded | null {
  const place = verdicts.findIndex(({ mismatches }) => mismatches === 0);
  if (place === -1) return 'fail';
  return verdicts[place]?.informative === 0 ? null : (grades[place] ?? null);
}
