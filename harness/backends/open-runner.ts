import type { KernelRunner } from '../../oracle/accelerated/kernel.ts';
import { BackendError } from './backend-error.ts';
import type { GpuJs, GpuMode } from './gpu-js.ts';
import { loadGpuJs } from './gpu-js.ts';
import { lendNavigator } from './lend-navigator.ts';
import { openAdapter } from './open-adapter.ts';
import { webasmRunner } from './webasm-runner.ts';
import { webgpuRunner } from './webgpu-runner.ts';

/** What computes, for a report. */
export interface BackendDescription {
  readonly backend: GpuMode;
  readonly adapter: string;
  readonly driver: string;
  readonly kind: 'hardware' | 'software' | 'cpu';
  /** Why this one was taken. */
  readonly why: string;
}

/** A backend that runs kernels until it is closed. Closing it again does nothing. */
export interface OpenRunner {
  readonly runner: KernelRunner;
  readonly description: BackendDescription;
  readonly close: () => Promise<void>;
}

/** The native code behind the device that is open. */
let kept: unknown = null;

/**
 * Opens a backend, or throws a `BackendError`. One device serves a process: webgpu opens once at a time, on the main thread; webasm opens
 * anywhere, as often as wanted. A software adapter stands in for a GPU where `allowSoftware`.
 */
export async function openRunner(backend: GpuMode, allowSoftware = true): Promise<OpenRunner> {
  return backend === 'webgpu' ? openWebgpu(allowSoftware) : openWebasm();
}

async function openWebasm(): Promise<OpenRunner> {
  const { GPU } = await loadGpuJs();
  const gpu = new GPU({ mode: 'webasm' });
  const adapter = `${process.arch} CPU`;
  return {
    runner: webasmRunner(gpu, `webasm on ${adapter}`),
    description: {
      backend: 'webasm',
      adapter,
      driver: `V8 ${process.versions.v8}`,
      kind: 'cpu',
      why: 'WebAssembly runs wherever Node does',
    },
    close: () => gpu.destroy(),
  };
}

async function openWebgpu(allowSoftware: boolean): Promise<OpenRunner> {
  if (kept !== null) throw new BackendError('Expected webgpu to be opened once, got it open. Close the first one.');
  kept = 'opening';
  try {
    const { gpu: lent, dawn, ...found } = await openAdapter(allowSoftware);
    kept = dawn;
    const gpuJs = await loadGpuJs();
    return await lendNavigator(lent, () => openDevice(gpuJs, { backend: 'webgpu', ...found }));
  } catch (error) {
    kept = null;
    throw error;
  }
}

async function openDevice(gpuJs: GpuJs, description: BackendDescription): Promise<OpenRunner> {
  const name = `webgpu on ${description.adapter}`;
  const context = await gpuJs.WebGPUContext.acquire().catch((cause: Error) => {
    throw new BackendError(`Expected ${name} to give a device, got: ${cause.message}`, { cause });
  });
  const gpu = new gpuJs.GPU({ mode: 'webgpu' });
  let isClosed = false;
  return {
    runner: webgpuRunner(gpuJs, gpu, context, name),
    description,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await gpu.destroy();
      await gpuJs.WebGPUContext.destroy();
      kept = null;
    },
  };
}
