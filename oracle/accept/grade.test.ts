import { expect, test } from 'vitest';
import { gradedOrder, grades, meetsGrade } from './grade.ts';

test('grades stand from best to worst, and no grade is the worst of all', () => {
  expect(gradedOrder).toEqual(['A+', 'A', 'B', 'fail']);
});

test('a grade meets itself and those after it', () => {
  const met = grades.map((required) => grades.filter((grade) => meetsGrade(grade, required)));
  expect(met).toEqual([['A+'], ['A+', 'A'], ['A+', 'A', 'B']]);
});
