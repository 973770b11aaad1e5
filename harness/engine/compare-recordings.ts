import { coordinates } from '../../oracle/accept/verdict.ts';
import type { TensorVerdict } from '../../oracle/accept/verdict.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { valuesOf } from '../../oracle/tensor.ts';
import type { ExpectedTensor, ExpectedTrace, RaisedError, Trace } from '../../oracle/trace.ts';
import { boundRecording } from './bound-recording.ts';
import type { Comparison, Method, Place } from './compare-traces.ts';
import { compareAnswers } from './compare-traces.ts';

/**
 * In what two recordings differ: `numbers` of tensors of one dtype and shape, the `words` of warnings and of errors of one type, `error` where
 * only one raises or the types differ, `presence` of a tensor, dtype, shape or step, and the `value` of a counter, flag or memory layout.
 */
export const recordingDifferences = ['numbers', 'words', 'error', 'presence', 'value'] as const;
export type RecordingDifferenceKind = (typeof recordingDifferences)[number];

/** The farthest apart of a quantity's elements, or the texts that differ. */
export interface RecordingDifference {
  readonly kind: RecordingDifferenceKind;
  readonly at: readonly number[] | null;
  readonly a: number | string;
  readonly b: number | string;
}

/** One quantity of two recordings of a scenario, held against each other. */
export interface RecordingComparison extends Place {
  /** Whether both had numbers to compare. */
  readonly isTensor: boolean;
  /** Numbers of the tensor; 1 for anything else. */
  readonly elements: number;
  /** Elements of the same bits. Any NaN is as good as another, 0 and -0 are two numbers. */
  readonly identical: number;
  /** Elements that differ where the reference's bound says nothing. */
  readonly undecided: number;
  /**
   * The largest difference, in units of what one conforming answer may be from the reference: at most 2 where both conform. Infinity where
   * a NaN or an infinity is in one alone; 0 where nothing is decided.
   */
  readonly units: number;
  readonly difference: RecordingDifference | null;
}

/**
 * Holds two recordings of `scenario` against each other, quantity by quantity; `reference` gives the unit of each difference, and is null
 * where the reference has no answer.
 */
export function compareRecordings(
  scenario: Scenario,
  method: Method,
  reference: ExpectedTrace | null,
  a: Trace,
  b: Trace,
): readonly RecordingComparison[] {
  const comparisons = compareAnswers(scenario, method, boundRecording(a, reference), b, countIdentical);
  return comparisons.filter((comparison) => isInBoth(comparison, a)).map((comparison) => describePair(comparison, a, b));
}

/** Whether the first recording could hold what was compared: warnings were not always recorded. */
function isInBoth({ quantity, step, rank }: Place, a: Trace): boolean {
  return quantity !== 'warnings' || a.steps[step - 1]?.ranks[rank ?? 0]?.warnings !== undefined;
}

function describePair(comparison: Comparison, a: Trace, b: Trace): RecordingComparison {
  const { step, rank, group, quantity, elements, uninformative, boundUse, difference } = comparison;
  const isTensor = comparison.channels.length > 0;
  const place = { step, rank, group, quantity, isTensor };
  if (difference === null) return { ...place, elements, identical: elements, undecided: 0, units: 0, difference: null };
  const { at, expected, actual, mismatches } = difference;
  const kind = isTensor ? 'numbers' : kindOf(comparison, a, b);
  const apart = { elements, identical: elements - mismatches, undecided: uninformative, units: boundUse };
  return { ...place, ...apart, difference: { kind, at, a: expected, b: actual } };
}

/** What kind of difference it is where not both have numbers. */
function kindOf(place: Place, a: Trace, b: Trace): RecordingDifferenceKind {
  if (place.quantity === 'warnings') return 'words';
  if (['num_batches_tracked', 'training', 'layout'].includes(place.quantity)) return 'value';
  if (place.quantity !== 'error') return 'presence';
  const [mine, other] = [errorAt(a, place), errorAt(b, place)];
  return mine != null && other != null && raisedAs(mine) === raisedAs(other) ? 'words' : 'error';
}

function errorAt(trace: Trace, { step, rank }: Place): RaisedError | null | undefined {
  const index = rank ?? 0;
  return step === 0 ? trace.construction[index] : trace.steps[step - 1]?.ranks[index]?.error;
}

/** The class of an error, and the stage that raised it. */
function raisedAs(error: RaisedError): string {
  return `${'stage' in error ? String(error.stage) : 'constructor'} ${error.type}`;
}

/** The elements of two tensors of one dtype and shape that differ: mismatches as of one channel, with the farthest apart as the worst. */
function countIdentical(a: ExpectedTensor, b: Tensor): TensorVerdict {
  const others = valuesOf(b);
  let [mismatches, undecided, largest] = [0, 0, 0];
  let worst: TensorVerdict['worst'] = null;
  for (const [index, value] of a.values.entries()) {
    const other = others[index] ?? Number.NaN;
    if (Object.is(value, other)) continue;
    mismatches += 1;
    const bound = a.bounds[index] ?? Number.POSITIVE_INFINITY;
    if (bound === Number.POSITIVE_INFINITY) undecided += 1;
    const units = unitsApart(bound, value, other);
    if (worst !== null && units <= largest) continue;
    largest = units;
    worst = { index, at: coordinates(index, a.shape), expected: value, actual: other, bound };
  }
  const elements = a.values.length;
  return {
    elements,
    uninformative: undecided,
    mismatches,
    worst,
    boundUse: largest,
    typical: 0,
    channels: [{ informative: elements, mismatches }],
  };
}

function unitsApart(bound: number, a: number, b: number): number {
  if (bound === Number.POSITIVE_INFINITY) return 0;
  const areFinite = Number.isFinite(a) && Number.isFinite(b);
  // Any value that is not finite was asked for.
  if (Number.isNaN(bound)) return Number.isFinite(a) || Number.isFinite(b) ? Number.POSITIVE_INFINITY : 0;
  if (!areFinite) return Number.POSITIVE_INFINITY;
  return a === b ? 0 : Math.abs(a - b) / bound;
}
