/* oxlint-disable typescript/no-non-null-assertion -- gpu.js compiles the source text: nothing but arithmetic may stand in a kernel. */
import type { Kernel, KernelThread } from './kernel.ts';

/*
 * Rules that every body here keeps: it names nothing but its parameters and this.thread; it declares no index, since gpu.js makes a float32 of
 * any local, so indices are written where they are used, from thread ids, Integer parameters and loop counters; it divides no index.
 * A chunk is a row of `length` numbers, of which the first `used` count: chunks[2 row] is used, chunks[2 row + 1] the segment.
 * Sums keep what each addition loses (TwoSum, Knuth 1969); `compensated` 1 adds that at the end, 0 does without.
 */

type Row = Float32Array;

/** Of each chunk: sums of x - pivot, of |x| and of the positive x, the least and the largest x. Output [5, chunks]. */
export const pivotSums: Kernel = {
  name: 'pivotSums',
  parameters: { x: 'Array', chunks: 'Array', pivots: 'Array', length: 'Integer', compensated: 'Integer' },
  body: function (this: KernelThread, x: Row, chunks: Row, pivots: Row, length: number, compensated: number): number {
    let sum = 0.0;
    let lost = 0.0;
    const pivot = pivots[chunks[this.thread.y * 2 + 1]!]!;
    if (this.thread.x > 2) sum = x[this.thread.y * length]!;
    for (let i = 0; i < length; i++) {
      if (i < chunks[this.thread.y * 2]!) {
        const value = x[this.thread.y * length + i]!;
        if (this.thread.x === 3) {
          sum = Math.min(sum, value);
        } else if (this.thread.x === 4) {
          sum = Math.max(sum, value);
        } else {
          let term = value - pivot;
          if (this.thread.x === 1) term = Math.abs(value);
          if (this.thread.x === 2) term = Math.max(value, 0.0);
          const next = sum + term;
          const back = next - sum;
          lost = lost + (sum - (next - back) + (term - back));
          sum = next;
        }
      }
    }
    if (compensated === 1) sum = sum + lost;
    return sum;
  },
};

/** Sums of consecutive rows of `width` sums, from groups[2 y] on, groups[2 y + 1] of them; column `least` takes the least, the next the largest. */
export const reduce: Kernel = {
  name: 'reduce',
  parameters: {
    rows: 'Array',
    groups: 'Array',
    width: 'Integer',
    most: 'Integer',
    least: 'Integer',
    compensated: 'Integer',
  },
  body: function (
    this: KernelThread,
    rows: Row,
    groups: Row,
    width: number,
    most: number,
    least: number,
    compensated: number,
  ): number {
    let sum = 0.0;
    let lost = 0.0;
    if (this.thread.x >= least) sum = rows[groups[this.thread.y * 2]! * width + this.thread.x]!;
    for (let i = 0; i < most; i++) {
      if (i < groups[this.thread.y * 2 + 1]!) {
        const term = rows[(groups[this.thread.y * 2]! + i) * width + this.thread.x]!;
        if (this.thread.x === least) {
          sum = Math.min(sum, term);
        } else if (this.thread.x > least) {
          sum = Math.max(sum, term);
        } else {
          const next = sum + term;
          const back = next - sum;
          lost = lost + (sum - (next - back) + (term - back));
          sum = next;
        }
      }
    }
    if (compensated === 1) sum = sum + lost;
    return sum;
  },
};

/** The mean of a segment as a pair, high and low, from the sums about its pivot. Output [2, segments]. */
export const pivotMeans: Kernel = {
  name: 'pivotMeans',
  parameters: { sums: 'Array', counts: 'Array', pivots: 'Array' },
  body: function (this: KernelThread, sums: Row, counts: Row, pivots: Row): number {
    const shift = sums[this.thread.y * 5]! / counts[this.thread.y]!;
    const high = pivots[this.thread.y]! + shift;
    let mean = high;
    if (this.thread.x === 1) mean = shift - (high - pivots[this.thread.y]!);
    return mean;
  },
};

