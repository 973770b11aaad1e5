import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import type { DiagnosedDefect } from '../../reports/model.ts';
import type { JudgedCase } from '../engine/judge-case.ts';
import { methodOf } from '../engine/judge-case.ts';
import { catalogue } from './catalogue.ts';
import { diagnose } from './diagnose.ts';
import type { Mutant } from './mutant.ts';

/** What failing cases are consistent with: together, and in words for each that is consistent with something. */
export interface FailureDiagnosis {
  readonly diagnoses: readonly DiagnosedDefect[];
  readonly hints: ReadonlyMap<string, string>;
}

// Every mutant answers every one of them.
const mostCases = 40;
const mostNamed = 3;

/** Diagnoses the first failing cases by the defects of the catalogue. */
export function diagnoseFailures(
  cases: readonly GoldenCase[],
  judged: readonly JudgedCase[],
  grade: Grade,
  mutants: readonly Mutant[] = catalogue,
): FailureDiagnosis {
  const failed = new Set(judged.filter(({ result }) => result.status === 'failed').map(({ result }) => result.id));
  const failing = cases.filter(({ id }) => failed.has(id)).slice(0, mostCases);
  const hints = new Map<string, string>();
  const explained = new Map<Mutant, number>();
  for (const golden of failing) {
    const found = diagnose([{ ...golden.decode(), method: methodOf(golden.file.method) }], mutants, grade);
    for (const { mutant } of found) explained.set(mutant, (explained.get(mutant) ?? 0) + 1);
    const named = found.slice(0, mostNamed).map(({ mutant }) => mutant.defect);
    if (named.length > 0) hints.set(golden.id, `Consistent with: ${named.join('; or ')}.`);
  }
  const diagnoses = [...explained]
    .map(([mutant, count]) => ({
      mutant: mutant.id,
      defect: mutant.defect,
      explained: count,
      failing: failing.filter(({ file }) => mutant.dialects.some((dialect) => dialect === file.framework)).length,
    }))
    .toSorted((one, other) => other.explained - one.explained);
  return { diagnoses, hints };
}
