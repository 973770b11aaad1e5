import { describe, expect, it, test } from 'vitest';
import type { Grade } from '../accept/grade.ts';
import { grades, meetsGrade } from '../accept/grade.ts';
import { momentBound } from '../accept/moment-bound.ts';
import { arithmeticOf } from '../formats/arithmetic.ts';
import { single as machine } from '../testing/algorithms/machine.ts';
import type { Moments } from '../testing/algorithms/moments.ts';
import { momentForms } from '../testing/algorithms/table.ts';
import { reductions } from '../testing/algorithms/summation.ts';
import { batchMoments } from './batch-moments.ts';
import type { MomentOverflow } from './overflow.ts';
import { mayPass, momentOverflow } from './overflow.ts';

const single = arithmeticOf('float32');
const { largest } = single;
const epsilon = 1e-5;

function overflowOf(values: readonly number[], grade: Grade): MomentOverflow {
  const moments = batchMoments({
    values: Float64Array.from(values, Math.fround),
    offsets: [0, values.length],
    precision: 'single',
  });
  return momentOverflow(moments, momentBound(moments, epsilon, single, grade), single, grade);
}

/** What every way that meets a grade makes of the values, in every order. */
function computed(values: readonly number[], grade: Grade): readonly Moments[] {
  return Object.values(momentForms)
    .filter((form) => meetsGrade(form.grade, grade))
    .flatMap(({ part }) =>
      Object.values(reductions).map((reduction) => part([values.map(Math.fround)], { machine, reduction, epsilon })),
    );
}

const overflows = (list: readonly number[]): boolean => !list.every(Number.isFinite);

describe.each(grades)('at grade %s', (grade) => {
  test.each<[string, readonly number[]]>([
    ['a sum', [largest / 1.5, largest / 1.5, largest / 1.5]],
    ['a square', [3e19, -3e19]],
    ['a deviation that only the rounding of the mean makes', Array.from({ length: 9 }, () => -3.9668542e36)],
  ])('%s that overflows is found', (_name, values) => {
    const found = overflowOf(values, grade);
    const answers = computed(values, grade);
    expect(overflows(answers.map(({ variance }) => variance))).toBe(true);
    expect(found.variance).toBe(true);
    expect([true, found.mean]).toContain(overflows(answers.map(({ mean }) => mean)));
  });

  it('numbers that are far from overflowing are not', () => {
    const values = [1e15, -1e15, 3e14];
    expect(overflows(computed(values, grade).flatMap(({ mean, variance }) => [mean, variance]))).toBe(false);
    expect(overflowOf(values, grade)).toEqual({ mean: false, variance: false });
  });
});

it('a shift by one of the values makes sums that overflow where those of the values do not', () => {
  const values = [-7e37, -7e37, 7e37, 7e37];
  expect(overflowOf(values, 'A')).toMatchObject({ mean: false });
  expect(overflowOf(values, 'B')).toMatchObject({ mean: true });
});

it('a size may pass the largest number where roundings, or the additions that made it, may take it there', () => {
  expect(mayPass(largest / 1.002, largest)).toBe(false);
  expect(mayPass(largest / 1.0005, largest)).toBe(true);
  expect(mayPass(largest / 1.002, largest, 0.001)).toBe(true);
  expect(mayPass(Number.NaN, largest)).toBe(true);
  expect(mayPass(0, largest, Number.POSITIVE_INFINITY)).toBe(true);
});