/** Of each chunk: sums of the deviations from the mean, of their squares and of their magnitudes. Output [3, chunks]. */
export const deviationSums: Kernel = {
  name: 'deviationSums',
  parameters: { x: 'Array', chunks: 'Array', means: 'Array', length: 'Integer', compensated: 'Integer' },
  body: function (this: KernelThread, x: Row, chunks: Row, means: Row, length: number, compensated: number): number {
    let sum = 0.0;
    let lost = 0.0;
    const high = means[chunks[this.thread.y * 2 + 1]! * 2]!;
    const low = means[chunks[this.thread.y * 2 + 1]! * 2 + 1]!;
    for (let i = 0; i < length; i++) {
      if (i < chunks[this.thread.y * 2]!) {
        const deviation = x[this.thread.y * length + i]! - high - low;
        let term = deviation;
        if (this.thread.x === 1) term = deviation * deviation;
        if (this.thread.x === 2) term = Math.abs(deviation);
        const next = sum + term;
        const back = next - sum;
        lost = lost + (sum - (next - back) + (term - back));
        sum = next;
      }
    }
    if (compensated === 1) sum = sum + lost;
    return sum;
  },
};

/** Of each segment: the corrected low part of its mean, its biased and its unbiased variance (two passes, corrected). Output [3, segments]. */
export const statistics: Kernel = {
  name: 'statistics',
  parameters: { sums: 'Array', counts: 'Array', means: 'Array' },
  body: function (this: KernelThread, sums: Row, counts: Row, means: Row): number {
    const rest = sums[this.thread.y * 3]! / counts[this.thread.y]!;
    const squares = sums[this.thread.y * 3 + 1]! - sums[this.thread.y * 3]! * rest;
    let value = means[this.thread.y * 2 + 1]! + rest;
    if (this.thread.x === 1) value = squares / counts[this.thread.y]!;
    if (this.thread.x === 2) value = squares / (counts[this.thread.y]! - 1.0);
    return value;
  },
};

/** 1 / sqrt(variance + epsilon). Output [1, segments]. */
export const inverseDeviations: Kernel = {
  name: 'inverseDeviations',
  parameters: { variances: 'Array', epsilons: 'Array' },
  body: function (this: KernelThread, variances: Row, epsilons: Row): number {
    return 1.0 / Math.sqrt(variances[this.thread.y]! + epsilons[this.thread.y]!);
  },
};

/** keep * old + factor * fresh, each number of `blends` in turn. Output [1, numbers]. */
export const runningUpdate: Kernel = {
  name: 'runningUpdate',
  parameters: { blends: 'Array' },
  body: function (this: KernelThread, blends: Row): number {
    return (
      blends[this.thread.y * 4]! * blends[this.thread.y * 4 + 1]! +
      blends[this.thread.y * 4 + 2]! * blends[this.thread.y * 4 + 3]!
    );
  },
};

/** y of every number; factors: mean high and low, inverse deviation, weight, bias. Output [length, chunks]. */
export const normalise: Kernel = {
  name: 'normalise',
  parameters: { x: 'Array', chunks: 'Array', factors: 'Array', length: 'Integer' },
  body: function (this: KernelThread, x: Row, chunks: Row, factors: Row, length: number): number {
    return (
      (x[this.thread.y * length + this.thread.x]! -
        factors[chunks[this.thread.y * 2 + 1]! * 5]! -
        factors[chunks[this.thread.y * 2 + 1]! * 5 + 1]!) *
        factors[chunks[this.thread.y * 2 + 1]! * 5 + 2]! *
        factors[chunks[this.thread.y * 2 + 1]! * 5 + 3]! +
      factors[chunks[this.thread.y * 2 + 1]! * 5 + 4]!
    );
  },
};

