/** What can be wrong with golden data, as a code a caller can act on. */
export type GoldenErrorCode =
  | 'unreadable'
  | 'unwritable'
  | 'manifest-missing'
  | 'manifest-invalid'
  | 'checksum-mismatch'
  | 'size-mismatch'
  | 'not-arrow'
  | 'origin-mismatch'
  | 'unknown-set'
  | 'known-differences-invalid'
  | 'wrong-columns'
  | 'invalid-case'
  | 'count-mismatch';

/** Golden data that cannot be trusted: names the file (and the case), what was expected, what came, and what to do next. */
export class GoldenError extends Error {
  override readonly name = 'GoldenError';
  readonly code: GoldenErrorCode;
  readonly path: string;
  /** The message without the path. */
  readonly problem: string;

  constructor(code: GoldenErrorCode, path: string, message: string, cause?: unknown) {
    super(`${path}: ${message}`, cause === undefined ? {} : { cause });
    this.code = code;
    this.path = path;
    this.problem = message;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
