import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PlannedCase } from '../../generators/plan-recording.ts';
import { planRecording } from '../../generators/plan-recording.ts';
import { planChunks } from './chunk-plan.ts';

let planned: readonly PlannedCase[];
beforeAll(() => {
  planned = [...planRecording('torch', 150, 2, true), ...planRecording('mindspore', 60, 2, true)];
});

const names = (cases: readonly PlannedCase[], recorder = 'recorder'): readonly string[] =>
  planChunks(cases, recorder).map(({ name }) => name);

describe('planChunks', () => {
  it('puts every case into one chunk of its lane and world size', () => {
    fc.assert(
      fc.property(fc.subarray([...planned]), (cases) => {
        const chunks = planChunks(cases, 'recorder');
        expect(chunks.flatMap((chunk) => chunk.cases).toSorted(byId)).toEqual(cases.toSorted(byId));
        expect(new Set(chunks.map(({ name }) => name)).size).toBe(chunks.length);
        for (const { lane, cases: part, name } of chunks) {
          expect(part.length).toBeGreaterThan(0);
          expect(part.length).toBeLessThanOrEqual(40);
          const whole = part.flatMap(({ id }) => cases.filter((one) => one.id === id));
          expect(new Set(whole.map((one) => one.lane))).toEqual(new Set([lane]));
          expect(new Set(part.map(({ scenario }) => scenario.world.size)).size).toBe(1);
          expect(name).toMatch(/^[\w-]+$/u);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('gives the same names to the same cases, and others to other cases and other recorders', () => {
    expect(names(planned)).toEqual(names(planned));
    const other = new Set(names(planned, 'another recorder'));
    expect(names(planned).filter((name) => other.has(name))).toEqual([]);
    const fewer = names(planned.slice(1));
    expect(names(planned)[0]).not.toBe(fewer[0]);
    expect(names(planned).at(-1)).toBe(fewer.at(-1));
  });
});

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
