import type { ChalkInstance } from 'chalk';

import { isClaimsRun } from '../judge-claims.ts';
import { describeCounts, judgeReport } from '../judge-report.ts';
import type { Outcome } from '../judge-report.ts';
import type { Report } from '../model.ts';
import { showControls } from '../text/show-controls.ts';

const words: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  undecided: 'could not judge',
  interrupted: 'interrupted',
};

/** Of a run about claims, which may well be wrong, as long as they are decided. */
const wordsOfClaims: Readonly<Record<Outcome, string>> = { ...words, passed: 'decided', undecided: 'not all decided' };

/** The last line: the outcome with its counts, and where the full report is. */
export function printOutcome(report: Report, chalk: ChalkInstance, reportPath: string | null): string {
  const outcome = judgeReport(report);
  const paints: Readonly<Record<Outcome, ChalkInstance>> = {
    passed: chalk.green,
    failed: chalk.red,
    undecided: chalk.yellow,
    interrupted: chalk.yellow,
  };
  const own = isClaimsRun(report) ? wordsOfClaims : words;
  const word = report.interrupted && outcome !== 'interrupted' ? `${own[outcome]} (interrupted)` : own[outcome];
  const text = paints[outcome](`${chalk.bold(`${word}:`)} ${describeCounts(report)}`);
  return reportPath === null ? text : `${text}      ${chalk.dim('report:')} ${showControls(reportPath)}`;
}
