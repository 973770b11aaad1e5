import { judgeTensor } from '../../oracle/accept/verdict.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { ExpectedTensor, ExpectedTrace, RaisedError, RankAnswer, Trace } from '../../oracle/trace.ts';
import type { ConstructedQuantity, Look, StepQuantity } from './look.ts';

type Expected = ExpectedTrace['initial'];
type Recorded = Trace['initial'];

/**
 * Whether a recorded trace is inside what is expected, as far as a look goes: errors of the same types in the same places, and every
 * quantity of it inside its bounds. `rows` has the row of each step. Stops at the first thing that is not.
 */
export function isInside(expected: ExpectedTrace, recorded: Trace, look: Look, rows: readonly string[]): boolean {
  const { construction, initial } = expected;
  if (construction.length !== recorded.construction.length) return false;
  if (!construction.every((error, rank) => isSameError(error, recorded.construction[rank]))) return false;
  if (!isConstructedInside(initial, recorded.initial, look.constructor)) return false;
  const { steps } = look;
  if (steps === null) return true;
  if (expected.steps.length !== recorded.steps.length) return false;
  return expected.steps.every(({ ranks }, step) => {
    const seen = look.rows === null || look.rows.includes(rows[step] ?? '') ? steps : [];
    return ranks.every((rank, place) => isRankInside(rank, recorded.steps[step]?.ranks[place], seen));
  });
}

function isSameError(expected: RaisedError | null, recorded: RaisedError | null | undefined): boolean {
  return expected?.type === recorded?.type;
}

function isConstructedInside(expected: Expected, recorded: Recorded, seen: readonly ConstructedQuantity[]): boolean {
  if (expected === null || recorded === null) return expected === null && recorded === null;
  return seen.every((quantity) =>
    quantity === 'training' || quantity === 'numBatchesTracked'
      ? expected[quantity] === recorded[quantity]
      : isTensorInside(expected[quantity], recorded[quantity]),
  );
}

function isRankInside(
  expected: RankAnswer<ExpectedTensor>,
  recorded: RankAnswer<Tensor> | undefined,
  seen: readonly StepQuantity[],
): boolean {
  if (recorded === undefined || !isSameError(expected.error, recorded.error)) return false;
  return seen.every((quantity) =>
    quantity === 'numBatchesTracked'
      ? expected[quantity] === recorded[quantity]
      : isTensorInside(expected[quantity], recorded[quantity]),
  );
}

function isTensorInside(expected: ExpectedTensor | null, recorded: Tensor | null): boolean {
  if (expected === null || recorded === null) return expected === null && recorded === null;
  const isSameKind = expected.dtype === recorded.dtype && expected.shape.join() === recorded.shape.join();
  return isSameKind && judgeTensor(expected, recorded).mismatches === 0;
}
