import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerScenario } from '../oracle/answer-scenario.ts';
import { elementCount } from '../oracle/tensor.ts';
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
const inputsOf = ({ scenario }: RecordedCase): number =>
  scenario.steps.flatMap(({ ranks }) => ranks).reduce((sum, { x }) => sum + elementCount(x.shape), 0);
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

  it('takes as many that were picked by hand as others, large batches aside', () => {
    const chosen = idsOf(120, 1).map(mainId);
    expect(chosen.filter((id) => picked.has(id))).toHaveLength(60);
    const all = new Set(idsOf(10_000, 1).map(mainId));
    const left = recorded.map(({ id }) => id).filter((id) => !all.has(id));
    expect(left.length).toBeLessThan(0.1 * recorded.length);
    expect(left.every((id) => recorded.some((one) => one.id === id && inputsOf(one) > 1024))).toBe(true);
  });

  it('draws from every kind before it draws a second time', () => {
    const random = recorded.filter((one) => !one.picked);
    const errorOf = ({ scenario }: RecordedCase): string | null => {
      const { construction, steps } = answerScenario(scenario);
      const errors = [...construction, ...steps.flatMap(({ ranks }) => ranks.map(({ error }) => error))];
      return errors.find((error) => error !== null)?.type ?? null;
    };
    const kind = (id: string): string => {
      const parsed = parseCaseId(id);
      return [parsed?.lane, parsed?.rows[0], parsed?.dtype, parsed?.parameterDtype].join(' ');
    };
    const fine = random.filter((one) => errorOf(one) === null);
    const kinds = new Set(idsOf(10_000, 1, fine).map(kind));
    expect(new Set(idsOf(kinds.size, 3, fine).map(kind))).toEqual(kinds);
    // Of what raises, every error.
    const raising = recorded.filter((one) => errorOf(one) !== null);
    const types = new Set(raising.map(errorOf));
    const some = new Set(idsOf(Math.ceil(raising.length / 2), 1, raising).map(mainId));
    expect(new Set(raising.filter(({ id }) => some.has(id)).map(errorOf))).toEqual(types);
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
