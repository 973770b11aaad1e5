import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { caseId, parseCaseId } from './case-id.ts';
import { simpleScenario } from './corpus/simple-scenario.ts';
import type { RecordedCase } from './plan-smaller-set.ts';
import { planSmallerSet } from './plan-smaller-set.ts';
import { planRecording } from './plan-recording.ts';

let recorded: readonly RecordedCase[];
let picked: ReadonlySet<string>;
beforeAll(() => {
  picked = new Set(planRecording('torch', 0, 1, true).map(({ id }) => id));
  recorded = planRecording('torch', 150, 1, true).map(({ id, lane, scenario }) => ({
    id,
    lane,
    picked: picked.has(id),
    scenario,
  }));
});

const idsOf = (count: number, seed: number, cases = recorded): readonly string[] =>
  planSmallerSet(cases, '2.7.1', count, seed).map(({ id }) => id);
const mainId = (id: string): string => id.replace(/:2\.7\.1$/u, '');

describe('planSmallerSet', () => {
  it('takes as many recorded scenarios as it is asked for, each once, under an id of the version', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(9), (count, seed) => {
        const planned = planSmallerSet(recorded, '2.7.1', count, seed);
        expect(planned.length).toBeLessThanOrEqual(count);
        expect(new Set(planned.map(({ id }) => id)).size).toBe(planned.length);
        for (const { id, lane, set, scenario } of planned) {
          const origin = recorded.find((one) => one.id === mainId(id));
          expect([origin?.scenario, origin?.lane, set]).toEqual([scenario, lane, 'general']);
          expect(id).toBe(caseId(scenario, lane, '2.7.1'));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('takes what was picked by hand first, large batches aside', () => {
    const all = new Set(idsOf(1000, 1).map(mainId));
    const small = [...picked].filter((id) => all.has(id));
    expect(small.length).toBeGreaterThan(0.9 * picked.size);
    expect(idsOf(small.length, 1).map(mainId)).toEqual(small);
    expect([...picked].filter((id) => !all.has(id)).every((id) => /4096x2|2048x2|64x2x8x8/u.test(id))).toBe(true);
  });

  it('draws from every combination of lane, row and dtypes before it draws a second time', () => {
    const random = recorded.filter((one) => !one.picked);
    const kind = (id: string): string => {
      const parsed = parseCaseId(id);
      return [parsed?.lane, parsed?.rows[0], parsed?.dtype, parsed?.parameterDtype].join(' ');
    };
    const kinds = new Set(idsOf(1000, 1, random).map(kind));
    expect(new Set(idsOf(kinds.size, 3, random).map(kind))).toEqual(kinds);
  });

  it('draws the same for the same seed, and others for another', () => {
    expect(idsOf(250, 1)).toEqual(idsOf(250, 1));
    expect(idsOf(250, 1)).not.toEqual(idsOf(250, 2));
  });

  it('draws most of them again where a case was added', () => {
    const scenario = simpleScenario('torch', { shapes: [[7, 3]] });
    const added: RecordedCase = { id: caseId(scenario, 'module'), lane: 'module', picked: false, scenario };
    const before = new Set(idsOf(200, 1));
    const after = idsOf(200, 1, [added, ...recorded]);
    expect(after.filter((id) => !before.has(id)).length).toBeLessThanOrEqual(1);
  });
});
