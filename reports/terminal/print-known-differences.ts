import type { ChalkInstance } from 'chalk';

import type { KnownDifferenceResult, Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';
import { alignColumns } from './align-columns.ts';
import type { TableCell } from './align-columns.ts';

/** The known differences, a line each: in how many cases each shows and why, or that it no longer does. */
export function printKnownDifferences({ knownDifferences }: Report, chalk: ChalkInstance): readonly string[] {
  if (knownDifferences.length === 0) return [];
  const headings = ['known differences', '', 'cases', 'findings', 'why'].map((text) => ({ text, paint: chalk.dim }));
  return alignColumns(
    [headings, ...knownDifferences.map((known) => listCells(known, chalk))],
    ['left', 'left', 'right', 'right', 'left'],
  );
}

function listCells(known: KnownDifferenceResult, chalk: ChalkInstance): readonly TableCell[] {
  const { goldenSet, id, cases, findings, reason, issue, outdated } = known;
  const why = outdated
    ? { text: 'no longer differs: take it out of the known differences', paint: chalk.red }
    : { text: showControls(`${reason} (${issue})`), paint: chalk.dim };
  return [
    { text: showControls(goldenSet) },
    { text: showControls(id) },
    { text: formatCount(cases) },
    { text: formatCount(findings) },
    why,
  ];
}
