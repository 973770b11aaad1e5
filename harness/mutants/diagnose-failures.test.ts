import { beforeAll, describe, expect, it, test } from 'vitest';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { judgeCase } from '../engine/judge-case.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import { catalogue } from './catalogue.ts';
import { diagnoseFailures } from './diagnose-failures.ts';
import type { FailureDiagnosis } from './diagnose-failures.ts';
import type { Mutant } from './mutant.ts';
import { roundTrace } from './round-trace.ts';

let goldens: readonly GoldenCase[];
beforeAll(async () => {
  const all = (await committedRows(12)).map(({ row, entry }) => caseOf(row, entry));
  goldens = all.filter(({ file }) => file.method !== 'global-batch');
});

const called = (id: string): Mutant => {
  const mutant = catalogue.find((one) => one.id === id);
  if (mutant === undefined) throw new RangeError(`Expected a mutant of the catalogue, got ${id}.`);
  return mutant;
};

/** The goldens with a mutant's answers in place of the recorded ones. */
function answeredBy(mutant: Mutant): readonly GoldenCase[] {
  return goldens
    .filter(({ file }) => mutant.dialects.some((dialect) => dialect === file.framework))
    .map((golden) => {
      const { scenario } = golden.decode();
      return { ...golden, decode: () => ({ scenario, trace: roundTrace(mutant.answer(scenario, 'A')) }) };
    });
}

function diagnosisOf(cases: readonly GoldenCase[]): FailureDiagnosis {
  const judged = cases.map((golden) => judgeCase(golden, 'A', (id) => id));
  return diagnoseFailures(cases, judged, 'A');
}

describe('failing cases', () => {
  test.each(['buffer-biased', 'momentum-reversed', 'grad-x-doubled'])(
    'of an implementation with %s name it, on all of them',
    (id) => {
      const { diagnoses, hints } = diagnosisOf(answeredBy(called(id)));
      const own = diagnoses.find(({ mutant }) => mutant === id);
      expect(own?.failing).toBeGreaterThan(2);
      expect(own?.explained).toBe(own?.failing);
      expect(diagnoses[0]?.explained).toBe(own?.explained);
      expect(hints.size).toBe(own?.failing);
      for (const hint of hints.values()) expect(hint).toMatch(/^Consistent with: .+\.$/u);
    },
  );

  it('are consistent with nothing where the answers follow no known defect', () => {
    const odd = goldens.map((golden) => {
      const { scenario, trace } = golden.decode();
      const steps = trace.steps.map((step) => ({
        ...step,
        ranks: step.ranks.map((rank) => ({ ...rank, numBatchesTracked: -99 })),
      }));
      return { ...golden, decode: () => ({ scenario, trace: { ...trace, steps } }) };
    });
    const { diagnoses, hints } = diagnosisOf(odd);
    expect(diagnoses).toEqual([]);
    expect(hints.size).toBe(0);
  });
});

it('asks no mutant where nothing failed', () => {
  expect(diagnosisOf(goldens)).toEqual({ diagnoses: [], hints: new Map() });
});
