import { describe, expect, it } from 'vitest';
import { measure, summarise } from './measure.ts';

describe('summarise', () => {
  it('gives the middle of the times, or between the two in the middle, and the ends', () => {
    expect(summarise([30, 10, 20])).toEqual({ median: 20, least: 10, most: 30, runs: 3 });
    expect(summarise([4, 1, 100, 2])).toEqual({ median: 3, least: 1, most: 100, runs: 4 });
    expect(summarise([7])).toEqual({ median: 7, least: 7, most: 7, runs: 1 });
    // Not in the order of text.
    expect(summarise([9, 10, 100]).median).toBe(10);
  });

  it('has nothing to say of no runs', () => {
    expect(() => summarise([])).toThrow('Expected the time of a run, got none.');
  });
});

describe('measure', () => {
  it('waits for each run before the next, and runs as often as asked and no more', async () => {
    const events: string[] = [];
    const { runs } = await measure(
      async () => {
        events.push('start');
        await Promise.resolve();
        events.push('end');
      },
      { leastRuns: 3, milliseconds: 0 },
    );
    expect(runs).toBe(3);
    expect(events).toEqual(['start', 'end', 'start', 'end', 'start', 'end']);
  });

  it('passes on what the work throws', async () => {
    const fail = (): never => {
      throw new RangeError('from the work');
    };
    await expect(measure(fail, { leastRuns: 1, milliseconds: 0 })).rejects.toThrow('from the work');
  });
});
