import type { KernelRunner, Resident } from '../../oracle/accelerated/kernel.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { adapterFailure } from './adapter-failure.ts';
import type { LaunchValue } from './check-launch.ts';
import { checkElements, checkLaunch } from './check-launch.ts';
import { compileKernels } from './compile-kernels.ts';
import type { BufferHandle, Gpu, GpuContext, GpuDevice, GpuJs } from './gpu-js.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { wholeOutput } from './whole-output.ts';

// GPUBufferUsage of the specification: STORAGE | COPY_DST | COPY_SRC.
const usage = 0x80 | 0x08 | 0x04;

class WebgpuResident implements Resident {
  readonly length: number;
  readonly release: () => void;
  #handle: BufferHandle | null;

  constructor(length: number, handle: BufferHandle) {
    this.length = length;
    this.#handle = handle;
    this.release = () => {
      handle.delete();
      this.#handle = null;
    };
  }

  get handle(): BufferHandle {
    if (this.#handle === null) throw new TypeError('Expected data that is resident, got released data.');
    return this.#handle;
  }
}

/**
 * Runs kernels on the device of `context`. The device says what it could not do only afterwards and answers zeros, or what an earlier
 * launch left, so every launch asks it. A side of an output may have 524,280 cells at most. Once the device is lost, or reported an error of no launch, all later calls reject.
 */
export function webgpuRunner(gpuJs: GpuJs, gpu: Gpu, context: GpuContext, adapter: string): KernelRunner {
  const { device } = context;
  const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
  const mostElements = Math.min(2 ** 22, Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4));
  const compile = compileKernels(gpu);
  const inTurn = oneAtATime();
  let fault: string | null = null;
  void device.lost.then(
    ({ reason, message }) => (fault = `the device was lost (${[reason, message].filter(Boolean).join(': ')})`),
  );
  device.onuncapturederror = ({ error }) => (fault ??= error.message);

  const guarded = async <T>(what: string, action: () => Promise<T>): Promise<T> => {
    if (fault !== null) throw new AdapterError(`Expected ${adapter} to run the kernel ${what}, got: ${fault}`);
    try {
      return await heard(device, action);
    } catch (cause) {
      throw adapterFailure(adapter, what, fault === null ? cause : new Error(fault, { cause }));
    }
  };

  return {
    mostElements,
    upload: async (data) => {
      checkElements('an upload', data.length, mostElements);
      return inTurn(() => guarded('(upload)', async () => upload(gpuJs, context, data)));
    },
    run: (kernel, width, height, values) =>
      inTurn(async () => {
        checkLaunch(kernel, [width, height], values, mostElements);
        if (width * height === 0) return new Float32Array(0);
        const gpuKernel = compile(kernel);
        const bound = values.map(boundValue);
        return guarded(kernel.name, async () => {
          gpuKernel.setOutput([width, height]);
          return wholeOutput(await gpuKernel(...bound), width, height);
        });
      }),
  };
}

/** Does something and waits for what the device says of it. */
async function heard<T>(device: GpuDevice, action: () => Promise<T>): Promise<T> {
  const filters = ['validation', 'out-of-memory', 'internal'] as const;
  for (const filter of filters) device.pushErrorScope(filter);
  const [outcome] = await Promise.allSettled([action()]);
  const errors = await Promise.all(filters.map(() => device.popErrorScope()));
  const error = errors.find((one) => one !== null);
  if (outcome.status === 'rejected') throw outcome.reason;
  if (error != null) throw new Error(error.message);
  return outcome.value;
}

function upload(gpuJs: GpuJs, context: GpuContext, data: Float32Array): WebgpuResident {
  // A buffer of no bytes cannot be bound.
  const buffer = context.device.createBuffer({ size: Math.max(4, data.byteLength), usage });
  context.device.queue.writeBuffer(buffer, 0, data);
  const output = [Math.max(1, data.length)];
  return new WebgpuResident(data.length, new gpuJs.WebGPUBufferResult({ buffer, output, componentCount: 1, context }));
}

function boundValue(value: LaunchValue): Float32Array | BufferHandle | number {
  if (typeof value === 'number') return value;
  if (value instanceof Float32Array) return value.length === 0 ? new Float32Array(1) : value;
  if (value instanceof WebgpuResident) return value.handle;
  throw new TypeError('Expected data that this runner uploaded, got data of another.');
}
