/** How an argument reaches a kernel: a flat row of float32, a whole number, or a float32. */
export type KernelArgument = 'Array' | 'Integer' | 'Float';

/** What a kernel body finds in `this`. */
export interface KernelThread {
  readonly thread: { readonly x: number; readonly y: number };
}

/**
 * A kernel as gpu.js compiles it: from the source text of `body`, so that nothing but its parameters and `this.thread` may occur there.
 * It is run once for every cell of a [width, height] output, thread.x below the width and thread.y below the height.
 */
export interface Kernel {
  readonly name: string;
  readonly parameters: Readonly<Record<string, KernelArgument>>;
  readonly body: (this: KernelThread, ...values: never[]) => number;
}

/** Data that stays where kernels find them, until they are released. */
export interface Resident {
  readonly length: number;
  readonly release: () => void;
}

/** Runs kernels on one adapter, one after another. Whatever goes wrong there rejects with an `AdapterError`. */
export interface KernelRunner {
  /** No array, and no output, may have more elements. */
  readonly mostElements: number;
  readonly upload: (data: Float32Array) => Promise<Resident>;
  /** The output, row by row: cell (x, y) at y * width + x. */
  readonly run: (
    kernel: Kernel,
    width: number,
    height: number,
    values: readonly (Float32Array | Resident | number)[],
  ) => Promise<Float32Array>;
}

/** An adapter that failed, was lost, or computes what no certificate can be built on. */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
}
