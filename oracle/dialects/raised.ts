import type { RaisedError } from '../trace.ts';

/** An error that no framework raises, so that no template has its words: a mutant's, or a claim's. */
export function valueError(message: string): RaisedError {
  return { type: 'ValueError', message };
}
