/**
 * How well an answer is computed, best first; each class of algorithms contains the ones before it.
 * `A+`: two passes in any order, corrected or not. `A`: Welford, merged ranks, torch's gather. `B`: one pass, plain or shifted,
 * and gradients from sums of products about zero: right, and unfit for data whose mean is large against their deviation.
 */
export const grades = ['A+', 'A', 'B'] as const;
export type Grade = (typeof grades)[number];

/** Whether `grade` is `required` or better. */
export function meetsGrade(grade: Grade, required: Grade): boolean {
  return grades.indexOf(grade) <= grades.indexOf(required);
}

/** What one set of answers is worth: the best grade whose bounds hold all of them, `fail` where none does. */
export type Graded = Grade | 'fail';

/** From best to worst. */
export const gradedOrder: readonly Graded[] = [...grades, 'fail'];
