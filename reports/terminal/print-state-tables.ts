import type { ChalkInstance } from 'chalk';

import { explainRowSum, groupCells } from '../group-cells.ts';
import type { StateTable } from '../group-cells.ts';
import type { BoundUse, Report } from '../model.ts';
import { formatCount, formatUse } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';
import { alignColumns } from './align-columns.ts';
import type { TableCell } from './align-columns.ts';

type TableRow = readonly TableCell[];

/** The state tables, a row a line: title and column names as the document has them, then the counts. */
export function printStateTables(report: Report, chalk: ChalkInstance): readonly string[] {
  const tables = groupCells(report.cells);
  const rows = tables.flatMap((table, index) => listRows(table, index === 0, chalk));
  const note = explainRowSum(report);
  const lines = alignColumns(rows, ['left', 'right', 'right', 'right', 'left'], 3);
  return note === null ? lines : [...lines, chalk.dim(`(${note})`)];
}

function listRows(table: StateTable, isFirst: boolean, chalk: ChalkInstance): readonly TableRow[] {
  const [names = '', ...values] = alignKeys(table);
  const headings = ['   cases', 'passed', 'failed', 'worst bound use'].map((text) => ({ text, paint: chalk.dim }));
  const title: TableRow = [{ text: showControls(table.title), paint: chalk.bold }, ...(isFirst ? headings : [])];
  const body = table.rows.map(({ cell }, row): TableRow => [
    { text: values[row] ?? '' },
    { text: formatCount(cell.cases), ...(cell.cases === 0 ? { paint: chalk.yellow } : {}) },
    { text: formatCount(cell.passed), paint: cell.passed > 0 ? chalk.green : chalk.dim },
    { text: formatCount(cell.failed), paint: cell.failed > 0 ? chalk.red.bold : chalk.dim },
    printUse(cell.worstBoundUse, chalk),
  ]);
  const lines: readonly TableRow[] = [title, [{ text: names, paint: chalk.dim }], ...body];
  return isFirst ? lines : [[{ text: '' }], ...lines];
}

function printUse(worst: BoundUse | null, chalk: ChalkInstance): TableCell {
  if (worst === null) return { text: '    -', paint: chalk.dim };
  const text = `${formatUse(worst.use).padStart(5)}  ${showControls(worst.quantity)}`;
  return typeof worst.use === 'string' || worst.use > 1 ? { text, paint: chalk.red } : { text };
}

function alignKeys(table: StateTable): readonly string[] {
  const rows = [table.columns, ...table.rows.map((row) => row.values)].map((row) =>
    row.map((text) => ({ text: showControls(text) })),
  );
  return alignColumns(
    rows,
    table.columns.map(() => 'left'),
  );
}
