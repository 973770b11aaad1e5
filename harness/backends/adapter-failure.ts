import { AdapterError } from '../../oracle/accelerated/kernel.ts';

/** What a failed launch is reported as. */
export function adapterFailure(adapter: string, kernel: string, cause: unknown): AdapterError {
  if (cause instanceof AdapterError) return cause;
  const lines = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  // A compiler says in the second line what is wrong.
  const reason = lines
    .slice(0, 2)
    .map((line) => line.trim())
    .join(' ');
  return new AdapterError(`Expected ${adapter} to run the kernel ${kernel}, got: ${reason}`, { cause });
}
