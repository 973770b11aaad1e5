import type { Precision } from '../../oracle/exact/exact-sums.ts';
import { pairOf, quotient, roundFraction } from '../../oracle/exact/fraction.ts';
import { exactGradientSums, exactInverseDeviation, exactStatistics } from '../../oracle/exact/statistics.ts';
import { drawNumbers } from './draw-numbers.ts';

const epsilon = 1e-5;

/** Keeps what is timed from being optimised away. */
let kept = 0;

function plainForward(values: Float64Array): void {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  const mean = sum / values.length;
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += ((values[index] ?? 0) - mean) ** 2;
  kept += mean + 1 / Math.sqrt(squares / values.length + epsilon);
}

function plainBackward(gradients: Float64Array, values: Float64Array): void {
  let [sum, weighted] = [0, 0];
  for (let index = 0; index < gradients.length; index += 1) {
    const gradient = gradients[index] ?? 0;
    sum += gradient;
    weighted += gradient * ((values[index] ?? 0) - 3);
  }
  kept += sum + weighted;
}

/** Mean as a pair, variance and inverse deviation: what the reference asks of a batch. */
function exactForward(values: Float64Array, precision: Precision): void {
  const { mean, variance } = exactStatistics(values, precision);
  const inverse = exactInverseDeviation(variance, epsilon);
  kept += pairOf(mean).low + roundFraction(variance) + (inverse === null ? 0 : roundFraction(inverse));
}

function exactBackward(gradients: Float64Array, values: Float64Array, precision: Precision): void {
  const { sum, weighted } = exactGradientSums(gradients, values, quotient({ units: 3n, exponent: 0 }, 1n), precision);
  kept += roundFraction(sum) + roundFraction(weighted);
}

/** Nearly normal numbers around 3, the same in every run. */
function numbers(count: number, precision: Precision, seed: number): Float64Array {
  const draw = drawNumbers(seed);
  const values = Float64Array.from({ length: count }, () => draw(3));
  return precision === 'single' ? values.map(Math.fround) : values;
}

/** The least of many short timings, per element: what the machine does beside disturbs some, not all. */
function nanosecondsPerElement(count: number, work: () => void): number {
  const repeats = Math.max(1, Math.ceil(1e5 / count));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 25; round += 1) {
    const start = process.hrtime.bigint();
    for (let repeat = 0; repeat < repeats; repeat += 1) work();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / (repeats * count));
  }
  return best;
}

function row(precision: Precision, count: number): string {
  const values = numbers(count, precision, 7);
  const gradients = numbers(count, precision, 11);
  const columns = [
    () => exactForward(values, precision),
    () => plainForward(values),
    () => exactBackward(gradients, values, precision),
    () => plainBackward(gradients, values),
  ].map((work) => nanosecondsPerElement(count, work).toFixed(1).padStart(8));
  return [precision === 'single' ? 'float32' : 'float64', String(count).padStart(9), ...columns].join('  ');
}

/** Prints what the exact sums cost, next to plain float64 in two passes. */
export function printExactSums(print: (line: string) => void): void {
  print('exact sums, ns per element: moments (exact, plain float64 in two passes), gradient sums (exact, plain)');
  print('data     elements   moments     plain     sums     plain');
  for (const precision of ['single', 'double'] as const) {
    for (const count of [12, 64, 1e4, 1e6]) print(row(precision, count));
  }
  if (!Number.isFinite(kept)) throw new Error(`Expected finite results, got ${kept}.`);
}
