import { openRunner } from '../backends/open-runner.ts';
import { loadGpuJs } from '../backends/gpu-js.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { countCells } from '../backends/testing/plain-kernels.ts';

// One process from opening a backend to its exit: `webgpu`, `webasm`, or `loss`, where the device is lost on the way.
const way = process.argv[2] === 'loss' ? 'loss' : process.argv[2] === 'webasm' ? 'webasm' : 'webgpu';
const { runner, close } = await openRunner(way === 'webasm' ? 'webasm' : 'webgpu');
const output = await runner.run(countCells, 4, 2, [4, 1]);
if (output.join() !== '1,2,3,4,5,6,7,8') throw new Error(`Expected 1 to 8, got ${output.join()}.`);
if (way === 'loss') {
  const { WebGPUContext } = await loadGpuJs();
  const { device } = await WebGPUContext.acquire();
  device.destroy();
  for (let launch = 0; launch < 3; launch += 1) {
    const error: unknown = await runner.run(countCells, 4, 2, [4, 1]).catch((thrown: unknown) => thrown);
    if (!(error instanceof AdapterError)) throw new Error(`Expected an AdapterError after the loss, got ${String(error)}.`);
  }
}
await close();
console.log('closed');
