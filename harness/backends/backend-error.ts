/** A backend that was demanded by name and is not there: exit code 3. The message is one line and says what to install. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}
