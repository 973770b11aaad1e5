import { AdapterError } from '../../oracle/accelerated/kernel.ts';

/** What a failed launch is reported as. What is wrong with the launch itself, and not with the adapter, stays what it is. */
export function adapterFailure(adapter: string, kernel: string, cause: unknown): Error {
  if (cause instanceof AdapterError || cause instanceof TypeError) return cause;
  const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return new AdapterError(`Expected ${adapter} to run the kernel ${kernel}, got: ${reason}`, { cause });
}
