import path from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import { Option } from 'commander';
import { openGoldens } from '../../../goldens/open-goldens.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import { dialects } from '../../../oracle/scenario.ts';
import { undecidedClaims } from '../../../reports/judge-claims.ts';
import type { Report } from '../../../reports/model.ts';
import { writeTerminal } from '../../../reports/writers/terminal.ts';
import { defaultGoldens } from '../default-goldens.ts';
import { exitCodes } from '../exit-codes.ts';
import { makeOutputFolder } from '../make-output-folder.ts';
import { onInterrupt } from '../on-interrupt.ts';
import { packageVersion } from '../package-root.ts';
import { startProgress } from '../progress.ts';
import { replayCommand } from '../replay-command.ts';
import { shellQuote } from '../shell-quote.ts';
import { UsageError } from '../usage-error.ts';
import { writeReportFiles } from '../write-report-files.ts';

interface ClaimsOptions {
  readonly dialect?: Dialect;
  readonly goldens: string;
  readonly out: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** `claims`: holds the sentences of the source document, and what it leaves out, against recorded traces. */
export function addClaimsCommand(program: Command): void {
  program
    .command('claims')
    .summary('decide what the document on the differences says by what the frameworks did')
    .description(
      "Holds every row and sentence of MindSpore's page on the differences with torch.nn.SyncBatchNorm, in our own words, against the recorded traces: confirmed, refined (it holds for some cases), refuted, or cut off in our copy. Findings beyond the document follow.",
    )
    .addOption(new Option('--dialect <dialect>', 'only the claims about one framework').choices(dialects))
    .addOption(new Option('--goldens <dir>', 'folder of goldens').default(defaultGoldens, 'the goldens of this package'))
    .option('--out <dir>', 'where report.json, report.html and junit.xml go', 'syncbn-report')
    .option('--quiet', 'print the counts alone', false)
    .option('--verbose', 'print the commands that replay the first cases for and against each', false)
    .addHelpText('after', '\nExample:\n  $ syncbn-oracle claims --dialect mindspore --verbose')
    .action(async (options: ClaimsOptions) => {
      process.exitCode = await claims(options);
    });
}

async function claims(options: ClaimsOptions): Promise<number> {
  const startedAt = new Date();
  // Loaded here: every other command starts without them.
  const [{ claims: catalogue }, { selectClaims }, { hearAll }, { claimResults, reportClaims }] = await Promise.all([
    import('../../claims/catalogue.ts'),
    import('../../claims/select-claims.ts'),
    import('../../claims/hear-claims.ts'),
    import('../../claims/report-claims.ts'),
  ]);
  const { dialect = null } = options;
  const goldens = await openGoldens(options.goldens, dialect);
  if (goldens.cases.length === 0) {
    const whose = dialect === null ? '' : ` for ${dialect}`;
    throw new UsageError(`Expected goldens in ${options.goldens}, found none${whose}. Give another folder with --goldens.`);
  }
  await makeOutputFolder(options.out);
  const chosen = selectClaims(catalogue, dialect);
  const interrupt = onInterrupt();
  const progress = startProgress('hearing', goldens.cases.length, options.quiet);
  const { tallies, interrupted } = await hearAll(chosen, goldens.cases, {
    onCase: progress.advance,
    isStopped: () => interrupt.isRequested(),
  }).finally(() => {
    progress.stop();
    interrupt.dispose();
  });
  const results = claimResults(chosen, tallies, (id) => replayCommand(id, { goldens: options.goldens }));
  const report = reportClaims(results, {
    toolVersion: packageVersion,
    command: commandLine(options),
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    interrupted,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    files: goldens.files,
  });
  await writeReportFiles(options.out, report);
  const reportPath = path.join(options.out, 'report.html');
  process.stdout.write(writeTerminal(report, chalk, { quiet: options.quiet, verbose: options.verbose, reportPath }));
  return exitCodeOf(report);
}

/** What the document says may be wrong: that is no failure. What nothing decides is. */
function exitCodeOf(report: Report): number {
  if (report.interrupted) return exitCodes.interrupted;
  return undecidedClaims(report).length > 0 ? exitCodes.cannotJudge : exitCodes.conforms;
}

function commandLine({ dialect, goldens }: ClaimsOptions): string {
  const parts = ['claims', dialect && `--dialect ${dialect}`, goldens !== defaultGoldens && `--goldens ${shellQuote(goldens)}`];
  return parts.filter(Boolean).join(' ');
}
