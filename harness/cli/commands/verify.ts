import path from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import { Option } from 'commander';
import type { GoldenCase } from '../../../goldens/format/read-golden.ts';
import { isChosen } from '../../../goldens/golden-sets.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import { dialects } from '../../../oracle/scenario.ts';
import type { Report } from '../../../reports/model.ts';
import { writeTerminal } from '../../../reports/writers/terminal.ts';
import { selectCases } from '../../engine/select-cases.ts';
import { drawCases } from '../../verify/draw-cases.ts';
import { groupByFramework } from '../../verify/group-by-framework.ts';
import type { AskedAgain } from '../../verify/report-verify.ts';
import { reportVerify } from '../../verify/report-verify.ts';
import type { Verification } from '../../verify/verify-goldens.ts';
import { verifyGoldens } from '../../verify/verify-goldens.ts';
import { askAgain } from '../ask-again.ts';
import { defaultGoldens } from '../default-goldens.ts';
import { exitCodes } from '../exit-codes.ts';
import { makeOutputFolder } from '../make-output-folder.ts';
import type { Interrupt } from '../on-interrupt.ts';
import { onInterrupt } from '../on-interrupt.ts';
import { packageRoot, packageVersion } from '../package-root.ts';
import { addGoldenSets, chooseSets, goldenSetOption } from '../parse-golden-sets.ts';
import { parseCount } from '../parse-option.ts';
import type { Progress } from '../progress.ts';
import { startProgress } from '../progress.ts';
import { readGoldenFolder } from '../read-golden-folder.ts';
import { shellQuote } from '../shell-quote.ts';
import { UsageError } from '../usage-error.ts';
import { writeReportFiles } from '../write-report-files.ts';

interface VerifyOptions {
  readonly goldens: string;
  readonly dialect?: Dialect;
  readonly out: string;
  readonly quiet: boolean;
  readonly live: boolean;
  readonly sample?: number;
  readonly seed: number;
  readonly filter?: string;
  readonly goldenSet?: readonly string[];
  readonly python?: string;
  readonly environments: string;
  readonly timeout: number;
  readonly maxFindings: number;
}

const defaultSeed = 1;

/** `verify`: holds the golden files against their manifest, and what the installed frameworks answer against the goldens. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .summary('check the golden files, and record them again with --live')
    .description(
      'Holds every golden file against the manifest and the format: size, checksum, origin, columns, number of cases, ids, provenance. Needs no Python.\n' +
        'With --live it then records the same scenarios again with the installed framework, in a temporary folder, and reports how many elements\n' +
        'are bit-identical and how far the others are apart. The goldens are never touched.',
    )
    .addOption(new Option('--goldens <dir>', 'folder of goldens').default(defaultGoldens, 'the goldens of this package'))
    .addOption(new Option('--dialect <dialect>', 'only the goldens of one framework').choices(dialects))
    .option('--out <dir>', 'where report.json, report.html and junit.xml go', 'syncbn-report')
    .option('--quiet', 'print the verdict alone', false)
    .option('--live', 'record again with the installed frameworks and compare', false)
    .option('--sample <n>', 'with --live: n cases, drawn from all files and rows of the state tables', parseCount(1, 1_000_000))
    .option('--seed <n>', 'of the draw', parseCount(0, 2 ** 31 - 1), defaultSeed)
    .option('--filter <glob>', 'with --live: only the cases whose id matches; `*` also matches `/`')
    .option(
      '--golden-set <name>',
      'with --live: which golden sets, by name (torch-2.7.1), several with commas, or all (default: those of the main versions)',
      addGoldenSets,
    )
    .option('--python <path>', 'with --live: a Python that has the framework, of whatever version')
    .addOption(new Option('--environments <dir>', 'where virtual environments are made').default('.venvs'))
    .option('--timeout <seconds>', 'limit for a case of several ranks', parseCount(1, 3600), 30)
    .option('--max-findings <n>', 'how many findings the reports list', parseCount(1, 100_000), 100)
    .addHelpText('after', '\nExample:\n  $ syncbn-oracle verify --live --sample 200 --dialect torch')
    .action(async (options: VerifyOptions) => {
      process.exitCode = await verify(options);
    });
}

async function verify(options: VerifyOptions): Promise<number> {
  const startedAt = new Date();
  checkUsage(options);
  const interrupt = onInterrupt();
  try {
    const verification = await checkFiles(options, interrupt);
    await makeOutputFolder(options.out);
    const again = await recordLive(verification, options, interrupt);
    const report = reportVerify(verification, again, {
      toolVersion: packageVersion,
      command: commandLine(options),
      startedAt,
      seconds: (Date.now() - startedAt.getTime()) / 1000,
      interrupted: interrupt.isRequested(),
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      files: verification.files,
      seed: options.sample === undefined ? null : options.seed,
      maxFindings: options.maxFindings,
    });
    await writeReportFiles(options.out, report);
    const reportPath = path.join(options.out, 'report.html');
    process.stdout.write(writeTerminal(report, chalk, { quiet: options.quiet, verbose: true, reportPath }));
    return exitCodeOf(report);
  } finally {
    interrupt.dispose();
  }
}

function checkUsage({ live, sample, filter, goldenSet, python }: VerifyOptions): void {
  const lone = Object.entries({ sample, filter, 'golden-set': goldenSet, python }).find(([, value]) => value !== undefined);
  if (!live && lone !== undefined) throw new UsageError(`Expected --live with --${lone[0]}: only recording again needs it.`);
}

async function checkFiles(options: VerifyOptions, interrupt: Interrupt): Promise<Verification> {
  const { goldens, quiet } = options;
  const dialect = options.dialect ?? null;
  let progress: Progress | null = null;
  const verification = await verifyGoldens(readGoldenFolder(goldens), dialect, {
    onStart: (files) => {
      progress = startProgress('verifying', files, quiet);
    },
    onFile: () => progress?.advance(),
    isStopped: () => interrupt.isRequested(),
  }).finally(() => stopBar(progress));
  if (verification.files.length === 0 && verification.problems.length === 0) {
    throw new UsageError(
      `Expected goldens in ${goldens}, found none${dialect === null ? '' : ` for ${dialect}`}. Give another folder with --goldens.`,
    );
  }
  return verification;
}

/** Records again what was asked for; goldens that are broken, and an interrupted verification, are not worth asking for. */
async function recordLive(
  { cases, problems }: Verification,
  options: VerifyOptions,
  interrupt: Interrupt,
): Promise<readonly AskedAgain[]> {
  if (!options.live || problems.length > 0 || interrupt.isRequested()) return [];
  const again: AskedAgain[] = [];
  for (const group of groupByFramework(chooseCases(cases, options))) {
    if (interrupt.isRequested()) break;
    again.push(await askOne(group, options, interrupt));
  }
  return again;
}

