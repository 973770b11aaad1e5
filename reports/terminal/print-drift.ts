import type { ChalkInstance } from 'chalk';

import type { Drift, DriftCell, DriftDifference, Report } from '../model.ts';
import { describeConsequences, describeShare, describeShared, isBeyondBounds } from '../text/describe-drift.ts';
import { describeValue } from '../text/describe-finding.ts';
import { formatCount, formatMagnitude, formatQuantity } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';
import { alignColumns } from './align-columns.ts';
import type { TableCell } from './align-columns.ts';

/** Two golden sets held against each other: what was compared, the numbers quantity by quantity, and everything else that differs. */
export function printDrift({ drift }: Report, chalk: ChalkInstance): readonly string[] {
  if (drift === null) return [];
  const { a, b } = drift;
  const shared = [`from ${a} to ${b}: ${describeShared(drift)}`, describeConsequences(drift)];
  const parts = [
    shared.filter((line) => line !== '').map(showControls),
    printNumbers(drift, chalk),
    printDifferences(drift, chalk),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function printNumbers({ cells }: Drift, chalk: ChalkInstance): readonly string[] {
  if (cells.length === 0) return [];
  const headings = ['numbers', '', 'elements', 'of the same bits', 'others', 'undecided', 'farthest, in bounds'];
  return alignColumns(
    [
      headings.map((text) => ({ text, paint: chalk.dim })),
      ...cells.map((cell, index) => listNumbers(cell, cells[index - 1], chalk)),
    ],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
  );
}

function listNumbers(cell: DriftCell, before: DriftCell | undefined, chalk: ChalkInstance): readonly TableCell[] {
  const { dialect, row, quantity, elements, identical, undecided, worst } = cell;
  const isNewRow = before?.row !== row || before.dialect !== dialect;
  const others = elements - identical;
  return [
    { text: isNewRow ? showControls(`${dialect} ${row}`) : '' },
    { text: showControls(quantity) },
    { text: formatCount(elements) },
    { text: describeShare(identical, elements) },
    { text: formatCount(others), paint: others > 0 ? chalk.yellow : chalk.dim },
    { text: formatCount(undecided), paint: chalk.dim },
    worst === null
      ? { text: '-', paint: chalk.dim }
      : { text: formatMagnitude(worst.units), ...(isBeyondBounds(worst.units) ? { paint: chalk.red } : {}) },
  ];
}

const mostShown = 12;

function printDifferences({ differences }: Drift, chalk: ChalkInstance): readonly string[] {
  const shown = differences
    .slice(0, mostShown)
    .flatMap((difference, index) => [...(index === 0 ? [] : ['']), ...printDifference(difference, chalk)]);
  const more = differences.length - mostShown;
  return more <= 0 ? shown : [...shown, '', `... and ${formatQuantity(more, 'more difference')}, in the reports`];
}

function printDifference({ kind, quantity, a, b, cases, firstCase }: DriftDifference, chalk: ChalkInstance): readonly string[] {
  return [
    `${chalk.yellow.bold(kind)} ${chalk.bold(showControls(quantity))}   ${chalk.dim(`${formatQuantity(cases, 'scenario')}, first`)} ${showControls(firstCase)}`,
    `  ${chalk.dim('from')}  ${showControls(describeValue(a))}`,
    `  ${chalk.dim('to  ')}  ${showControls(describeValue(b))}`,
  ];
}
