import type { MutantResult, Report } from './model.ts';
import { formatCount, formatQuantity } from './text/format-number.ts';

/** Whether the run was about mutants: it judged none but them. */
export function isMutantsRun({ mutants, cases }: Report): boolean {
  return mutants.length > 0 && cases.length === 0;
}

/** Why a mutant counts as escaped; empty for one that was caught wherever it was looked for. */
export function escapesOf(mutant: MutantResult, { requiredGrade }: Pick<Report['summary'], 'requiredGrade'>): readonly string[] {
  const certificate = mutant.certificates.find(({ grade }) => grade === requiredGrade);
  return [
    ...(mutant.killed ? [] : [`none of ${formatQuantity(mutant.cases, 'case')} kills it`]),
    ...(mutant.fuzz !== null && mutant.fuzz.firstKill === null
      ? [`none of ${formatQuantity(mutant.fuzz.cases, 'random case')} kills it`]
      : []),
    ...(certificate !== undefined && certificate.cases === 0 ? [`not certified at grade ${requiredGrade}`] : []),
  ];
}

/** The mutants that escaped. A run that was stopped has not looked everywhere: nothing escaped it. */
export function escapedMutants(report: Report): readonly MutantResult[] {
  if (report.interrupted) return [];
  return report.mutants.filter((mutant) => escapesOf(mutant, report.summary).length > 0);
}

/** `140 of 142 mutants killed, 142 by fuzzing, 139 certified at grade A`. */
export function describeMutants({ mutants, summary }: Report): string {
  const fuzzed = mutants.filter(({ fuzz }) => fuzz !== null);
  const certified = mutants.flatMap(({ certificates }) => certificates.filter(({ grade }) => grade === summary.requiredGrade));
  const all = mutants.length;
  return [
    `${outOf(mutants.filter(({ killed }) => killed).length, all)} ${all === 1 ? 'mutant' : 'mutants'} killed`,
    ...(fuzzed.length > 0
      ? [`${outOf(fuzzed.filter(({ fuzz }) => fuzz?.firstKill !== null).length, fuzzed.length)} by fuzzing`]
      : []),
    ...(certified.length > 0
      ? [
          `${outOf(certified.filter(({ cases }) => cases > 0).length, certified.length)} certified at grade ${summary.requiredGrade}`,
        ]
      : []),
  ].join(', ');
}

function outOf(part: number, whole: number): string {
  return `${formatCount(part)} of ${formatCount(whole)}`;
}
