import type { ChalkInstance } from 'chalk';

import type { Report } from '../model.ts';
import { printClaims } from '../terminal/print-claims.ts';
import { printDrift } from '../terminal/print-drift.ts';
import { printFindings } from '../terminal/print-findings.ts';
import { printKnownDifferences } from '../terminal/print-known-differences.ts';
import { printKillMatrix } from '../terminal/print-kill-matrix.ts';
import { printHeader } from '../terminal/print-header.ts';
import { printNotPassed } from '../terminal/print-not-passed.ts';
import { printOutcome } from '../terminal/print-outcome.ts';
import { printGoldenFiles } from '../terminal/print-golden-files.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { printReproduction } from '../terminal/print-reproduction.ts';
import { printStateTables } from '../terminal/print-state-tables.ts';
import { printTallies } from '../terminal/print-tallies.ts';

export interface TerminalOptions {
  /** Only the last line. */
  readonly quiet: boolean;
  /** Also one line for each case that did not pass. */
  readonly verbose: boolean;
  /** Where the full report lies, to be named in the last line; null when none was written. */
  readonly reportPath: string | null;
}

/** The report as a short coloured summary that ends with a line feed. */
export function writeTerminal(report: Report, chalk: ChalkInstance, options: TerminalOptions): string {
  const outcome = printOutcome(report, chalk, options.reportPath);
  if (options.quiet) return `${outcome}\n`;
  const sections = [
    printHeader(report, chalk),
    indent(printGoldenFiles(report, chalk)),
    printProblems(report, chalk),
    indent(printStateTables(report, chalk)),
    indent(printKillMatrix(report, chalk)),
    printClaims(report, chalk, options.verbose),
    indent(printReproduction(report, chalk)),
    indent(printDrift(report, chalk)),
    indent(printTallies(report, chalk)),
    indent(printKnownDifferences(report, chalk)),
    options.verbose ? printNotPassed(report, chalk) : [],
    printFindings(report, chalk),
    [outcome],
  ];
  const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${text.join('\n\n')}\n`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? line : `  ${line}`));
}
