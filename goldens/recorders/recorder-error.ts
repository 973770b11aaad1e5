/** Why nothing could be recorded, as a code a caller can act on. */
export type RecorderErrorCode =
  | 'nothing'
  | 'no-python'
  | 'install-failed'
  | 'no-framework'
  | 'died'
  | 'hung'
  | 'bad-output'
  | 'stopped';

/** The framework could not be asked: names what was tried, what came, and what to do next. */
export class RecorderError extends Error {
  override readonly name = 'RecorderError';
  readonly code: RecorderErrorCode;

  constructor(code: RecorderErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}
