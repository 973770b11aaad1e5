import type { ChalkInstance } from 'chalk';

import { isMutantsRun } from '../judge-mutants.ts';
import type { MutantResult, Report, SuiteVerdict } from '../model.ts';
import { killsByQuantity, rowsKilledIn } from '../summarise-kills.ts';
import { formatCount } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';
import { alignColumns } from './align-columns.ts';
import type { Alignment, TableCell } from './align-columns.ts';

interface Column {
  readonly heading: string;
  readonly alignment: Alignment;
  readonly cell: (mutant: MutantResult, chalk: ChalkInstance) => TableCell;
}

const columns: readonly Column[] = [
  { heading: 'mutant', alignment: 'left', cell: ({ id }) => ({ text: showControls(id) }) },
  {
    heading: 'killed by',
    alignment: 'right',
    cell: (mutant, chalk) => count(mutant.killed, formatCount(mutant.killingCases), chalk),
  },
  { heading: 'of', alignment: 'right', cell: ({ cases }, chalk) => ({ text: formatCount(cases), paint: chalk.dim }) },
  {
    heading: 'first',
    alignment: 'right',
    cell: ({ firstKill }) => ({ text: firstKill === null ? '-' : formatCount(firstKill) }),
  },
  { heading: 'fuzz', alignment: 'right', cell: ({ fuzz }, chalk) => printFuzz(fuzz, chalk) },
  { heading: 'certified A+/A/B', alignment: 'right', cell: printCertificates },
  { heading: 'assert_close', alignment: 'left', cell: ({ assertClose }, chalk) => printNoticed(assertClose, chalk) },
  { heading: '1e-3', alignment: 'left', cell: ({ rtol1e3 }, chalk) => printNoticed(rtol1e3, chalk) },
  { heading: 'torch', alignment: 'left', cell: ({ suites }, chalk) => printSuite(suites.torch, chalk) },
  { heading: 'mindspore', alignment: 'left', cell: ({ suites }, chalk) => printSuite(suites.mindspore, chalk) },
  {
    heading: 'quantities',
    alignment: 'left',
    cell: (mutant) => ({ text: shorten(killsByQuantity(mutant).map(({ name, cases }) => `${name} ${formatCount(cases)}`)) }),
  },
  { heading: 'rows', alignment: 'left', cell: (mutant) => ({ text: shorten(rowsKilledIn(mutant)) }) },
];

/** The mutants of a run about mutants, a line each: what kills them, how soon, what is certified, and what others would have noticed. */
export function printKillMatrix(report: Report, chalk: ChalkInstance): readonly string[] {
  if (!isMutantsRun(report)) return [];
  const headings = columns.map(({ heading }) => ({ text: heading, paint: chalk.dim }));
  const rows = report.mutants.map((mutant) => columns.map(({ cell }) => cell(mutant, chalk)));
  return alignColumns(
    [headings, ...rows],
    columns.map(({ alignment }) => alignment),
  );
}

function count(isGood: boolean, text: string, chalk: ChalkInstance): TableCell {
  return isGood ? { text } : { text, paint: chalk.red.bold };
}

function printFuzz(fuzz: MutantResult['fuzz'], chalk: ChalkInstance): TableCell {
  if (fuzz === null) return { text: '-', paint: chalk.dim };
  return fuzz.firstKill === null
    ? { text: `>${formatCount(fuzz.cases)}`, paint: chalk.red }
    : { text: formatCount(fuzz.firstKill) };
}

function printCertificates({ certificates }: MutantResult, chalk: ChalkInstance): TableCell {
  if (certificates.length === 0) return { text: '-', paint: chalk.dim };
  const text = certificates.map(({ cases }) => formatCount(cases)).join('/');
  return certificates.some(({ cases }) => cases === 0) ? { text, paint: chalk.yellow } : { text };
}

function printNoticed(noticed: boolean | null, chalk: ChalkInstance): TableCell {
  if (noticed === null) return { text: '-', paint: chalk.dim };
  return noticed ? { text: 'killed' } : { text: 'lives', paint: chalk.yellow };
}

function printSuite(verdict: SuiteVerdict, chalk: ChalkInstance): TableCell {
  if (verdict === 'killed') return { text: 'killed' };
  return verdict === 'survived' ? { text: 'lives', paint: chalk.yellow } : { text: '-', paint: chalk.dim };
}

/** The first three, and how many there are besides. */
function shorten(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(showControls).join(', ');
  return names.length > 3 ? `${shown}, +${names.length - 3}` : shown;
}
