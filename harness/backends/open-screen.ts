import type { Adapter } from '../../oracle/accelerated/answer-sets.ts';
import type { CanaryFacts } from '../../oracle/accelerated/canary.ts';
import { runCanary } from '../../oracle/accelerated/canary.ts';
import type { KernelRunner } from '../../oracle/accelerated/kernel.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { BackendError } from './backend-error.ts';
import { userCacheFolder } from './cache-folder.ts';
import { adapterKey } from './adapter-cache.ts';
import { canaryCache } from './canary-cache.ts';
import type { GpuMode } from './gpu-js.ts';
import type { OpenRunner } from './open-runner.ts';
import { openRunner } from './open-runner.ts';

/** A backend whose arithmetic is known: what screens answers before the exact core judges the rest. */
export interface Screen extends OpenRunner {
  readonly facts: CanaryFacts;
}

/** What the accelerated reference works with. */
export function adapterOf({ runner, facts }: Pick<Screen, 'runner' | 'facts'>): Adapter {
  return { runner, arithmetic: facts };
}

/** How a screen is opened. */
export interface ScreenOptions {
  /** Whether a program may play the GPU, where webgpu finds none. Default true. */
  readonly allowSoftware?: boolean;
  /** Where facts are kept between runs; `null` has the canary run anew, and keeps nothing. Default the user's cache folder. */
  readonly cacheFolder?: string | null;
}

/** Opens a backend, runs its canary and tries its kernels, unless an earlier run did. Throws a `BackendError` where either cannot be. */
export async function openScreen(backend: GpuMode, options: ScreenOptions = {}): Promise<Screen> {
  const { allowSoftware = true, cacheFolder = userCacheFolder() } = options;
  const opened = await openRunner(backend, allowSoftware);
  try {
    return { ...opened, facts: await learnFacts(opened, cacheFolder) };
  } catch (cause) {
    await opened.close();
    if (!(cause instanceof AdapterError)) throw cause;
    const { adapter, driver } = opened.description;
    throw new BackendError(`The canary refused ${backend} on ${adapter} (${driver}). ${cause.message}`, { cause });
  }
}

async function learnFacts({ runner, description }: OpenRunner, folder: string | null): Promise<CanaryFacts> {
  if (folder === null) return findFacts(runner);
  const key = await adapterKey(description);
  const known = await canaryCache.read(folder, key);
  if (known !== null) return known;
  const facts = await findFacts(runner);
  await canaryCache.write(folder, key, facts);
  return facts;
}

async function findFacts(runner: KernelRunner): Promise<CanaryFacts> {
  const facts = await runCanary(runner);
  // Loaded here: it is needed once for each adapter, and commands start without it.
  const { tryKernels } = await import('./try-kernels.ts');
  await tryKernels(adapterOf({ runner, facts }));
  return facts;
}
