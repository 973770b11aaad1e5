import type { TensorVerdict } from '../../oracle/accept/verdict.ts';
import { roundTo } from '../../oracle/formats/arithmetic.ts';
import type { DType, Tensor } from '../../oracle/tensor.ts';
import { valuesOf } from '../../oracle/tensor.ts';
import type { Answer, ExpectedTensor, ExpectedTrace, Trace } from '../../oracle/trace.ts';
import { tensorQuantities } from '../../oracle/trace.ts';
import type { TensorJudge } from '../engine/compare-traces.ts';
import { compareAnswers } from '../engine/compare-traces.ts';
import { quantityName } from '../engine/quantity-names.ts';
import type { AskedCase } from './asked-case.ts';
import { agreement, haveSameValues } from './kills.ts';
import { roundTensor } from './round-trace.ts';
import { visibleTrace } from './visible-trace.ts';

/** |actual - expected| <= atol + rtol |expected|. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

export const toleranceNames = ['assertClose', 'rtol1e3'] as const;
export type ToleranceName = (typeof toleranceNames)[number];

/** torch.testing.assert_close without rtol and atol (torch 2.13, torch/testing/_comparison.py), and the plain 1e-3 of many test suites. */
export const fixedTolerances: Readonly<Record<ToleranceName, Readonly<Record<DType, Tolerance>>>> = {
  assertClose: {
    float16: { rtol: 1e-3, atol: 1e-5 },
    bfloat16: { rtol: 1.6e-2, atol: 1e-5 },
    float32: { rtol: 1.3e-6, atol: 1e-5 },
    float64: { rtol: 1e-7, atol: 1e-7 },
  },
  rtol1e3: sameForAll({ rtol: 1e-3, atol: 1e-3 }),
};

export function sameForAll(tolerance: Tolerance): Readonly<Record<DType, Tolerance>> {
  return { float16: tolerance, bfloat16: tolerance, float32: tolerance, float64: tolerance };
}

/**
 * Two NaN are close, as with `equal_nan=True`: the default fails on them, so whoever compares such data must ask for it. An
 * infinity is close to itself alone.
 */
export function isClose({ rtol, atol }: Tolerance, expected: number, actual: number): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) return Object.is(expected, actual);
  return Math.abs(actual - expected) <= atol + rtol * Math.abs(expected);
}

/** Whether a test with such a tolerance rejects the answer of an accurate implementation of a mutant. */
export function rejectsMutant(asked: AskedCase, answer: ExpectedTrace, name: ToleranceName): boolean {
  const seen = visibleTrace(asked.scenario, asked.method, answer);
  return rejects(asked, seen, (expected, other) =>
    haveSameValues(expected, other) ? agreement(expected) : judgeClose(name, expected, roundTensor(other)),
  );
}

/** Whether it rejects a recorded answer. */
export function rejectsTrace(asked: AskedCase, trace: Trace, name: ToleranceName): boolean {
  return rejects(asked, trace, (expected, actual) => judgeClose(name, expected, actual));
}

/**
 * A test by values: it holds y, gradients and buffers of every step against an exact reference, where there are any (their
 * dtype and shape too), and looks neither at counters nor at errors.
 */
function rejects<T extends Pick<Tensor, 'dtype' | 'shape'>>(
  { scenario, method, reference }: AskedCase,
  answer: Answer<T>,
  judge: TensorJudge<T>,
): boolean {
  const looksAt = new Set(tensorQuantities.map((quantity) => quantityName(scenario.dialect, quantity)));
  return compareAnswers(scenario, method, reference('A'), answer, judge).some(
    ({ step, quantity, difference }) =>
      step > 0 && looksAt.has(quantity) && difference !== null && difference.expected !== 'None',
  );
}

/** Elements of which the bounds say nothing are passed over: no reference has a number for them that an answer must be close to. */
function judgeClose(name: ToleranceName, expected: ExpectedTensor, actual: Tensor): TensorVerdict {
  const tolerance = fixedTolerances[name][expected.dtype];
  const answers = valuesOf(actual);
  const apart = Array.from(expected.values.keys()).filter((index) => {
    const bound = expected.bounds[index] ?? Number.NaN;
    const answer = answers[index] ?? Number.NaN;
    if (bound === Number.POSITIVE_INFINITY) return false;
    if (Number.isNaN(bound)) return Number.isFinite(answer);
    return !isClose(tolerance, roundTo(expected.dtype, expected.values[index] ?? Number.NaN), answer);
  });
  const [index] = apart;
  if (index === undefined) return agreement(expected);
  const bound = tolerance.atol + tolerance.rtol * Math.abs(expected.values[index] ?? Number.NaN);
  const worst = {
    index,
    at: [index],
    expected: expected.values[index] ?? Number.NaN,
    actual: answers[index] ?? Number.NaN,
    bound,
  };
  return { ...agreement(expected), mismatches: apart.length, worst };
}
