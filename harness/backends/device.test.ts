import type { TestContext } from 'vitest';
import { afterEach, expect, it, vi } from 'vitest';
import type { Kernel } from '../../oracle/accelerated/kernel.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import type { GpuDevice } from './gpu-js.ts';
import { loadGpuJs } from './gpu-js.ts';
import type { OpenRunner } from './open-runner.ts';
import { openRunner } from './open-runner.ts';
import { openForTest } from './testing/open-for-test.ts';
import { countCells, scaleAndAdd, sumRows } from './testing/plain-kernels.ts';

async function openDevice(context: TestContext): Promise<OpenRunner & { readonly device: GpuDevice }> {
  const opened = await openForTest('webgpu', context);
  const { WebGPUContext } = await loadGpuJs();
  return { ...opened, device: (await WebGPUContext.acquire()).device };
}

afterEach(() => {
  vi.restoreAllMocks();
});

it('compiles a kernel once for a thousand shapes', async (context) => {
  const { runner, device } = await openDevice(context);
  const compilations = [vi.spyOn(device, 'createComputePipeline'), vi.spyOn(device, 'createComputePipelineAsync')];
  for (let shape = 1; shape <= 1000; shape += 1) {
    const [width, height] = [1 + (shape % 41), 1 + (shape % 97)];
    const x = new Float32Array(width * height).fill(shape);
    const launches = [
      () => runner.run(countCells, width, height, [width, shape]),
      () => runner.run(scaleAndAdd, width, height, [x, x, width, 0]),
      () => runner.run(sumRows, 1, height, [x, 1]),
    ];
    expect((await launches[shape % 3]?.())?.[0]).toBe(shape);
  }
  expect(compilations.map(({ mock }) => mock.calls.length)).toEqual([3, 0]);
});

it('rejects every launch once its device is lost, and can be opened anew', async (context) => {
  const { runner, close, device } = await openDevice(context);
  const resident = await runner.upload(new Float32Array(4));
  const running = runner.run(countCells, 64, 64, [64, 1]);
  device.destroy();
  await Promise.allSettled([running]);
  const launches = [
    () => runner.run(countCells, 4, 4, [4, 1]),
    () => runner.run(sumRows, 1, 1, [resident, 4]),
    () => runner.upload(new Float32Array(4)),
  ];
  for (const launch of [...launches, ...launches]) {
    const error = await launch().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AdapterError);
    expect(String(error)).toMatch(/Expected webgpu on .+ to run the kernel .+, got: the device was lost/u);
  }
  resident.release();
  await close();
  const again = await openRunner('webgpu');
  expect([...(await again.runner.run(countCells, 2, 1, [2, 1]))]).toEqual([1, 2]);
  await again.close();
});

it('rejects a launch that the device reports an error of, where it would answer zeros', async (context) => {
  const { runner, device } = await openDevice(context);
  await runner.run(countCells, 2, 1, [2, 1]);
  const create = device.createBuffer.bind(device);
  const copyOnly = 0x08;
  vi.spyOn(device, 'createBuffer').mockImplementation((settings) => create({ ...settings, usage: copyOnly }));
  const error = await runner.run(countCells, 200, 100, [2, 1]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AdapterError);
});

it('says which kernel is too much for it, and goes on', async (context) => {
  const { runner } = await openDevice(context);
  await expect(runner.run(countCells, 1, 2 ** 20, [1, 0])).rejects.toThrow(
    /^Expected webgpu on .+ to run the kernel countCells, got: output dimension 1 needs 131072 workgroups, over .+ limit/u,
  );
  expect([...(await runner.run(countCells, 2, 1, [2, 1]))]).toEqual([1, 2]);
  const arrow: Kernel = { name: 'arrow', parameters: {}, body: () => 1 };
  await expect(runner.run(arrow, 1, 1, [])).rejects.toThrow('Expected the body of the kernel arrow to be a function expression');
  const outer: Kernel = {
    name: 'outer',
    parameters: {},
    body: function () {
      return Number(arrow.name);
    },
  };
  const error = await runner.run(outer, 1, 1, []).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AdapterError);
  expect(String(error)).toMatch(/to run the kernel outer, got: .+/u);
  expect([...(await runner.run(countCells, 2, 1, [2, 1]))]).toEqual([1, 2]);
});

it('is open once at a time', async (context) => {
  await openDevice(context);
  await expect(openRunner('webgpu')).rejects.toThrow('Expected webgpu to be opened once, got it open. Close the first one.');
});
