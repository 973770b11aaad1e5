import type { Graded } from './model.ts';

const order: readonly Graded[] = ['A+', 'A', 'B', 'fail'];

/** Whether `grade` is `required` or better. */
export function meets(grade: Graded, required: Graded): boolean {
  return order.indexOf(grade) <= order.indexOf(required);
}
