import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../goldens/testing/temporary-folder.ts';
import { adapterKey } from './adapter-cache.ts';
import { measureWorth, worthCache, worthOf } from './measure-worth.ts';
import { openScreen } from './open-screen.ts';

/** A timer that says what it is told, the largest cases first, the screen before the exact core, and does the work. */
function told(...times: readonly number[]): (work: () => Promise<unknown>) => Promise<number> {
  let next = 0;
  return async (work) => {
    await work();
    next += 1;
    return times[next - 1] ?? Number.NaN;
  };
}

describe('a screen', () => {
  it.for<readonly [string, readonly number[], number | null]>([
    ['that is never faster is worth nothing', [2, 1], null],
    ['that is faster for the largest cases alone', [1, 2, 2, 1], 16 * 32 * 32 * 32],
    ['that is faster for all but the smallest', [1, 2, 1, 2, 1, 2, 2, 1], 8 ** 4],
    ['that is faster for all', [1, 2, 1, 2, 1, 2, 1, 2], 4 ** 4],
    ['that is as fast is not faster', [1, 1], null],
  ])('%s', async ([, times, leastElements]) => {
    const screen = await openScreen('webasm', { cacheFolder: null });
    expect(await measureWorth(screen, told(...times))).toEqual({ leastElements });
    await screen.close();
  });

  it('is measured once a machine', async () => {
    const folder = await temporaryFolder();
    const screen = await openScreen('webasm', { cacheFolder: null });
    await worthCache.write(folder, await adapterKey(screen.description), { leastElements: 12_345 });
    expect(await worthOf(screen, folder)).toEqual({ leastElements: 12_345 });
    await screen.close();
  });
});
