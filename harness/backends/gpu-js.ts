import { BackendError } from './backend-error.ts';

/** How gpu.js names what it runs on. */
export type GpuMode = 'webgpu' | 'webasm';

/** A compiled kernel: called with its values, it answers rows, or a promise of them on webgpu. */
export interface GpuKernel {
  (...values: readonly unknown[]): unknown;
  readonly setOutput: (output: readonly number[]) => unknown;
  /** What it was built for: gpu.js may fall back to another mode without a word. */
  readonly kernel: { readonly constructor: { readonly mode?: string }; moduleCacheLimit?: number };
}

/** An instance of gpu.js, of one mode. */
export interface Gpu {
  readonly createKernel: (body: unknown, settings: Readonly<Record<string, unknown>>) => GpuKernel;
  readonly destroy: () => Promise<void>;
}

/** A buffer of the device: what kernels take in the place of an array. */
export interface BufferHandle {
  readonly delete: () => void;
}

export interface GpuBuffer {
  readonly destroy: () => void;
}

export interface GpuDevice {
  readonly limits: { readonly maxStorageBufferBindingSize: number; readonly maxBufferSize: number };
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: { readonly writeBuffer: (buffer: GpuBuffer, offset: number, data: Float32Array) => void };
  readonly createBuffer: (settings: { readonly size: number; readonly usage: number }) => GpuBuffer;
  readonly createComputePipeline: (settings: unknown) => unknown;
  readonly createComputePipelineAsync: (settings: unknown) => Promise<unknown>;
  readonly pushErrorScope: (filter: 'validation' | 'out-of-memory' | 'internal') => void;
  readonly popErrorScope: () => Promise<{ readonly message: string } | null>;
  readonly destroy: () => void;
  onuncapturederror: ((event: { readonly error: { readonly message: string } }) => void) | null;
}

/** The one device that all webgpu kernels of the process share. */
export interface GpuContext {
  readonly device: GpuDevice;
}

/** The part of gpu.js that is used here. */
export interface GpuJs {
  /** In mode `cpu` kernels compute in float64, which no certificate speaks of. */
  readonly GPU: new (settings: { readonly mode: GpuMode | 'cpu' }) => Gpu;
  readonly WebGPUContext: { readonly acquire: () => Promise<GpuContext>; readonly destroy: () => Promise<void> };
  readonly WebGPUBufferResult: new (settings: {
    readonly buffer: GpuBuffer;
    readonly output: readonly number[];
    readonly componentCount: number;
    readonly context: GpuContext;
  }) => BufferHandle;
}

/** Loads gpu.js, which takes a tenth of a second. */
export async function loadGpuJs(): Promise<GpuJs> {
  const { default: loaded }: { readonly default: unknown } = await import('gpu.js');
  if (isGpuJs(loaded)) return loaded;
  throw new BackendError('Expected gpu.js 2.24.1, got another module of that name. Install syncbn-oracle again with npm ci.');
}

/** Its own types know nothing of its webgpu side. */
function isGpuJs(loaded: unknown): loaded is GpuJs {
  const names = ['GPU', 'WebGPUContext', 'WebGPUBufferResult'];
  return typeof loaded === 'object' && loaded !== null && names.every((name) => name in loaded);
}
