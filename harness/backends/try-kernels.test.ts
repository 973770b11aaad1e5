import { describe, expect, it } from 'vitest';
import type { KernelRunner } from '../../oracle/accelerated/kernel.ts';
import { kernels } from '../../oracle/accelerated/kernels.ts';
import type { GpuMode } from './gpu-js.ts';
import { openForTest } from './testing/open-for-test.ts';
import { tryKernels } from './try-kernels.ts';

const arithmetic = { unitRoundoff: 2 ** -24, compensated: true };

it.for<GpuMode>(['webasm', 'webgpu'])('finds nothing wrong with %s', async (backend, context) => {
  const { runner } = await openForTest(backend, context);
  await expect(tryKernels({ runner, arithmetic })).resolves.toBeUndefined();
});

/** A runner that spoils what one kernel answers, and the names of those it ran. */
function spoiling(
  runner: KernelRunner,
  name: string,
  spoil: (output: Float32Array) => Float32Array,
  ran: Set<string>,
): KernelRunner {
  return {
    ...runner,
    run: async (kernel, width, height, values) => {
      ran.add(kernel.name);
      const output = await runner.run(kernel, width, height, values);
      return kernel.name === name ? spoil(output.slice()) : output;
    },
  };
}

const ran = new Set<string>();

describe('refuses an adapter', () => {
  const everyOther =
    (change: (value: number) => number) =>
    (output: Float32Array): Float32Array =>
      output.map((value, index) => (index % 2 === 0 ? change(value) : value));

  it.for<readonly [string, string, (output: Float32Array) => Float32Array]>([
    ['that adds up wrong about the mean', 'deviationSums', (output) => output.map((value) => value * (1 + 2 ** -16))],
    ['that merges ranks wrong', 'reduce', (output) => output.map((value) => value * (1 + 2 ** -14))],
    ['that normalises wrong here and there', 'normalise', everyOther((value) => value * (1 + 2 ** -18))],
    ['that answers zeros', 'normalise', (output) => output.fill(0)],
    ['that sums gradients wrong', 'gradientSums', (output) => output.map((value) => value * (1 + 2 ** -16))],
    ['whose grad_x has the other sign', 'inputGradient', (output) => output.map((value) => -value)],
  ])('%s', async ([, name, spoil], context) => {
    const { runner } = await openForTest('webasm', context);
    await expect(tryKernels({ runner: spoiling(runner, name, spoil, ran), arithmetic })).rejects.toThrow(
      /The kernels (?:are off in|say nothing of)/u,
    );
  });

  it('or sees on the host that a number of a channel is off, and says nothing of it', async (context) => {
    const { runner } = await openForTest('webasm', context);
    const own = new Set<string>();
    // What there is one of for each channel is computed again: off by much, nothing is known; that is no wrong verdict.
    for (const name of [
      'statistics',
      'inverseDeviations',
      'gradientMeans',
      'runningUpdate',
      'parameterGradients',
      'pivotMeans',
    ]) {
      const spoilt = spoiling(runner, name, (output) => output.map((value) => value * (1 + 2 ** -12)), own);
      const outcome = await tryKernels({ runner: spoilt, arithmetic }).catch((error: unknown) => String(error));
      expect(outcome ?? 'fine').not.toMatch(/are off/u);
    }
    expect([...own].toSorted()).toEqual(kernels.map(({ name }) => name).toSorted());
  });
});
