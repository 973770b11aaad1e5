import type { Graded } from './model.ts';

/** From best to worst. */
export const gradeOrder: readonly Graded[] = ['A+', 'A', 'B', 'fail'];

/** Whether `grade` is `required` or better. */
export function meets(grade: Graded, required: Graded): boolean {
  return gradeOrder.indexOf(grade) <= gradeOrder.indexOf(required);
}
