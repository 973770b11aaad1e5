import { intervalUse } from '../../oracle/accept/verdict.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { valuesOf } from '../../oracle/tensor.ts';
import type { ExpectedTensor, ExpectedTrace, Trace } from '../../oracle/trace.ts';
import type { Quantity, WordKind } from './list-quantities.ts';
import { listQuantities } from './list-quantities.ts';

/** The element that is farthest outside its acceptance interval; the bound is null where the reference expects no such tensor. */
export interface OutsideElement {
  readonly index: number;
  readonly recorded: number;
  readonly now: number;
  readonly bound: number | null;
}

/** A tensor as it was recorded then and now. */
export interface ComparedNumbers {
  readonly kind: 'numbers';
  readonly shape: readonly number[];
  readonly elements: number;
  /** Bit for bit, but that all NaN are one. */
  readonly identical: number;
  /** Differ, and what came now is outside what the reference accepts. */
  readonly outside: number;
  /** Differ where the bound is zero, unknown, or says nothing, or where a number is not finite. */
  readonly unmeasured: number;
  /** Largest |now - then| of the others that differ, in acceptance bounds. */
  readonly largest: number;
  readonly worst: OutsideElement | null;
}

/** Something that is said in words: an error, a counter, a None, a dtype and shape. */
export interface ComparedWords {
  readonly kind: WordKind;
  readonly recorded: string;
  readonly now: string;
}

/** One quantity of one case, recorded then and now. */
export type ComparedQuantity = Pick<Quantity<never>, 'step' | 'rank' | 'group' | 'name'> & {
  readonly compared: ComparedNumbers | ComparedWords;
};

/**
 * Holds what a framework answers now against what it answered then, quantity by quantity. What only one of the two recorded (older
 * recorders kept no warnings) is not compared. `reference` gives the acceptance bounds; null where it has no answer.
 */
export function compareRecordings(
  dialect: Dialect,
  recorded: Trace,
  now: Trace,
  reference: ExpectedTrace | null,
): readonly ComparedQuantity[] {
  const found = byPlace(listQuantities(dialect, now));
  const expected = byPlace(reference === null ? [] : listQuantities(dialect, reference));
  return listQuantities(dialect, recorded).flatMap((quantity) => {
    const { step, rank, group, name } = quantity;
    const other = found.get(keyOf(quantity));
    if (other === undefined) return [];
    const compared = compare(quantity, other, expected.get(keyOf(quantity)));
    return [{ step, rank, group, name, compared }];
  });
}

function compare(
  recorded: Quantity<Tensor>,
  now: Quantity<Tensor>,
  expected: Quantity<ExpectedTensor> | undefined,
): ComparedNumbers | ComparedWords {
  if ('kind' in recorded || 'kind' in now)
    return { kind: 'kind' in recorded ? recorded.kind : 'others', recorded: textOf(recorded), now: textOf(now) };
  if (recorded.tensor === null || now.tensor === null || textOf(recorded) !== textOf(now)) {
    return { kind: 'presence', recorded: textOf(recorded), now: textOf(now) };
  }
  const isBound = expected !== undefined && 'tensor' in expected && textOf(expected) === textOf(recorded);
  return compareNumbers(recorded.tensor, now.tensor, isBound ? expected.tensor : null);
}

function compareNumbers(recorded: Tensor, now: Tensor, expected: ExpectedTensor | null): ComparedNumbers {
  const [before, after] = [valuesOf(recorded), valuesOf(now)];
  let [identical, outside, unmeasured, largest, farthest] = [0, 0, 0, 0, 0];
  let worst: OutsideElement | null = null;
  before.forEach((one, index) => {
    const other = after[index] ?? Number.NaN;
    // float64 holds every dtype exactly; Object.is tells 0 from -0, and no NaN from another.
    if (Object.is(one, other)) {
      identical += 1;
      return;
    }
    const bound = expected?.bounds[index] ?? null;
    const use = expected === null || bound === null ? Number.POSITIVE_INFINITY : useOf(expected, index, bound, other);
    if (use > 1) {
      outside += 1;
      if (worst === null || use > farthest) worst = { index, recorded: one, now: other, bound };
      farthest = Math.max(farthest, use);
    }
    const difference = Math.abs(other - one);
    if (bound !== null && bound > 0 && Number.isFinite(bound) && Number.isFinite(difference)) {
      largest = Math.max(largest, difference / bound);
    } else {
      unmeasured += 1;
    }
  });
  return { kind: 'numbers', shape: recorded.shape, elements: before.length, identical, outside, unmeasured, largest, worst };
}

/** How much of its acceptance interval an answer uses: above 1 it is outside. */
function useOf(expected: ExpectedTensor, index: number, bound: number, answer: number): number {
  if (bound === Number.POSITIVE_INFINITY) return 0;
  return intervalUse(expected, expected.values[index] ?? Number.NaN, bound, answer);
}

function byPlace<T>(quantities: readonly Quantity<T>[]): ReadonlyMap<string, Quantity<T>> {
  return new Map(quantities.map((quantity) => [keyOf(quantity), quantity]));
}

function keyOf({ step, rank, group, name }: Pick<Quantity<never>, 'step' | 'rank' | 'group' | 'name'>): string {
  return `${step} ${rank} ${group} ${name}`;
}

function textOf(quantity: Quantity<Pick<Tensor, 'dtype' | 'shape'>>): string {
  if ('kind' in quantity) return quantity.text;
  const { tensor } = quantity;
  return tensor === null ? 'None' : `${tensor.dtype} [${tensor.shape.join(', ')}]`;
}
