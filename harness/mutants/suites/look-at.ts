import type { Tensor } from '../../../oracle/tensor.ts';
import { valuesOf } from '../../../oracle/tensor.ts';
import type { RankAnswer, TensorQuantity, Trace } from '../../../oracle/trace.ts';
import type { Tolerance } from '../tolerances.ts';
import { isClose } from '../tolerances.ts';
import type { Probe } from './suite.ts';

/** Fails where one of `quantities` is not close on some rank, in every step or in the last alone. */
export function valuesOfRanks(
  quantities: readonly TensorQuantity[],
  tolerance: Tolerance,
  which: 'every step' | 'last step' = 'every step',
): Probe['fails'] {
  return (right, actual) =>
    pairs(right, actual, which).some(([expected, answered]) =>
      quantities.some((quantity) => !areClose(tolerance, expected[quantity], answered[quantity])),
    );
}

/** Fails where an answer has another dtype. */
export function dtypesOfRanks(quantities: readonly TensorQuantity[]): Probe['fails'] {
  return (right, actual) =>
    pairs(right, actual, 'every step').some(([expected, answered]) =>
      quantities.some((quantity) => expected[quantity]?.dtype !== answered[quantity]?.dtype),
    );
}

/** Fails on a NaN, whatever the numbers are. */
export function nanOfRanks(quantities: readonly TensorQuantity[]): Probe['fails'] {
  return (right, actual) =>
    pairs(right, actual, 'every step').some(([, answered]) =>
      quantities.some((quantity) => numbersOf(answered[quantity]).some(Number.isNaN)),
    );
}

/** Fails where numbers computed from a whole trace are not close. */
export function derivedNumbers(derive: (trace: Trace) => readonly number[], tolerance: Tolerance): Probe['fails'] {
  return (right, actual) => {
    const answered = derive(actual);
    return derive(right).some((expected, index) => !isClose(tolerance, expected, answered[index] ?? Number.NaN));
  };
}

/** The numbers of a tensor; none where there is none. */
export function numbersOf(tensor: Tensor | null | undefined): Float64Array {
  return tensor ? valuesOf(tensor) : new Float64Array();
}

type Pair = readonly [RankAnswer<Tensor>, RankAnswer<Tensor>];

function pairs(right: Trace, actual: Trace, which: 'every step' | 'last step'): readonly Pair[] {
  const first = which === 'every step' ? 0 : right.steps.length - 1;
  return right.steps.slice(first).flatMap(({ ranks }, index) =>
    ranks.flatMap((expected, rank) => {
      const answered = actual.steps[first + index]?.ranks[rank];
      return answered === undefined ? [] : [[expected, answered] as const];
    }),
  );
}

/** A test that has nothing to compare with compares nothing. */
function areClose(tolerance: Tolerance, expected: Tensor | null, actual: Tensor | null): boolean {
  if (expected === null) return true;
  if (actual === null || actual.shape.join(',') !== expected.shape.join(',')) return false;
  const answers = valuesOf(actual);
  return valuesOf(expected).every((value, index) => isClose(tolerance, value, answers[index] ?? Number.NaN));
}
