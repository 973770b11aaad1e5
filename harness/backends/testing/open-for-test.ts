import type { TestContext } from 'vitest';
import { onTestFinished } from 'vitest';
import { BackendError } from '../backend-error.ts';
import type { GpuMode } from '../gpu-js.ts';
import type { OpenRunner } from '../open-runner.ts';
import { openRunner } from '../open-runner.ts';

/**
 * Opens a backend until the test is over. Where there is no adapter, the test is skipped and says what to install; in CI, where
 * .ci/run installs one, it fails.
 */
export async function openForTest(backend: GpuMode, context: TestContext): Promise<OpenRunner> {
  const opened = await orSkip(() => openRunner(backend), context);
  onTestFinished(opened.close);
  return opened;
}

/** Does what needs an adapter. */
export async function orSkip<T>(action: () => Promise<T>, context: TestContext): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof BackendError) || (process.env['CI'] ?? '') !== '') throw error;
    process.stderr.write(`skipped: ${error.message}\n`);
    return context.skip(error.message);
  }
}
