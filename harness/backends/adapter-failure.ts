import { AdapterError } from '../../oracle/accelerated/kernel.ts';

/** What a failed launch is reported as. */
export function adapterFailure(adapter: string, kernel: string, cause: unknown): AdapterError {
  if (cause instanceof AdapterError) return cause;
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new AdapterError(`Expected ${adapter} to run the kernel ${kernel}, got: ${reason}`, { cause });
}
