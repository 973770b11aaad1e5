import type { KernelRunner, Resident } from '../../oracle/accelerated/kernel.ts';
import { adapterFailure } from './adapter-failure.ts';
import type { LaunchValue } from './check-launch.ts';
import { checkElements, checkLaunch } from './check-launch.ts';
import { compileKernels } from './compile-kernels.ts';
import type { Gpu, GpuKernel } from './gpu-js.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { wholeOutput } from './whole-output.ts';

/** WebAssembly counts elements right up to 2^24; less keeps its memory small. */
const mostElements = 2 ** 22;
/** Compiled sizes that a kernel keeps. */
const keptSizes = 16;

class WebasmResident implements Resident {
  readonly length: number;
  #data: Float32Array | null;

  constructor(data: Float32Array) {
    this.length = data.length;
    // As on a GPU, what is resident does not change with the caller's array.
    this.#data = data.slice();
  }

  readonly release = (): void => {
    this.#data = null;
  };

  get data(): Float32Array {
    if (this.#data === null) throw new TypeError('Expected data that is resident, got released data.');
    return this.#data;
  }
}

/**
 * Runs kernels in WebAssembly, on the thread of the caller. gpu.js compiles a kernel again for every new size of an array or of the
 * output, which takes some 4 ms: callers do well to use few sizes. Padding here would not do, as a kernel that is run for rows it does
 * not expect reads outside its arrays, which fails.
 */
export function webasmRunner(gpu: Gpu, adapter: string): KernelRunner {
  const compile = compileKernels(gpu);
  const inTurn = oneAtATime();
  return {
    mostElements,
    upload: async (data) => {
      checkElements('an upload', data.length, mostElements);
      return new WebasmResident(data);
    },
    run: (kernel, width, height, values) =>
      inTurn(async () => {
        checkLaunch(kernel, [width, height], values, mostElements);
        if (width * height === 0) return new Float32Array(0);
        const gpuKernel = compile(kernel);
        const flat = values.map(flatValue);
        try {
          return launch(gpuKernel, width, height, flat);
        } catch (cause) {
          throw adapterFailure(adapter, kernel.name, cause);
        }
      }),
  };
}

function launch(gpuKernel: GpuKernel, width: number, height: number, values: readonly (Float32Array | number)[]): Float32Array {
  gpuKernel.kernel.moduleCacheLimit = keptSizes;
  gpuKernel.setOutput([width, height]);
  const rows = gpuKernel(...values);
  const mode = gpuKernel.kernel.constructor.mode;
  if (mode !== 'webasm') throw new Error(`gpu.js fell back to ${mode}`);
  return wholeOutput(rows, width, height);
}

function flatValue(value: LaunchValue): Float32Array | number {
  if (typeof value === 'number') return value;
  if (value instanceof Float32Array) return value.length === 0 ? new Float32Array(1) : value;
  if (value instanceof WebasmResident) return value.data.length === 0 ? new Float32Array(1) : value.data;
  throw new TypeError('Expected data that this runner uploaded, got data of another.');
}