/** Of each chunk: sums of g, of g (x - mean), of the positive g, of |g (x - mean)| and of |x - mean|. Output [5, chunks]. */
export const gradientSums: Kernel = {
  name: 'gradientSums',
  parameters: { x: 'Array', g: 'Array', chunks: 'Array', means: 'Array', length: 'Integer', compensated: 'Integer' },
  body: function (this: KernelThread, x: Row, g: Row, chunks: Row, means: Row, length: number, compensated: number): number {
    let sum = 0.0;
    let lost = 0.0;
    const high = means[chunks[this.thread.y * 2 + 1]! * 2]!;
    const low = means[chunks[this.thread.y * 2 + 1]! * 2 + 1]!;
    for (let i = 0; i < length; i++) {
      if (i < chunks[this.thread.y * 2]!) {
        const gradient = g[this.thread.y * length + i]!;
        const deviation = x[this.thread.y * length + i]! - high - low;
        let term = gradient;
        if (this.thread.x === 1) term = gradient * deviation;
        if (this.thread.x === 2) term = Math.max(gradient, 0.0);
        if (this.thread.x === 3) term = Math.abs(gradient * deviation);
        if (this.thread.x === 4) term = Math.abs(deviation);
        const next = sum + term;
        const back = next - sum;
        lost = lost + (sum - (next - back) + (term - back));
        sum = next;
      }
    }
    if (compensated === 1) sum = sum + lost;
    return sum;
  },
};

/** Of each row of gradient sums: grad_weight and grad_bias. Output [2, rows]. */
export const parameterGradients: Kernel = {
  name: 'parameterGradients',
  parameters: { sums: 'Array', inverses: 'Array' },
  body: function (this: KernelThread, sums: Row, inverses: Row): number {
    let value = sums[this.thread.y * 5 + 1]! * inverses[this.thread.y]!;
    if (this.thread.x === 1) value = sums[this.thread.y * 5]!;
    return value;
  },
};

/** Of each segment: the mean of g, and that of g (x - mean) times the squared inverse deviation. Output [2, segments]. */
export const gradientMeans: Kernel = {
  name: 'gradientMeans',
  parameters: { sums: 'Array', counts: 'Array', inverses: 'Array' },
  body: function (this: KernelThread, sums: Row, counts: Row, inverses: Row): number {
    let value = sums[this.thread.y * 5]! / counts[this.thread.y]!;
    if (this.thread.x === 1) {
      value = (sums[this.thread.y * 5 + 1]! / counts[this.thread.y]!) * inverses[this.thread.y]! * inverses[this.thread.y]!;
    }
    return value;
  },
};

/** grad_x of every number; factors: mean high and low, what is taken off g, what multiplies x - mean, inverse deviation, weight. Output [length, chunks]. */
export const inputGradient: Kernel = {
  name: 'inputGradient',
  parameters: { x: 'Array', g: 'Array', chunks: 'Array', factors: 'Array', length: 'Integer' },
  body: function (this: KernelThread, x: Row, g: Row, chunks: Row, factors: Row, length: number): number {
    return (
      (g[this.thread.y * length + this.thread.x]! -
        factors[chunks[this.thread.y * 2 + 1]! * 6 + 2]! -
        (x[this.thread.y * length + this.thread.x]! -
          factors[chunks[this.thread.y * 2 + 1]! * 6]! -
          factors[chunks[this.thread.y * 2 + 1]! * 6 + 1]!) *
          factors[chunks[this.thread.y * 2 + 1]! * 6 + 3]!) *
      factors[chunks[this.thread.y * 2 + 1]! * 6 + 4]! *
      factors[chunks[this.thread.y * 2 + 1]! * 6 + 5]!
    );
  },
};

/** All of them: what an adapter has to compile. */
export const kernels: readonly Kernel[] = [
  pivotSums,
  reduce,
  pivotMeans,
  deviationSums,
  statistics,
  inverseDeviations,
  runningUpdate,
  normalise,
  gradientSums,
  parameterGradients,
  gradientMeans,
  inputGradient,
];
