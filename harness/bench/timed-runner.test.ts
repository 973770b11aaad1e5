import { expect, it } from 'vitest';
import type { KernelRunner } from '../../oracle/accelerated/kernel.ts';
import { inverseDeviations, statistics } from '../../oracle/accelerated/kernels.ts';
import { timedRunner } from './timed-runner.ts';

const still: KernelRunner = {
  mostElements: 1000,
  upload: async ({ length }) => ({ length, release: () => undefined }),
  run: async (_, width, height) => new Float32Array(width * height).fill(7),
};

it('counts inputs once, outputs, and nothing for numbers, and changes no output', async () => {
  const { runner, costs } = timedRunner(still);
  const resident = await runner.upload(new Float32Array(100));
  expect(await runner.run(statistics, 3, 10, [resident, new Float32Array(20), 5, 6])).toEqual(new Float32Array(30).fill(7));
  await runner.run(statistics, 1, 1, [resident]);
  await runner.run(inverseDeviations, 1, 4, [new Float32Array(4), new Float32Array(4)]);
  expect(costs().map(({ name, launches, bytes }) => ({ name, launches, bytes }))).toEqual([
    { name: 'statistics', launches: 2, bytes: 4 * (100 + 20 + 30) + 4 * (100 + 1) },
    { name: 'inverseDeviations', launches: 1, bytes: 48 },
  ]);
});
