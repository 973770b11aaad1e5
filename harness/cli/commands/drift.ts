import path from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { GoldenCase } from '../../../goldens/format/read-golden.ts';
import { goldenSetOf, mainVersion } from '../../../goldens/golden-sets.ts';
import type { Goldens } from '../../../goldens/open-goldens.ts';
import { openGoldens } from '../../../goldens/open-goldens.ts';
import { dialects } from '../../../oracle/scenario.ts';
import { judgeReport } from '../../../reports/judge-report.ts';
import type { Report } from '../../../reports/model.ts';
import { writeTerminal } from '../../../reports/writers/terminal.ts';
import type { ComparedCase, SharedCase } from '../../engine/compare-sets.ts';
import { compareCase, shareCases } from '../../engine/compare-sets.ts';
import { reportDrift } from '../../engine/report-drift.ts';
import { selectCases } from '../../engine/select-cases.ts';
import { defaultGoldens } from '../default-goldens.ts';
import { exitCodes } from '../exit-codes.ts';
import { makeOutputFolder } from '../make-output-folder.ts';
import { onInterrupt } from '../on-interrupt.ts';
import { packageVersion } from '../package-root.ts';
import { startProgress } from '../progress.ts';
import { shellQuote } from '../shell-quote.ts';
import { UsageError } from '../usage-error.ts';
import { writeReportFiles } from '../write-report-files.ts';

interface DriftOptions {
  readonly filter?: string;
  readonly goldens: string;
  readonly out: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

// How many scenarios are compared before signals get a chance to be heard.
const batchSize = 50;

/** `drift`: holds what two versions of a framework answered to the same scenarios against each other. */
export function addDriftCommand(program: Command): void {
  program
    .command('drift')
    .summary('compare what two versions of a framework answered')
    .description(
      'Holds two golden sets of one framework against each other, quantity by quantity, for every scenario that both hold: which numbers have the same bits, how far apart the others are in units of their bounds, and which errors, words, counters and Nones differ. Exit code 1 where anything but bits inside the bounds does.',
    )
    .argument('<set>', 'a golden set, e.g. torch-2.7.1; alone, it is held against that of the main version')
    .argument('[other]', 'the golden set that is held against the first')
    .option(
      '--filter <glob>',
      'only the cases whose id, in the set that is held against the other, matches; `*` also matches `/`',
    )
    .addOption(new Option('--goldens <dir>', 'folder of goldens').default(defaultGoldens, 'the goldens of this package'))
    .option('--out <dir>', 'where report.json, report.html and junit.xml go', 'syncbn-report')
    .option('--quiet', 'print the verdict alone', false)
    .option('--verbose', 'print every scenario that differs', false)
    .addHelpText('after', '\nExample:\n  $ syncbn-oracle drift torch-2.7.1\n  $ syncbn-oracle drift torch-2.7.1 torch-2.14.1')
    .action(async (set: string, other: string | undefined, options: DriftOptions) => {
      process.exitCode = await (other === undefined ? drift(mainSetBeside(set), set, options) : drift(set, other, options));
    });
}

async function drift(from: string, set: string, options: DriftOptions): Promise<number> {
  const startedAt = new Date();
  const goldens = await openGoldens(options.goldens, null, [from, set]);
  const [a, b] = [casesOf(goldens, from), casesOf(goldens, set)];
  checkFrameworks(goldens.files, from, set);
  const shared = shareCases(a, b);
  const chosen = new Set(selectCases(b, options.filter ?? null, null));
  const wanted = shared.filter((pair) => chosen.has(pair.b));
  if (wanted.length === 0) throw new UsageError(explainNothing(from, set, options, shared.length));
  await makeOutputFolder(options.out);
  const compared = await compareAll(wanted, options);
  const report = reportDrift(compared, {
    toolVersion: packageVersion,
    command: commandLine(from, set, options),
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    interrupted: compared.length < wanted.length,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    files: goldens.files,
    sets: [from, set],
    onlyA: a.length - shared.length,
    onlyB: b.length - shared.length,
  });
  await writeReportFiles(options.out, report);
  const reportPath = path.join(options.out, 'report.html');
  process.stdout.write(writeTerminal(report, chalk, { quiet: options.quiet, verbose: options.verbose, reportPath }));
  return exitCodeOf(report);
}

/** Compares what is wanted until somebody interrupts. */
async function compareAll(wanted: readonly SharedCase[], options: DriftOptions): Promise<readonly ComparedCase[]> {
  const compared: ComparedCase[] = [];
  const interrupt = onInterrupt();
  const progress = startProgress('comparing', wanted.length, options.quiet);
  try {
    for (const [index, pair] of wanted.entries()) {
      if (index % batchSize === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      if (interrupt.isRequested()) break;
      compared.push(compareCase(pair));
      progress.advance();
    }
  } finally {
    progress.stop();
    interrupt.dispose();
  }
  return compared;
}

/** The golden set of the main version of the framework that a set's name begins with; the set itself where there is none. */
function mainSetBeside(set: string): string {
  const dialect = dialects.find((name) => set.startsWith(`${name}-`));
  return dialect === undefined ? set : goldenSetOf(dialect, mainVersion(dialect));
}

function casesOf({ cases }: Goldens, set: string): readonly GoldenCase[] {
  return cases.filter(({ file }) => goldenSetOf(file.framework, file.version) === set);
}

function checkFrameworks(files: Goldens['files'], from: string, set: string): void {
  const frameworks = [...new Set(files.map(({ framework }) => framework))];
  if (frameworks.length > 1) {
    throw new UsageError(`Expected two versions of one framework, got ${from} and ${set}. Name two sets of ${frameworks[0]}.`);
  }
  if (set === from) throw new UsageError(`Expected two golden sets, got ${set} twice. Name another after it.`);
}

function explainNothing(from: string, set: string, { filter }: DriftOptions, shared: number): string {
  if (shared === 0) return `Expected ${from} and ${set} to share scenarios, got none. Record one of them again from the other.`;
  return `Expected --filter ${shellQuote(filter ?? '')} to leave some of ${shared} shared scenarios, got none. Ids look like torch/train+track/...: try --filter 'torch/*'.`;
}

function exitCodeOf(report: Report): number {
  if (report.interrupted) return exitCodes.interrupted;
  return judgeReport(report) === 'failed' ? exitCodes.differs : exitCodes.conforms;
}

/** The command as it would be typed. */
function commandLine(from: string, set: string, { filter, goldens }: DriftOptions): string {
  const parts = [
    `drift ${shellQuote(from)} ${shellQuote(set)}`,
    filter !== undefined && `--filter ${shellQuote(filter)}`,
    goldens !== defaultGoldens && `--goldens ${shellQuote(goldens)}`,
  ];
  return parts.filter(Boolean).join(' ');
}
