import type { ChalkInstance } from 'chalk';

import type { CaseStatus, Report } from '../model.ts';
import { showControls } from '../text/show-controls.ts';
import { alignColumns } from './align-columns.ts';

/** One line for each case that did not pass: status, id, reason. */
export function printNotPassed(report: Report, chalk: ChalkInstance): readonly string[] {
  const paints: Readonly<Record<CaseStatus, ChalkInstance>> = {
    passed: chalk.green,
    failed: chalk.red,
    errored: chalk.magenta,
    skipped: chalk.yellow,
    known: chalk.yellow,
  };
  const rows = report.cases
    .filter((result) => result.status !== 'passed')
    .map(({ status, id, reason }) => [
      { text: status, paint: paints[status] },
      { text: showControls(id) },
      { text: showControls(reason ?? ''), paint: chalk.dim },
    ]);
  return alignColumns(rows, ['left', 'left', 'left']);
}
