/** Text and the colour it gets once it has been padded: so colours cannot disturb alignment. */
export interface TableCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export type Alignment = 'left' | 'right';

/** The rows as lines with aligned columns. A row may be shorter than the others. */
export function alignColumns(
  rows: readonly (readonly TableCell[])[],
  alignments: readonly Alignment[],
  gap = 2,
): readonly string[] {
  const widths = alignments.map((_, column) => Math.max(0, ...rows.map((row) => row[column]?.text.length ?? 0)));
  return rows.map((row) => {
    const cells = row.map(({ text, paint }, column) => {
      const width = widths[column] ?? 0;
      const isLast = column === row.length - 1;
      const padding = ' '.repeat(width - text.length);
      const painted = paint === undefined || text === '' ? text : paint(text);
      if (alignments[column] === 'right') return padding + painted;
      return isLast ? painted : painted + padding;
    });
    return cells.join(' '.repeat(gap)).trimEnd();
  });
}
