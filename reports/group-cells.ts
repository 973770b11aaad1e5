import type { Cell, Report } from './model.ts';

/** The state table of one dialect as the report fills it. */
export interface StateTable {
  readonly dialect: string;
  /** `torch.nn.SyncBatchNorm`. */
  readonly title: string;
  /** Column names in the document's words and order. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly values: readonly string[]; readonly cell: Cell }[];
}

/** The cells as one table a dialect, in the order in which the report holds them. */
export function groupCells(cells: readonly Cell[]): readonly StateTable[] {
  return [...Map.groupBy(cells, (cell) => cell.dialect)].map(([dialect, own]) => {
    const columns = [...new Set(own.flatMap((cell) => cell.columns.map(([name]) => name)))];
    const rows = own.map((cell) => {
      const values = new Map(cell.columns);
      return { cell, values: columns.map((name) => values.get(name) ?? '') };
    });
    return { dialect, title: `${dialect}.nn.SyncBatchNorm`, columns, rows };
  });
}

/** Why the rows do not add up to the number of cases; null when they do. */
export function explainRowSum(report: Report): string | null {
  const sum = report.cells.reduce((total, cell) => total + cell.cases, 0);
  if (report.cells.length === 0 || sum === report.summary.cases) return null;
  const several = sum > report.summary.cases || report.cases.some((result) => result.rows.length > 1);
  const none = report.cases.some((result) => result.rows.length === 0);
  const reasons = [
    ...(several ? ['a case that visits several rows counts in each'] : []),
    ...(none ? ['a case that ends in the constructor counts in none'] : []),
  ];
  return reasons.length === 0 ? null : reasons.join('; ');
}
