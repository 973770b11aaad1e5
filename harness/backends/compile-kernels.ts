import type { Kernel } from '../../oracle/accelerated/kernel.ts';
import type { Gpu, GpuKernel } from './gpu-js.ts';

/** Gives the gpu.js kernel of a kernel, always the same one. */
export type Compile = (kernel: Kernel) => GpuKernel;

/**
 * Compiles kernels, each once for all sizes of arguments and outputs. Loops run as long as they say: gpu.js would end them after a
 * thousand turns. Two kernels of one name, or a body
 * that gpu.js does not read, are a defect: a `TypeError`.
 */
export function compileKernels(gpu: Gpu): Compile {
  const compiled = new Map<string, { readonly kernel: Kernel; readonly gpuKernel: GpuKernel }>();
  return (kernel) => {
    const known = compiled.get(kernel.name);
    if (known !== undefined) {
      if (known.kernel.body === kernel.body) return known.gpuKernel;
      throw new TypeError(`Expected one kernel called ${kernel.name}, got two. Rename one of them.`);
    }
    const gpuKernel = create(gpu, kernel, {
      output: [1, 1],
      argumentTypes: kernel.parameters,
      dynamicOutput: true,
      dynamicArguments: true,
      loopMaxIterations: 2_147_483_647,
      precision: 'single',
    });
    compiled.set(kernel.name, { kernel, gpuKernel });
    return gpuKernel;
  };
}

function create(gpu: Gpu, { name, body }: Kernel, settings: Readonly<Record<string, unknown>>): GpuKernel {
  try {
    return gpu.createKernel(body, settings);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`Expected the body of the kernel ${name} to be a function expression, got: ${reason}.`, { cause });
  }
}
