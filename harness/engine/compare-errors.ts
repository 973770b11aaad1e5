import { keyOfMessage } from '../../oracle/errors/catalogue.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import type { RaisedError, StepError } from '../../oracle/trace.ts';

/** Whether an error must have the reference's words, or may say the same in others: those of another version of the framework. */
export type ErrorWords = 'same' | 'any';

/** What came of holding an error against the expected one: both as text where they differ, a note where only the words do and may. */
export interface ErrorVerdict {
  readonly difference: { readonly expected: string; readonly actual: string } | null;
  readonly note: string | null;
}

/** An error of one rank; null where nothing was raised, undefined where there was no answer. */
export type Outcome = RaisedError | StepError | null | undefined;

/** Errors conform when stage, type and key are equal, and the words where they must be. */
export function compareErrors(dialect: Dialect, expected: Outcome, actual: Outcome, words: ErrorWords): ErrorVerdict {
  const [wanted, got] = [errorText(expected), errorText(actual)];
  if (!isSameError(dialect, expected, actual) || (words === 'same' && wanted !== got)) {
    return { difference: { expected: wanted, actual: got }, note: null };
  }
  return { difference: null, note: wanted === got ? null : `the same error in other words: expected ${wanted}, got ${got}` };
}

function isSameError(dialect: Dialect, expected: Outcome, actual: Outcome): boolean {
  if (expected == null || actual == null) return expected === actual;
  if (stageOf(expected) !== stageOf(actual) || expected.type !== actual.type) return false;
  const [wanted, got] = [keyOf(dialect, expected), keyOf(dialect, actual)];
  // What the catalogue does not have is known by its words alone.
  return wanted === got && (wanted !== null || expected.message === actual.message);
}

function keyOf(dialect: Dialect, { key, message }: RaisedError): string | null {
  return key ?? keyOfMessage(dialect, message);
}

function stageOf(error: RaisedError | StepError): string | null {
  return 'stage' in error ? error.stage : null;
}

function errorText(error: Outcome): string {
  if (error === undefined) return 'no answer';
  if (error === null) return 'none';
  return `${'stage' in error ? `${error.stage}: ` : ''}${error.type}: ${error.message}`;
}
