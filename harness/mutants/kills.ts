import type { Grade } from '../../oracle/accept/grade.ts';
import { screenTensor } from '../../oracle/accelerated/screen-tensor.ts';
import { judgeTensor } from '../../oracle/accept/verdict.ts';
import type { TensorVerdict } from '../../oracle/accept/verdict.ts';
import type { ExpectedTensor, ExpectedTrace } from '../../oracle/trace.ts';
import type { Comparison } from '../engine/compare-traces.ts';
import { compareAnswers } from '../engine/compare-traces.ts';
import type { AskedCase } from './asked-case.ts';
import { roundTensor } from './round-trace.ts';
import { visibleTrace } from './visible-trace.ts';

/**
 * Every quantity by which a case kills a mutant: where the answer of an accurate implementation of the defect is outside the
 * reference's bounds for `grade`.
 */
export function killsOf(asked: AskedCase, answer: ExpectedTrace, grade: Grade): readonly Comparison[] {
  const { scenario, method, screen } = asked;
  const seen = visibleTrace(scenario, method, answer);
  if (screen?.grade === grade) {
    const screened = screenKills(asked, screen.answer, seen);
    const elements = screened.compared.reduce((sum, comparison) => sum + comparison.elements, 0);
    screen.onDecided(screened.certain ? 'screen' : 'core', elements);
    if (screened.certain) return screened.compared.filter(({ difference }) => difference !== null);
  }
  const compared = compareAnswers(scenario, method, asked.reference(grade), seen, judgeRounded);
  return compared.filter(({ difference }) => difference !== null);
}

/** What an accelerated reference makes of a mutant's answer: certain where each quantity is inside or outside whatever it may be off by. */
function screenKills(
  { scenario, method }: AskedCase,
  screened: ExpectedTrace,
  seen: ExpectedTrace,
): { readonly compared: readonly Comparison[]; readonly certain: boolean } {
  let certain = true;
  const compared = compareAnswers(scenario, method, screened, seen, (expected, answer) => {
    const verdict = screenTensor(expected, roundTensor(answer));
    if (verdict.mismatches > 0 && verdict.outside === 0) certain = false;
    return verdict;
  });
  return { compared, certain };
}

/** Whether anything in a mutant's answer is not what the reference answers, seen through bounds or not. */
export function differs({ scenario, method, reference }: AskedCase, answer: ExpectedTrace, grade: Grade): boolean {
  const seen = visibleTrace(scenario, method, answer);
  const compared = compareAnswers(scenario, method, reference(grade), seen, judgeSame);
  return compared.some(({ difference }) => difference !== null);
}

function judgeSame(expected: ExpectedTensor, answer: ExpectedTensor): TensorVerdict {
  if (haveSameValues(expected, answer)) return agreement(expected);
  const worst = { index: 0, at: [0], expected: Number.NaN, actual: Number.NaN, bound: 0 };
  return { ...agreement(expected), mismatches: 1, worst };
}

/** Most of what a mutant answers is what the reference answers: only the rest is worth rounding. */
function judgeRounded(expected: ExpectedTensor, answer: ExpectedTensor): TensorVerdict {
  return haveSameValues(expected, answer) ? agreement(expected) : judgeTensor(expected, roundTensor(answer));
}

/** Whether two tensors of one shape hold the same numbers, whatever their bounds. */
export function haveSameValues({ values }: ExpectedTensor, other: ExpectedTensor): boolean {
  return values === other.values || values.every((value, index) => Object.is(value, other.values[index]));
}

/** The verdict on a tensor in which nothing differs. */
export function agreement({ values }: ExpectedTensor): TensorVerdict {
  return {
    elements: values.length,
    uninformative: 0,
    mismatches: 0,
    worst: null,
    boundUse: 0,
    typical: values.length,
    channels: [],
  };
}
