/* oxlint-disable typescript/no-non-null-assertion -- gpu.js compiles the source text: nothing but arithmetic may stand in a kernel. */
import type { Kernel, KernelThread } from '../../../oracle/accelerated/kernel.ts';

/** x * factor + y, element for element. */
export const scaleAndAdd: Kernel = {
  name: 'scaleAndAdd',
  parameters: { x: 'Array', y: 'Array', width: 'Integer', factor: 'Float' },
  body: function (this: KernelThread, x: Float32Array, y: Float32Array, width: number, factor: number): number {
    return x[this.thread.y * width + this.thread.x]! * factor + y[this.thread.y * width + this.thread.x]!;
  },
};

/** The sum of each row of x. */
export const sumRows: Kernel = {
  name: 'sumRows',
  parameters: { x: 'Array', length: 'Integer' },
  body: function (this: KernelThread, x: Float32Array, length: number): number {
    let sum = 0.0;
    for (let i = 0; i < length; i++) {
      sum += x[this.thread.y * length + i]!;
    }
    return sum;
  },
};

/** The number of the cell, without an array. */
export const countCells: Kernel = {
  name: 'countCells',
  parameters: { width: 'Integer', first: 'Integer' },
  body: function (this: KernelThread, width: number, first: number): number {
    return first + this.thread.y * width + this.thread.x;
  },
};
