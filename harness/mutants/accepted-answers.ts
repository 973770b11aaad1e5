import { roundTo } from '../../oracle/formats/arithmetic.ts';
import type { ExpectedTensor } from '../../oracle/trace.ts';

/** The answers that an expectation accepts for one element: the numbers from `low` to `high`, `others` apart from these. */
export interface AcceptedAnswers {
  readonly low: number;
  readonly high: number;
  /** NaN and, where the interval is empty, the infinities too. */
  readonly others: readonly number[];
}

const nothing = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
const notFinite = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** What `judgeTensor` accepts for the element at `index`, as a set: every case of the bounds that `ExpectedTensor` documents. */
export function acceptedAnswers({ dtype, values, bounds }: ExpectedTensor, index: number): AcceptedAnswers {
  const [value, bound] = [values[index] ?? Number.NaN, bounds[index] ?? Number.NaN];
  if (bound === Number.POSITIVE_INFINITY) {
    return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, others: [Number.NaN] };
  }
  if (Number.isNaN(bound)) return { ...nothing, others: notFinite };
  if (!Number.isFinite(value)) return { ...nothing, others: [value] };
  // Rounding is monotone: whatever lies between the ends is rounded between the rounded ends.
  return { low: roundTo(dtype, value - bound), high: roundTo(dtype, value + bound), others: [] };
}

/** Whether no answer is accepted by both. */
export function areDisjoint(one: AcceptedAnswers, other: AcceptedAnswers): boolean {
  const overlap = Math.max(one.low, other.low) <= Math.min(one.high, other.high);
  return !overlap && !one.others.some((answer) => accepts(other, answer)) && !other.others.some((answer) => accepts(one, answer));
}

export function accepts({ low, high, others }: AcceptedAnswers, answer: number): boolean {
  return (answer >= low && answer <= high) || others.some((accepted) => Object.is(accepted, answer));
}
