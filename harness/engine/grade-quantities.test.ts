import { describe, expect, it } from 'vitest';
import type { Graded } from '../../oracle/accept/grade.ts';
import { gradeQuantities, worstGrade } from './grade-quantities.ts';
import type { JudgedCase } from './judge-case.ts';

type Part = Pick<JudgedCase['comparisons'][number], 'quantity' | 'graded' | 'difference'> &
  Partial<Pick<JudgedCase['comparisons'][number], 'elements' | 'uninformative' | 'typical'>>;

/** A judged case of which nothing but its comparisons matters. */
function judgedCase(id: string, parts: readonly Part[]): JudgedCase {
  return {
    goldenSet: 'torch-2.13.0',
    result: { id, dialect: 'torch', method: 'module', rows: [], status: 'passed', elements: 0, seconds: 0, reason: null },
    findings: [],
    comparisons: parts.map((part) => ({
      elements: 1,
      uninformative: 0,
      typical: 1,
      screened: 0,
      ...part,
      step: 1,
      rank: 2,
      group: null,
      row: 'train+track',
      boundUse: 0,
      note: null,
      channels: [],
    })),
    uninformative: 0,
    judge: { by: 'core', refusal: null },
    raised: false,
    predicted: false,
    errorKeys: [],
    axes: {},
    assignment: {},
  };
}

const part = (quantity: string, graded: readonly (Graded | null)[]): Part => ({ quantity, graded, difference: null });
const textPart = (quantity: string, differs: boolean): Part => ({
  quantity,
  graded: [],
  difference: differs ? { at: null, expected: '1', actual: '2', bound: null, mismatches: 1 } : null,
});

describe('the grade of a quantity', () => {
  it('is that of its worst channel, decided by the first case that has it', () => {
    const judged = [
      judgedCase('one', [part('y', ['A+', 'A']), part('grad_x', ['A+'])]),
      judgedCase('two', [part('y', ['A+', null, 'B'])]),
      judgedCase('three', [part('y', ['B', 'A'])]),
    ];
    const [y, gradX] = gradeQuantities(judged);
    expect(y).toEqual({
      dialect: 'torch',
      quantity: 'y',
      grade: 'B',
      channels: { 'A+': 2, A: 2, B: 2, fail: 0, uninformative: 1 },
      typical: { within: 3, of: 3 },
      decidedBy: { case: 'two', step: 1, rank: 2, channel: 2 },
    });
    expect(gradX).toMatchObject({ quantity: 'grad_x', grade: 'A+', decidedBy: { case: 'one', channel: 0 } });
    expect(worstGrade([y, gradX].filter((one) => one !== undefined))).toBe('B');
  });

  it('stands whatever is typical: that counts the elements which a bound decides, and what is no tensor has none', () => {
    const counted = (grade: Graded, typical: number): Part => ({
      ...part('y', [grade]),
      elements: 10,
      uninformative: 3,
      typical,
    });
    const grades = gradeQuantities([
      judgedCase('one', [counted('A+', 7), counted('A+', 2), textPart('num_batches_tracked', true)]),
    ]);
    expect(grades).toMatchObject([
      { quantity: 'y', grade: 'A+', typical: { within: 9, of: 14 } },
      { quantity: 'num_batches_tracked', grade: 'fail', typical: { within: 0, of: 0 } },
    ]);
  });

  it('is none where no bound says anything', () => {
    const grades = gradeQuantities([judgedCase('one', [part('y', [null, null])])]);
    expect(grades).toMatchObject([{ grade: null, decidedBy: null, channels: { uninformative: 2 } }]);
    expect(worstGrade(grades)).toBeNull();
    expect(worstGrade([])).toBeNull();
  });

  it('fails where an error or a counter differs, and has none where it does not', () => {
    expect(gradeQuantities([judgedCase('one', [textPart('num_batches_tracked', false)])])).toEqual([]);
    const grades = gradeQuantities([judgedCase('one', [textPart('num_batches_tracked', true), part('y', ['A+'])])]);
    expect(grades).toMatchObject([
      { quantity: 'num_batches_tracked', grade: 'fail', decidedBy: { case: 'one', channel: null } },
      { quantity: 'y', grade: 'A+' },
    ]);
    expect(worstGrade(grades)).toBe('fail');
  });
});
