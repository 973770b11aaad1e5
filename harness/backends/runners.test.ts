import { describe, expect, it } from 'vitest';
import type { Kernel } from '../../oracle/accelerated/kernel.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { openForTest } from './testing/open-for-test.ts';
import { countCells, scaleAndAdd, sumRows } from './testing/plain-kernels.ts';

const counting = (length: number): Float32Array => Float32Array.from({ length }, (_, index) => index % 1000);

describe.each(['webasm', 'webgpu'] as const)('a runner on %s', (backend) => {
  it('gives outputs of all sizes, row by row', async (context) => {
    const { runner } = await openForTest(backend, context);
    for (const [width, height] of [
      [7, 3],
      [3, 7],
      [256, 16_384],
      [1, 1],
      [256, 1],
      [5, 4000],
    ] as const) {
      const x = counting(width * height);
      const got = await runner.run(scaleAndAdd, width, height, [x, new Float32Array(x.length).fill(1), width, 2]);
      expect(got).toEqual(x.map((value) => value * 2 + 1));
    }
  });

  it('leaves an output alone when it runs again', async (context) => {
    const { runner } = await openForTest(backend, context);
    const first = await runner.run(countCells, 64, 64, [64, 0]);
    const kept = first.slice();
    const second = await runner.run(countCells, 64, 64, [64, 5]);
    await runner.run(countCells, 16, 8, [16, 9]);
    expect(first).toEqual(kept);
    expect(second).toEqual(kept.map((value) => value + 5));
  });

  it('runs launches one after another, whoever waits for them', async (context) => {
    const { runner } = await openForTest(backend, context);
    const sizes = Array.from({ length: 30 }, (_, index) => 1 + ((index * 7) % 30));
    const outputs = await Promise.all(sizes.map((size) => runner.run(countCells, size, 2, [size, size])));
    expect(outputs.map((output) => [...output])).toEqual(
      sizes.map((size) => Array.from({ length: size * 2 }, (_, cell) => size + cell)),
    );
  });

  it('takes what is resident for an array, until it is released', async (context) => {
    const { runner } = await openForTest(backend, context);
    const x = counting(4096);
    const resident = await runner.upload(x);
    expect(resident.length).toBe(4096);
    x.fill(-1);
    for (const kernel of [sumRows, sumRows]) {
      const sums = await runner.run(kernel, 1, 4, [resident, 1024]);
      expect([...sums]).toEqual([0, 1, 2, 3].map((row) => sumOf(counting(4096).subarray(row * 1024, row * 1024 + 1024))));
    }
    const both = await runner.run(scaleAndAdd, 64, 64, [resident, resident, 64, 2]);
    expect(both).toEqual(counting(4096).map((value) => value * 3));
    resident.release();
    resident.release();
    await expect(runner.run(sumRows, 1, 4, [resident, 1024])).rejects.toThrow('got released data');
  });

  it('keeps every bit of what is resident', async (context) => {
    const { runner } = await openForTest(backend, context);
    const special = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3.4028234663852886e38);
    const resident = await runner.upload(special);
    expect(await runner.run(sumRows, 1, 4, [resident, 1])).toEqual(special);
  });

  it('takes arrays and outputs without elements', async (context) => {
    const { runner } = await openForTest(backend, context);
    const none = new Float32Array(0);
    expect(await runner.run(sumRows, 0, 3, [none, 0])).toEqual(none);
    expect(await runner.run(sumRows, 1, 2, [none, 0])).toEqual(new Float32Array(2));
    expect(await runner.run(sumRows, 1, 2, [await runner.upload(none), 0])).toEqual(new Float32Array(2));
  });

  it('refuses more elements than it takes', async (context) => {
    const { runner } = await openForTest(backend, context);
    expect(runner.mostElements).toBe(2 ** 22);
    const large = new Float32Array(2 ** 22 + 1);
    await expect(runner.upload(large)).rejects.toThrow('at most 4194304 elements in an upload, got 4194305');
    await expect(runner.run(sumRows, 1, 1, [large, 1])).rejects.toThrow(AdapterError);
    await expect(runner.run(countCells, 2 ** 12, 2 ** 11, [1, 1])).rejects.toThrow('in the output of the kernel countCells');
  });

  it('calls a wrong launch wrong, and goes on', async (context) => {
    const { runner } = await openForTest(backend, context);
    await expect(runner.run(countCells, 2, 2, [1])).rejects.toThrow(TypeError);
    await expect(runner.run(countCells, 2, 2, [1, 0.5])).rejects.toThrow('first of the kernel countCells to be a whole number');
    await expect(runner.run(countCells, 2, 2, [1, new Float32Array(1)])).rejects.toThrow('to be Integer, got object');
    await expect(runner.run(countCells, 2, 0.5, [1, 1])).rejects.toThrow('whole sides');
    const other: Kernel = { ...sumRows, name: 'countCells' };
    expect([...(await runner.run(countCells, 2, 1, [2, 1]))]).toEqual([1, 2]);
    await expect(runner.run(other, 1, 1, [new Float32Array(1), 1])).rejects.toThrow('one kernel called countCells, got two');
    const foreign = { length: 1, release: () => undefined };
    await expect(runner.run(sumRows, 1, 1, [foreign, 1])).rejects.toThrow('data that this runner uploaded');
  });
});

function sumOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
