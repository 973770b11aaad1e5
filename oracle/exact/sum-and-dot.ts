import type { Dyadic } from './dyadic.ts';

/** The exact sum of a list, and of its products with another, place by place. */
export interface SumAndDot {
  readonly sum: Dyadic;
  readonly dot: Dyadic;
}
