import { describeClaims, isClaimsRun, undecidedClaims } from './judge-claims.ts';
import { describeMutants, escapedMutants, isMutantsRun } from './judge-mutants.ts';
import { describeIdentical, describeVerification, isVerification } from './judge-verify.ts';
import type { KnownDifferenceResult, Report } from './model.ts';
import { formatCount, formatQuantity, formatSeconds } from './text/format-number.ts';

/** What a whole run says: `undecided` when something could not be judged, or nothing was. */
export type Outcome = 'passed' | 'failed' | 'undecided' | 'interrupted';

/** The outcome of a run: a difference outweighs an interruption, which outweighs what could not be judged. */
export function judgeReport(report: Report): Outcome {
  const { summary } = report;
  const isBroken = report.verification !== null && report.verification.problems.length > 0;
  const isWrong = summary.failed > 0 || summary.findings > 0 || isBroken;
  if (isWrong || escapedMutants(report).length > 0 || outdatedDifferences(report).length > 0) return 'failed';
  if (report.interrupted) return 'interrupted';
  if (isClaimsRun(report)) return undecidedClaims(report).length > 0 ? 'undecided' : 'passed';
  const judgedNothing = summary.passed + summary.known === 0 && report.mutants.length === 0 && !isVerification(report);
  return summary.errored > 0 || judgedNothing ? 'undecided' : 'passed';
}

/** The known differences that no case shows any more. */
export function outdatedDifferences({ knownDifferences }: Report): readonly KnownDifferenceResult[] {
  return knownDifferences.filter(({ outdated }) => outdated);
}

/** The counts behind the outcome in one line: `3 of 1,816 cases differ, 1,813 passed, 12 findings (2.1 s)`. */
export function describeCounts(report: Report): string {
  const { summary } = report;
  if (isVerification(report)) return `${describeVerification(report)} (${formatSeconds(report.seconds)})`;
  if (isMutantsRun(report)) return `${describeMutants(report)} (${formatSeconds(report.seconds)})`;
  if (isClaimsRun(report)) return `${describeClaims(report)} (${formatSeconds(report.seconds)})`;
  const escaped = escapedMutants(report).length;
  const identical = describeIdentical(report);
  const outdated = outdatedDifferences(report).length;
  const parts = [
    leadCount(report),
    ...(judgeReport(report) === 'passed' ? [] : [`${formatCount(summary.passed)} passed`]),
    ...(summary.errored > 0 ? [`${formatCount(summary.errored)} errored`] : []),
    ...(summary.skipped > 0 ? [`${formatCount(summary.skipped)} skipped`] : []),
    ...(identical === '' ? [] : [identical]),
    ...(summary.known > 0 ? [`${formatCount(summary.known)} known to differ`] : []),
    formatQuantity(summary.elements, 'element'),
    ...(report.drift === null ? [formatQuantity(summary.findings, 'finding')] : []),
    ...(escaped > 0 ? [`${formatQuantity(escaped, 'mutant')} not caught`] : []),
    ...(outdated > 0
      ? [`${formatQuantity(outdated, 'known difference')} that no longer differ${outdated === 1 ? 's' : ''}`]
      : []),
  ];
  return `${parts.join(', ')} (${formatSeconds(report.seconds)})`;
}

function leadCount(report: Report): string {
  const { summary } = report;
  const outcome = judgeReport(report);
  const cases = formatQuantity(summary.cases, 'case');
  if (outcome === 'failed') return `${formatCount(summary.failed)} of ${cases} differ${summary.failed === 1 ? 's' : ''}`;
  return outcome === 'passed' && summary.passed < summary.cases ? `${formatCount(summary.passed)} of ${cases}` : cases;
}
