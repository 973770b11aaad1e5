import { beforeAll, describe, expect, it } from 'vitest';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import { openForTest } from '../backends/testing/open-for-test.ts';
import type { GateOutcome } from './gate.ts';
import { runGate } from './gate.ts';
import type { JudgedCase } from './judge-case.ts';
import { summariseScreen } from './summarise-screen.ts';

let cases: readonly GoldenCase[];
beforeAll(async () => {
  cases = (await committedRows(150)).map(({ row, entry }) => caseOf(row, entry));
});

const quiet = { onCase: () => undefined, isStopped: () => false };

/** What a judged case says, apart from who judged it and how long that took. */
function verdictOf({ result, findings, uninformative, errorKeys }: JudgedCase): unknown {
  return { result: { ...result, seconds: 0 }, findings, uninformative, errorKeys };
}

describe('a gate with a screen', () => {
  it('judges the same, and says who did', async (context) => {
    const { runner } = await openForTest('webasm', context);
    const adapter = { runner, arithmetic: { unitRoundoff: 2 ** -24, compensated: true } };
    const alone = await runGate(cases, 'A', (id) => id, quiet);
    const screened = await runGate(cases, 'A', (id) => id, quiet, { adapter, leastElements: 0 });
    expect(screened.judged.map(verdictOf)).toEqual(alone.judged.map(verdictOf));
    expect(screened.lost).toBeNull();
    const by = (outcome: GateOutcome): ReadonlySet<string> => new Set(outcome.judged.map(({ judge }) => judge.by));
    expect(by(alone)).toEqual(new Set(['core']));
    expect(by(screened)).toEqual(new Set(['screen', 'both', 'core']));
    const summary = summariseScreen(screened.judged, { arithmetic: 'compensated', lost: null });
    expect(summary.cases.screen + summary.cases.both + summary.cases.core).toBe(cases.length);
    expect(summary.elements.screened).toBeGreaterThan(0);
    const all = screened.judged.reduce((sum, { result }) => sum + result.elements, 0);
    expect(summary.elements.screened + summary.elements.adjudicated).toBe(all);
    expect(summary.refusals.map(({ reason }) => reason)).toContain('float64');
  });

  it('asks it for cases of some size alone', async (context) => {
    const { runner } = await openForTest('webasm', context);
    const adapter = { runner, arithmetic: { unitRoundoff: 2 ** -24, compensated: true } };
    const { judged } = await runGate(cases, 'A', (id) => id, quiet, { adapter, leastElements: 2 ** 40 });
    expect(new Set(judged.map(({ judge }) => judge.by))).toEqual(new Set(['core']));
  });

  it('goes on with the exact core when the adapter is lost, and nothing is', async () => {
    const runner = {
      mostElements: 2 ** 22,
      upload: async (): Promise<never> => Promise.reject(new AdapterError('the device was lost')),
      run: async (): Promise<never> => Promise.reject(new AdapterError('the device was lost')),
    };
    const adapter = { runner, arithmetic: { unitRoundoff: 2 ** -24, compensated: true } };
    const alone = await runGate(cases, 'A', (id) => id, quiet);
    const { judged, lost } = await runGate(cases, 'A', (id) => id, quiet, { adapter, leastElements: 0 });
    expect(lost).toBe('the device was lost');
    expect(judged.map(verdictOf)).toEqual(alone.judged.map(verdictOf));
  });

  it('does not take a defect of its own for a lost adapter', async () => {
    const runner = {
      mostElements: 2 ** 22,
      upload: async () => Promise.reject(new TypeError('a defect')),
      run: async () => new Float32Array(),
    };
    const adapter = { runner, arithmetic: { unitRoundoff: 2 ** -24, compensated: true } };
    await expect(runGate(cases, 'A', (id) => id, quiet, { adapter, leastElements: 0 })).rejects.toThrow('a defect');
  });
});

describe('runGate', () => {
  it('judges every case in order and tells of each', async () => {
    const told: [string, number, number][] = [];
    const { judged, interrupted } = await runGate(cases, 'A', (id) => id, {
      onCase: ({ result }, done, total) => told.push([result.id, done, total]),
      isStopped: () => false,
    });
    expect(interrupted).toBe(false);
    expect(judged.map(({ result }) => result.id)).toEqual(cases.map(({ id }) => id));
    expect(told).toEqual(cases.map(({ id }, index) => [id, index + 1, cases.length]));
  });

  it.each([0, 1, 5])('keeps the %d cases it has when it is stopped', async (count) => {
    let done = 0;
    const { judged, interrupted } = await runGate(cases, 'A', (id) => id, {
      onCase: () => {
        done += 1;
      },
      isStopped: () => done === count,
    });
    expect(interrupted).toBe(true);
    expect(judged.map(({ result }) => result.id)).toEqual(cases.slice(0, count).map(({ id }) => id));
  });

  it('lets other work go on in between, such as the handler of a signal', async () => {
    let stopped = false;
    setImmediate(() => {
      stopped = true;
    });
    const many = Array.from({ length: 60 }, (_, index) => cases[index % cases.length]).filter((one) => one !== undefined);
    const { judged, interrupted } = await runGate(many, 'A', (id) => id, { onCase: () => undefined, isStopped: () => stopped });
    expect(interrupted).toBe(true);
    expect(judged.length).toBeLessThan(60);
  });
});
