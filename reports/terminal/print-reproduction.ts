import type { ChalkInstance } from 'chalk';

import type { ReproducedQuantity, Report, Reproduction } from '../model.ts';
import { describeChange, describeReproduction, describeWords } from '../text/describe-reproduction.ts';
import { formatCount, formatUse } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';
import { alignColumns } from './align-columns.ts';
import type { TableCell } from './align-columns.ts';

/** What each framework answered when it was asked again: what has changed around it, then a line a quantity, then the words. */
export function printReproduction({ reproduction }: Report, chalk: ChalkInstance): readonly string[] {
  return reproduction.flatMap((one, index) => [...(index === 0 ? [] : ['']), ...printOne(one, chalk)]);
}

function printOne(one: Reproduction, chalk: ChalkInstance): readonly string[] {
  const headings = ['', 'elements', 'bit-identical', 'outside', 'not measured', 'largest difference, in bounds'];
  const rows = [
    headings.map((text) => ({ text, paint: chalk.dim })),
    ...one.quantities.map((quantity) => printQuantity(quantity, chalk)),
  ];
  return [
    chalk.bold(showControls(describeReproduction(one))),
    ...(one.ended === null ? [] : [chalk.red(showControls(one.ended))]),
    ...one.changes.map((change) => chalk.yellow(showControls(describeChange(change)))),
    ...(one.quantities.length === 0 ? [] : alignColumns(rows, ['left', 'right', 'right', 'right', 'right', 'left'])),
    ...(one.compared === 0 ? [] : [describeWords(one)]),
  ];
}

function printQuantity(one: ReproducedQuantity, chalk: ChalkInstance): readonly TableCell[] {
  const { quantity, elements, identical, outside, unmeasured, largest } = one;
  return [
    { text: showControls(quantity) },
    { text: formatCount(elements) },
    { text: formatCount(identical), paint: identical === elements ? chalk.green : chalk.yellow },
    { text: formatCount(outside), paint: outside > 0 ? chalk.red.bold : chalk.dim },
    { text: formatCount(unmeasured), paint: unmeasured > 0 ? chalk.yellow : chalk.dim },
    { text: largest === null ? '-' : `${formatUse(largest.bounds)}  ${showControls(largest.case)}`, paint: chalk.dim },
  ];
}
