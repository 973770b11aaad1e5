import { readdir } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../goldens/testing/temporary-folder.ts';
import { chooseBackend } from './choose-backend.ts';
import { gpuObstacle } from './find-gpu.ts';
import { orSkip } from './testing/open-for-test.ts';
import { countCells } from './testing/plain-kernels.ts';

describe('--backend', () => {
  it('cpu is the core alone', async () => {
    expect(await chooseBackend('cpu')).toEqual({ screen: null, why: 'the float64 core alone was asked for' });
  });

  it('auto is the core alone where there is no GPU, and writes nothing', async (context) => {
    context.skip(gpuObstacle() === null, 'this machine may have a hardware GPU');
    const cacheFolder = await temporaryFolder();
    const { screen, why } = await chooseBackend('auto', { cacheFolder });
    expect({ screen, why }).toEqual({ screen: null, why: expect.stringMatching(/^no hardware GPU: /u) });
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  for (const backend of ['webgpu', 'webasm'] as const) {
    it(`${backend} screens, with facts that are kept for the next time`, async (context) => {
      const cacheFolder = await temporaryFolder();
      const { screen, why } = await orSkip(() => chooseBackend(backend, { cacheFolder }), context);
      onTestFinished(async () => screen?.close());
      expect(why).toMatch(new RegExp(`^${backend} was asked for; `, 'u'));
      expect(screen).toMatchObject({ description: { backend }, facts: { unitRoundoff: 2 ** -24, compensated: true } });
      expect([...((await screen?.runner.run(countCells, 3, 1, [3, 1])) ?? [])]).toEqual([1, 2, 3]);
      expect(await readdir(cacheFolder)).toEqual([expect.stringMatching(/^canary-[0-9a-f]{16}\.json$/u)]);
    });
  }
});
