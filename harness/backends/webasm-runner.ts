import type { Kernel, KernelRunner, Resident } from '../../oracle/accelerated/kernel.ts';
import { adapterFailure } from './adapter-failure.ts';
import type { LaunchValue } from './check-launch.ts';
import { checkElements, checkLaunch } from './check-launch.ts';
import { compileKernels } from './compile-kernels.ts';
import type { Gpu } from './gpu-js.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { padArray, paddedLength } from './pad-array.ts';
import { wholeOutput } from './whole-output.ts';

/** WebAssembly counts elements right up to 2^24; less keeps its memory small. */
const mostElements = 2 ** 22;
/** Compiled sizes that a kernel keeps. */
const keptSizes = 32;

class WebasmResident implements Resident {
  readonly length: number;
  #padded: Float32Array | null;

  constructor(data: Float32Array) {
    this.length = data.length;
    // A copy in every case: what is resident must not change with the caller's array.
    this.#padded = padArray(data.slice());
  }

  readonly release = (): void => {
    this.#padded = null;
  };

  get padded(): Float32Array {
    if (this.#padded === null) throw new TypeError('Expected data that is resident, got released data.');
    return this.#padded;
  }
}

/**
 * Runs kernels in WebAssembly, on the thread of the caller. gpu.js compiles a kernel again for every size, so arrays are padded with
 * zeros and outputs with rows to sizes that many others share: a kernel must end, and read inside its arrays, on rows whose tables are
 * all zeros.
 */
export function webasmRunner(gpu: Gpu, adapter: string): KernelRunner {
  const compile = compileKernels(gpu, 'webasm');
  const inTurn = oneAtATime();
  const launch = (kernel: Kernel, width: number, height: number, values: readonly LaunchValue[]): Float32Array => {
    checkLaunch(kernel, [width, height], values, mostElements);
    if (width * height === 0) return new Float32Array(0);
    const gpuKernel = compile(kernel);
    const rows = paddedHeight(width, height);
    gpuKernel.kernel.moduleCacheLimit = keptSizes;
    gpuKernel.setOutput([width, rows]);
    const output = wholeOutput(gpuKernel(...values.map(flatValue)), width, rows);
    const mode = gpuKernel.kernel.constructor.mode;
    if (mode !== 'webasm') throw new Error(`it fell back to ${mode}`);
    return output.subarray(0, width * height);
  };
  return {
    mostElements,
    upload: async (data) => {
      checkElements('an upload', data.length, mostElements);
      return new WebasmResident(data);
    },
    run: (kernel, width, height, values) =>
      inTurn(async () => {
        try {
          return launch(kernel, width, height, values);
        } catch (cause) {
          throw adapterFailure(adapter, kernel.name, cause);
        }
      }),
  };
}

function paddedHeight(width: number, height: number): number {
  const padded = paddedLength(height);
  return padded * width <= mostElements ? padded : height;
}

function flatValue(value: LaunchValue): Float32Array | number {
  if (typeof value === 'number') return value;
  if (value instanceof Float32Array) return padArray(value);
  if (value instanceof WebasmResident) return value.padded;
  throw new TypeError('Expected data that this runner uploaded, got data of another.');
}
