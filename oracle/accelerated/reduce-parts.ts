import type { KernelRunner } from './kernel.ts';
import { reduce } from './kernels.ts';
import { paddedCount, powerOfTwo } from './pack.ts';

/** How an adapter's arithmetic rounds, as its canary found it. */
export interface AdapterArithmetic {
  readonly unitRoundoff: number;
  /** Whether sums may be told to keep what additions lose. */
  readonly compensated: boolean;
}

/** Rows of sums, consecutive ones of the same group, and how they may be off. */
export interface SumRows {
  readonly sums: Float32Array;
  readonly width: number;
  /** The column of least values, with largest ones after it; as many as there are columns where there is none. */
  readonly least: number;
  /** Of each row: by how much a sum may be off, relative to the sum of the magnitudes of its terms, and beside that to itself. */
  readonly growth: Float64Array;
  readonly last: Float64Array;
}

// So that no thread has a long loop, whatever the channel.
const mostRows = 256;

/** By how much a sum may be off. */
export interface SumError {
  /** Relative to the sum of the magnitudes of its terms. */
  readonly growth: number;
  /** Relative to itself. */
  readonly last: number;
}

/** Of a sum of `terms` numbers, roundings of the terms themselves apart. */
export function sumError(terms: number, { unitRoundoff: u, compensated }: AdapterArithmetic): SumError {
  if (terms <= 1) return { growth: 0, last: 0 };
  const steps = (terms - 1) * u;
  // One rounding at the end, and what the lost parts lose themselves (Ogita, Rump and Oishi 2005, proposition 4.5).
  return compensated ? { growth: 2 * steps * steps, last: u } : { growth: steps / (1 - steps), last: 0 };
}

/** Adds up `counts[k]` consecutive rows each, level by level until each group has one row. */
export async function reduceRows(
  runner: KernelRunner,
  arithmetic: AdapterArithmetic,
  rows: SumRows,
  counts: readonly number[],
): Promise<SumRows> {
  let current = rows;
  let left = counts;
  while (left.some((count) => count > 1)) {
    const cut: number[] = [];
    left = left.map((count) => cutGroup(count, cut));
    current = await reduceOnce(runner, arithmetic, current, cut);
  }
  return current;
}

/** Appends the pieces of a group to `cut`, and says how many they are. */
function cutGroup(count: number, cut: number[]): number {
  for (let from = 0; from < count; from += mostRows) cut.push(Math.min(mostRows, count - from));
  return Math.ceil(count / mostRows);
}

async function reduceOnce(
  runner: KernelRunner,
  arithmetic: AdapterArithmetic,
  rows: SumRows,
  counts: readonly number[],
): Promise<SumRows> {
  const { width, least } = rows;
  const sums = new Float32Array(counts.length * width);
  const growth = new Float64Array(counts.length);
  const last = new Float64Array(counts.length);
  const perLaunch = 2 ** Math.floor(Math.log2(runner.mostElements / width));
  let group = 0;
  let row = 0;
  while (group < counts.length) {
    // As many groups as one launch takes.
    const first = group;
    const firstRow = row;
    const table: number[] = [];
    let most = 1;
    while (group < counts.length && row - firstRow + (counts[group] ?? 0) <= perLaunch) {
      const count = counts[group] ?? 0;
      table.push(row - firstRow, count);
      most = Math.max(most, count);
      const own = sumError(count, arithmetic);
      const worstGrowth = largestOf(rows.growth, row, count);
      const worstLast = largestOf(rows.last, row, count);
      // A row of many is a term, off by both; a row alone is the sum.
      growth[group] = worstGrowth + own.growth + (count > 1 ? worstLast : 0);
      last[group] = count > 1 ? own.last : worstLast;
      row += count;
      group += 1;
    }
    const height = paddedCount(group - first);
    const input = padded(rows.sums.subarray(firstRow * width, row * width), paddedCount(row - firstRow) * width);
    const output = await runner.run(reduce, width, height, [
      input,
      padded(Float32Array.from(table), 2 * height),
      width,
      powerOfTwo(most),
      least,
      arithmetic.compensated ? 1 : 0,
    ]);
    sums.set(output.subarray(0, (group - first) * width), first * width);
  }
  return { sums, width, least, growth, last };
}

function largestOf(errors: Float64Array, from: number, count: number): number {
  let worst = 0;
  for (let index = from; index < from + count; index += 1) worst = Math.max(worst, errors[index] ?? 0);
  return worst;
}

/** The numbers, and zeros up to `size` of them. */
export function padded(numbers: Float32Array, size: number): Float32Array {
  if (numbers.length === size) return numbers;
  const target = new Float32Array(size);
  target.set(numbers);
  return target;
}
