import type { Adapter } from '../../../oracle/accelerated/answer-sets.ts';
import type { Grade } from '../../../oracle/accept/grade.ts';
import type { GradedComparison } from '../../engine/judge-trace.ts';
import { judgeTrace } from '../../engine/judge-trace.ts';
import type { Question, Screened } from '../../engine/screen-cases.ts';
import { screenCases } from '../../engine/screen-cases.ts';

/** What comparing the verdicts of a screen with those of the exact core found. */
export interface VerdictTally {
  readonly cases: number;
  /** Cases that the exact core fails or to which it has no answer. */
  readonly failed: number;
  readonly elements: { readonly screened: number; readonly all: number };
  readonly judged: Readonly<Record<'screen' | 'both' | 'core', number>>;
  /** Places in the questions whose verdicts differ, with the first difference. */
  readonly different: readonly { readonly place: number; readonly core: string; readonly screened: string }[];
}

/** Judges every question by the exact core alone and with the screen, and compares all that a verdict says. */
export async function compareVerdicts(adapter: Adapter, questions: readonly Question[], required: Grade): Promise<VerdictTally> {
  const screened = await screenCases(adapter, questions);
  const judged = { screen: 0, both: 0, core: 0 };
  const elements = { screened: 0, all: 0 };
  const different: VerdictTally['different'][number][] = [];
  let failed = 0;
  questions.forEach((question, place) => {
    const one = screened[place] ?? { refusal: 'no answer' };
    const core = attempt(question, required, null);
    const both = attempt(question, required, one);
    const [alone, together] = [describe(core), describe(both)];
    const index = alone.findIndex((text, line) => text !== together[line]);
    if (index >= 0 || alone.length !== together.length) {
      const line = Math.max(0, index);
      different.push({ place, core: alone[line] ?? 'nothing', screened: together[line] ?? 'nothing' });
    }
    if (typeof core === 'string' || core.some(({ difference }) => difference !== null)) failed += 1;
    const own = typeof both === 'string' ? 0 : both.reduce((sum, comparison) => sum + comparison.screened, 0);
    elements.screened += own;
    elements.all += typeof core === 'string' ? 0 : core.reduce((sum, comparison) => sum + comparison.elements, 0);
    judged['refusal' in one ? 'core' : one.undecided.size === 0 ? 'screen' : own > 0 ? 'both' : 'core'] += 1;
  });
  return { cases: questions.length, failed, elements, judged, different };
}

/** What tallies say together; places count on. */
export function mergeVerdicts(tallies: readonly VerdictTally[]): VerdictTally {
  let cases = 0;
  const different = tallies.flatMap((tally) => {
    const own = tally.different.map((one) => ({ ...one, place: one.place + cases }));
    cases += tally.cases;
    return own;
  });
  const sum = (count: (tally: VerdictTally) => number): number => tallies.reduce((total, tally) => total + count(tally), 0);
  return {
    cases,
    failed: sum(({ failed }) => failed),
    elements: { screened: sum(({ elements }) => elements.screened), all: sum(({ elements }) => elements.all) },
    judged: {
      screen: sum(({ judged }) => judged.screen),
      both: sum(({ judged }) => judged.both),
      core: sum(({ judged }) => judged.core),
    },
    different,
  };
}

function attempt(
  { scenario, method, trace, errorWords }: Question,
  required: Grade,
  screened: Screened | null,
): readonly GradedComparison[] | string {
  const words = errorWords === undefined ? {} : { errorWords };
  const screening = screened === null || 'refusal' in screened ? {} : { screening: screened };
  try {
    return judgeTrace(scenario, method, trace, required, { ...words, ...screening });
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** All that a verdict says, a line each. Bound use and typical elements are told of what the exact core judged alone. */
function describe(judged: readonly GradedComparison[] | string): readonly string[] {
  if (typeof judged === 'string') return [judged];
  return judged.map(({ step, rank, group, quantity, elements, uninformative, difference, note, channels, graded }) => {
    const numbers = (_: string, value: unknown): unknown =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
    return JSON.stringify({ step, rank, group, quantity, elements, uninformative, difference, note, channels, graded }, numbers);
  });
}
