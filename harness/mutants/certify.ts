import type { Grade } from '../../oracle/accept/grade.ts';
import type { TensorVerdict } from '../../oracle/accept/verdict.ts';
import type { ExpectedTensor, ExpectedTrace } from '../../oracle/trace.ts';
import type { Comparison } from '../engine/compare-traces.ts';
import { compareAnswers } from '../engine/compare-traces.ts';
import { acceptedAnswers, areDisjoint } from './accepted-answers.ts';
import type { AskedCase } from './asked-case.ts';
import { agreement, haveSameValues } from './kills.ts';
import { visibleTrace } from './visible-trace.ts';

/**
 * Every quantity by which a case *proves* a mutant distinguishable: no answer that conforms to the mutant conforms to the reference,
 * because their acceptance intervals are disjoint in some element, or because an error, a counter, a None, a dtype or a shape differs.
 * `answer` is the mutant's for the same grade. A whole trace that the mutant's bounds hold is then outside the reference's.
 */
export function certificatesOf(asked: AskedCase, answer: ExpectedTrace, grade: Grade): readonly Comparison[] {
  const { scenario, method } = asked;
  const seen = visibleTrace(scenario, method, answer);
  const compared = compareAnswers(scenario, method, asked.reference(grade), seen, judgeApart);
  return compared.filter(({ difference }) => difference !== null);
}

/** A mismatch is an element in which no number is acceptable to both. */
function judgeApart(expected: ExpectedTensor, other: ExpectedTensor): TensorVerdict {
  // A number with an interval around it is in every other interval around it.
  if (haveSameValues(expected, other) && !other.bounds.some(Number.isNaN) && !expected.bounds.some(Number.isNaN)) {
    return agreement(expected);
  }
  const apart = Array.from(expected.values.keys()).filter((index) =>
    areDisjoint(acceptedAnswers(expected, index), acceptedAnswers(other, index)),
  );
  const [index] = apart;
  if (index === undefined) return agreement(expected);
  const [value, bound] = [expected.values[index] ?? Number.NaN, expected.bounds[index] ?? Number.NaN];
  const worst = { index, at: [index], expected: value, actual: other.values[index] ?? Number.NaN, bound };
  return { ...agreement(expected), mismatches: apart.length, worst };
}
