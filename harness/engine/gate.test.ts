import { beforeAll, describe, expect, it } from 'vitest';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import { runGate } from './gate.ts';

let cases: readonly GoldenCase[];
beforeAll(async () => {
  cases = (await committedRows(150)).map(({ row, entry }) => caseOf(row, entry));
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
