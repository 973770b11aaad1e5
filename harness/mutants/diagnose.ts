import type { Grade } from '../../oracle/accept/grade.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Trace } from '../../oracle/trace.ts';
import type { Comparison, Method } from '../engine/compare-traces.ts';
import { compareTraces } from '../engine/compare-traces.ts';
import { attemptAnswer } from './hold-mutant.ts';
import type { Mutant } from './mutant.ts';

/** What an implementation answered to a scenario, and what the method showed of it. */
export interface AnsweredCase {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly trace: Trace;
}

/** A defect that would explain answers: `explained` of the `failing` cases in its dialects hold nothing that it would not answer. */
export interface Diagnosis {
  readonly mutant: Mutant;
  readonly explained: number;
  readonly failing: number;
}

/**
 * The mutants whose acceptance intervals contain every answer of a failing case, the one that explains most cases first and in
 * the order of the catalogue where they explain as many. Cases that conform to the reference are passed over: they tell no defect from
 * none.
 */
export function diagnose(cases: readonly AnsweredCase[], catalogue: readonly Mutant[], grade: Grade = 'A'): readonly Diagnosis[] {
  const failing = cases.flatMap((answered) => {
    const differences = compare(answered, answerScenario(answered.scenario, grade)).filter(
      ({ difference }) => difference !== null,
    );
    return differences.length > 0 ? [{ answered, differences }] : [];
  });
  return catalogue
    .map((mutant) => {
      const own = failing.filter(({ answered }) => mutant.dialects.includes(answered.scenario.dialect));
      const explained = own.filter(({ answered, differences }) => explains(mutant, answered, differences, grade));
      return { mutant, explained: explained.length, failing: own.length };
    })
    .filter(({ explained }) => explained > 0)
    .toSorted((one, other) => other.explained - one.explained);
}

/** `consistent with: the biased variance in the buffer (40 of 40 failing cases)`. */
export function describeDiagnosis({ mutant, explained, failing }: Diagnosis): string {
  return `consistent with: ${mutant.defect} (${explained} of ${failing} failing case${failing === 1 ? '' : 's'})`;
}

/** Every answer is inside, and where the reference was contradicted it is bounds that hold the answer, not their absence. */
function explains(mutant: Mutant, answered: AnsweredCase, differences: readonly Comparison[], grade: Grade): boolean {
  const answer = attemptAnswer(mutant, answered.scenario, grade);
  if (answer === null) return false;
  const compared = compare(answered, answer);
  if (compared.some(({ difference }) => difference !== null)) return false;
  return differences.every((contradicted) => {
    const found = compared.find((one) => isSamePlace(one, contradicted));
    return found !== undefined && found.uninformative < found.elements;
  });
}

function compare(
  { scenario, method, trace }: AnsweredCase,
  expected: Parameters<typeof compareTraces>[2],
): readonly Comparison[] {
  return compareTraces(scenario, method, expected, trace);
}

function isSamePlace(one: Comparison, other: Comparison): boolean {
  return (
    one.step === other.step &&
    one.rank === other.rank &&
    one.quantity === other.quantity &&
    one.group?.join(',') === other.group?.join(',')
  );
}
