/* oxlint-disable typescript/no-non-null-assertion -- gpu.js compiles the source text: nothing but arithmetic may stand in a kernel. */
import type { Kernel, KernelThread } from '../kernel.ts';

type Row = Float32Array;

const pairs = { a: 'Array', b: 'Array', width: 'Integer' } as const;

export const addProbe: Kernel = {
  name: 'canaryAdd',
  parameters: pairs,
  body: function (this: KernelThread, a: Row, b: Row, width: number): number {
    return a[this.thread.y * width + this.thread.x]! + b[this.thread.y * width + this.thread.x]!;
  },
};

export const subtractProbe: Kernel = {
  name: 'canarySubtract',
  parameters: pairs,
  body: function (this: KernelThread, a: Row, b: Row, width: number): number {
    return a[this.thread.y * width + this.thread.x]! - b[this.thread.y * width + this.thread.x]!;
  },
};

export const multiplyProbe: Kernel = {
  name: 'canaryMultiply',
  parameters: pairs,
  body: function (this: KernelThread, a: Row, b: Row, width: number): number {
    return a[this.thread.y * width + this.thread.x]! * b[this.thread.y * width + this.thread.x]!;
  },
};

export const divideProbe: Kernel = {
  name: 'canaryDivide',
  parameters: pairs,
  body: function (this: KernelThread, a: Row, b: Row, width: number): number {
    return a[this.thread.y * width + this.thread.x]! / b[this.thread.y * width + this.thread.x]!;
  },
};

export const rootProbe: Kernel = {
  name: 'canaryRoot',
  parameters: { a: 'Array', width: 'Integer' },
  body: function (this: KernelThread, a: Row, width: number): number {
    return Math.sqrt(a[this.thread.y * width + this.thread.x]!);
  },
};

export const contractProbe: Kernel = {
  name: 'canaryContract',
  parameters: { a: 'Array', b: 'Array', c: 'Array', width: 'Integer' },
  body: function (this: KernelThread, a: Row, b: Row, c: Row, width: number): number {
    return (
      a[this.thread.y * width + this.thread.x]! * b[this.thread.y * width + this.thread.x]! +
      c[this.thread.y * width + this.thread.x]!
    );
  },
};

/** What a + b loses (Knuth's TwoSum). */
export const twoSumProbe: Kernel = {
  name: 'canaryTwoSum',
  parameters: pairs,
  body: function (this: KernelThread, a: Row, b: Row, width: number): number {
    const one = a[this.thread.y * width + this.thread.x]!;
    const two = b[this.thread.y * width + this.thread.x]!;
    const sum = one + two;
    const rest = sum - one;
    return one - (sum - rest) + (two - rest);
  },
};

/** What a b loses (Dekker's TwoProduct, with Veltkamp's splitting). */
export const twoProductProbe: Kernel = {
  name: 'canaryTwoProduct',
  parameters: pairs,
  body: function (this: KernelThread, a: Row, b: Row, width: number): number {
    const one = a[this.thread.y * width + this.thread.x]!;
    const two = b[this.thread.y * width + this.thread.x]!;
    const product = one * two;
    const oneShifted = one * 4097.0;
    const oneHigh = oneShifted - (oneShifted - one);
    const oneLow = one - oneHigh;
    const twoShifted = two * 4097.0;
    const twoHigh = twoShifted - (twoShifted - two);
    const twoLow = two - twoHigh;
    return oneHigh * twoHigh - product + oneHigh * twoLow + oneLow * twoHigh + oneLow * twoLow;
  },
};

/** Row x of `data` added up as far as `used` says, one number after another: their sum in row 0, in row 1 the sum of what was lost. */
export const chainProbe: Kernel = {
  name: 'canaryChain',
  parameters: { data: 'Array', used: 'Array', length: 'Integer' },
  body: function (this: KernelThread, data: Row, used: Row, length: number): number {
    let sum = 0.0;
    let lost = 0.0;
    for (let i = 0; i < length; i++) {
      if (i < used[this.thread.x]!) {
        const value = data[this.thread.x * length + i]!;
        const next = sum + value;
        const rest = next - sum;
        lost = lost + (sum - (next - rest) + (value - rest));
        sum = next;
      }
    }
    let found = sum;
    if (this.thread.y === 1) found = lost;
    return found;
  },
};

/** data[x + 8 y], by way of numbers that float32 does not hold. */
export const indexProbe: Kernel = {
  name: 'canaryIndex',
  parameters: { data: 'Array', base: 'Integer', shift: 'Integer', stride: 'Integer' },
  body: function (this: KernelThread, data: Row, base: number, shift: number, stride: number): number {
    return data[this.thread.y * stride - this.thread.y * (stride - 8) + this.thread.x + base - shift]!;
  },
};

/** The sum of data[x], data[x + 1] and so on, `count` of them, by way of large numbers. */
export const loopIndexProbe: Kernel = {
  name: 'canaryLoopIndex',
  parameters: { data: 'Array', base: 'Integer', shift: 'Integer', count: 'Integer' },
  body: function (this: KernelThread, data: Row, base: number, shift: number, count: number): number {
    let sum = 0.0;
    for (let i = 0; i < count; i++) {
      sum += data[base + i + this.thread.x - shift]!;
    }
    return sum;
  },
};
