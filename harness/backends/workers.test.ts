import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

/** What a worker posts that opens a backend, or the message of what it throws. */
async function inWorker(backend: string, first: number): Promise<unknown> {
  const here = import.meta.dirname;
  const source = `
    const { workerData: [backend, first], parentPort } = require('node:worker_threads');
    (async () => {
      const { openRunner } = await import(${JSON.stringify(`file://${here}/open-runner.ts`)});
      const { countCells } = await import(${JSON.stringify(`file://${here}/testing/plain-kernels.ts`)});
      const { runner, close } = await openRunner(backend);
      const output = await runner.run(countCells, 100, 100, [100, first]);
      await close();
      return output.reduce((sum, value) => sum + value, 0);
    })().then((sum) => parentPort.postMessage(sum), ({ message }) => parentPort.postMessage(message));
  `;
  const worker = new Worker(source, { eval: true, workerData: [backend, first] });
  return new Promise((resolve, reject) => {
    let answer: unknown;
    worker.on('message', (posted) => (answer = posted));
    worker.on('error', reject);
    worker.on('exit', () => resolve(answer));
  });
}

it('has webasm in several workers at once', async () => {
  const sums = await Promise.all([0, 1, 2, 3].map((first) => inWorker('webasm', first)));
  expect(sums).toEqual([0, 1, 2, 3].map((first) => 4999.5 * 10_000 + first * 10_000));
});

it('has webgpu on the main thread alone, and says so', async () => {
  expect(await inWorker('webgpu', 0)).toBe('Expected webgpu to be opened on the main thread, got a worker. Open webasm there.');
});
