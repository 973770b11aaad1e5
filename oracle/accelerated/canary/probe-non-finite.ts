import type { KernelRunner } from '../kernel.ts';
import { launchProbe } from './launch-probe.ts';
import { addProbe, chainProbe, multiplyProbe, subtractProbe } from './probes.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const largest = (2 - 2 ** -23) * 2 ** 127;
const sums = [
  [nan, 1],
  [1, nan],
  [nan, nan],
  [infinity, 1],
  [-infinity, 1],
  [infinity, -infinity],
  [largest, largest],
  [-largest, -largest],
] as const;
const products = [
  [nan, 0],
  [0, nan],
  [infinity, 0],
  [infinity, -2],
  [0.5, -infinity],
  [largest, 2],
  [largest, -largest],
] as const;

/** Whether NaN, infinities and what overflows come out as NaN or infinities, wherever they go in. */
export async function probeNonFinite(runner: KernelRunner): Promise<boolean> {
  const column = (pairs: readonly (readonly [number, number])[], which: 0 | 1): Float32Array =>
    Float32Array.from(pairs, (pair) => pair[which]);
  const added = await launchProbe(runner, addProbe, [sums.length, 1], [column(sums, 0), column(sums, 1), sums.length]);
  const negated = column(sums, 1).map((value) => -value);
  const subtracted = await launchProbe(runner, subtractProbe, [sums.length, 1], [column(sums, 0), negated, sums.length]);
  const multiplied = await launchProbe(
    runner,
    multiplyProbe,
    [products.length, 1],
    [column(products, 0), column(products, 1), products.length],
  );
  const rows = [nan, infinity, -infinity].map((odd) => [1, 2, odd, 3]);
  const chained = await launchProbe(
    runner,
    chainProbe,
    [rows.length, 1],
    [Float32Array.from(rows.flat()), new Float32Array(rows.length).fill(4), 4],
  );
  return [...added, ...subtracted, ...multiplied, ...chained].every((value) => !Number.isFinite(value));
}
