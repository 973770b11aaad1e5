import { describe, expect, it } from 'vitest';
import { openForTest } from '../backends/testing/open-for-test.ts';
import { repeatLaunches } from './repeat-launches.ts';
import { repeatRuns } from './repeat-runs.ts';

describe('a process that uses a backend', () => {
  // `npm run lifetime` makes 200 of each.
  for (const way of ['webgpu', 'loss', 'webasm'] as const) {
    it(`ends cleanly, and says nothing on stderr: ${way}`, async (context) => {
      await openForTest(way === 'webasm' ? 'webasm' : 'webgpu', context);
      expect(await repeatRuns(way, 5)).toEqual([]);
    });
  }

  for (const backend of ['webgpu', 'webasm'] as const) {
    // `npm run lifetime` makes 10,000.
    it(`holds no more after 1,000 launches: ${backend}`, async (context) => {
      const { runner } = await openForTest(backend, context);
      const held = await repeatLaunches(runner, 1000);
      expect(held).toHaveLength(10);
      const [early, late] = [held[4], held[9]];
      expect((late?.megabytes ?? 0) - (early?.megabytes ?? 0)).toBeLessThan(100);
      expect(late?.handles).toBeLessThanOrEqual((early?.handles ?? 0) + 2);
    });
  }
});