async function askOne(
  group: ReturnType<typeof groupByFramework>[number],
  { goldens, goldenSet, quiet, python, environments, timeout }: VerifyOptions,
  interrupt: Interrupt,
): Promise<AskedAgain> {
  let progress: Progress | null = null;
  const pythonFolder = path.join(packageRoot, 'goldens', 'recorders', 'python');
  return askAgain(group, {
    place: { python: python ?? null, environments, pythonFolder, timeoutSeconds: timeout, signal: interrupt.signal },
    events: {
      onNote: (text) => void process.stderr.write(`${text}\n`),
      onStart: (total) => {
        progress = startProgress(`recording ${group.dialect} again`, total, quiet);
      },
      onCase: () => progress?.advance(),
    },
    replayOf: (id) => replayCommand(id, goldens, goldenSet),
  }).finally(() => stopBar(progress));
}

function chooseCases(cases: readonly GoldenCase[], { filter, goldenSet, sample, seed }: VerifyOptions): readonly GoldenCase[] {
  const chosen = chooseSets(goldenSet);
  const own = cases.filter(({ file }) => isChosen(chosen, file));
  const matching = selectCases(own, filter ?? null, null);
  if (matching.length === 0) {
    throw new UsageError(
      `Expected --filter ${shellQuote(filter ?? '*')} to leave cases of ${goldenSet?.join(', ') ?? 'the main versions'}, got none of ${cases.length}. Case ids look like ${cases[0]?.id}.`,
    );
  }
  return sample === undefined ? matching : drawCases(matching, sample, seed);
}

function exitCodeOf(report: Report): number {
  if (report.interrupted) return exitCodes.interrupted;
  if ((report.verification?.problems.length ?? 0) > 0) return exitCodes.badUsage;
  if (report.summary.failed > 0) return exitCodes.differs;
  return report.summary.errored > 0 ? exitCodes.cannotJudge : exitCodes.conforms;
}

/** The command that records one case again. */
function replayCommand(id: string, goldens: string, goldenSet: readonly string[] | undefined): string {
  const where = goldens === defaultGoldens ? '' : ` --goldens ${shellQuote(goldens)}`;
  const sets = goldenSet === undefined ? '' : ` ${goldenSetOption(goldenSet)}`;
  return `npx syncbn-oracle verify --live --filter ${shellQuote(id)}${where}${sets}`;
}

/** The options that decide what was found, as they would be typed. */
function commandLine({ dialect, goldens, goldenSet, live, sample, seed, filter }: VerifyOptions): string {
  const parts = [
    'verify',
    dialect && `--dialect ${dialect}`,
    live && '--live',
    filter !== undefined && `--filter ${shellQuote(filter)}`,
    sample !== undefined && `--sample ${sample} --seed ${seed}`,
    goldens !== defaultGoldens && `--goldens ${shellQuote(goldens)}`,
    goldenSetOption(goldenSet),
  ];
  return parts.filter(Boolean).join(' ');
}

function stopBar(progress: Progress | null): void {
  progress?.stop();
}
