/** Bad usage or a bad input file: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
