import { describe, expect, it } from 'vitest';
import { openForTest } from '../backends/testing/open-for-test.ts';
import { grows, repeatLaunches } from './repeat-launches.ts';
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
      expect({ held, grows: grows(held) }).toEqual({ held, grows: false });
    });
  }

  it('is said to hold more where it does', () => {
    const held = (...megabytes: readonly number[]) => megabytes.map((one) => ({ megabytes: one, handles: 1 }));
    expect(grows(held(100, 200, 300, 300, 300, 320))).toBe(false);
    expect(grows(held(100, 200, 300, 400, 500, 600))).toBe(true);
    expect(grows(held(100, 100).map((one, index) => ({ ...one, handles: index * 3 })))).toBe(true);
    expect(grows([])).toBe(true);
  });
});
