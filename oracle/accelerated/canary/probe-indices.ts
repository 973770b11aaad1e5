import type { KernelRunner } from '../kernel.ts';
import { launchProbe, refusal } from './launch-probe.ts';
import { indexProbe, loopIndexProbe } from './probes.ts';

/** Odd numbers above 2^24, which float32 does not have. */
const bases = [2 ** 24 + 1, 2 ** 24 + 3, 2 ** 26 + 5, 2 ** 29 + 7];
/** In WebAssembly a loop counter is a float32, which is exact up to 2^24: four times the elements that a kernel is given. */
const loopBases = [2 ** 22 + 1, 2 ** 23 + 3, 2 ** 24 - 31];
const width = 16;
const count = 5;

/** Throws where an index is not exact: then kernels read the wrong elements without a word. */
export async function probeIndices(runner: KernelRunner): Promise<void> {
  const data = Float32Array.from({ length: 64 }, (_, index) => index);
  for (const base of bases) {
    const shift = base - 3;
    const got = await launchProbe(runner, indexProbe, [width, 2], [data, base, shift, 2 ** 24 + 9]);
    expectEach(got, (cell) => 3 + (cell % width) + 8 * Math.floor(cell / width), `element x + ${base} - ${shift}`);
  }
  for (const base of loopBases) {
    const shift = base - 3;
    const sums = await launchProbe(runner, loopIndexProbe, [width, 1], [data, base, shift, count]);
    expectEach(sums, (x) => count * (x + 3 + (count - 1) / 2), `elements from x + ${base} - ${shift} on, added up,`);
  }
}

function expectEach(got: Float32Array, due: (cell: number) => number, words: string): void {
  for (const [cell, value] of got.entries()) {
    if (value !== due(cell)) throw refusal(`${words} to be ${due(cell)} at cell ${cell}`, `${value}`);
  }
}
