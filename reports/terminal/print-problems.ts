import type { ChalkInstance } from 'chalk';

import type { Report } from '../model.ts';
import { formatQuantity } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';

/** More than anybody reads, and less than floods a terminal. */
const mostProblems = 500;

/** What is wrong with the goldens, two lines each: file and case, then what was expected, what came, what to do. */
export function printProblems({ verification }: Report, chalk: ChalkInstance): readonly string[] {
  const problems = verification?.problems ?? [];
  const lines = problems.slice(0, mostProblems).flatMap(({ path, case: id, problem }) => {
    const place = [chalk.bold(showControls(path)), ...(id === null ? [] : [showControls(id)])];
    return [`${chalk.red.bold('BROKEN')} ${place.join('   ')}`, `  ${showControls(problem)}`];
  });
  const more = problems.length - mostProblems;
  return more > 0 ? [...lines, `... and ${formatQuantity(more, 'more problem')}: report.json lists all`] : lines;
}
