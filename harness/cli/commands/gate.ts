import path from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import { Option } from 'commander';
import { readKnownDifferences } from '../../../goldens/format/known-differences.ts';
import type { GoldenCase } from '../../../goldens/format/read-golden.ts';
import { goldenSetOf, mainSets } from '../../../goldens/golden-sets.ts';
import type { Goldens } from '../../../goldens/open-goldens.ts';
import { openGoldens } from '../../../goldens/open-goldens.ts';
import type { Grade } from '../../../oracle/accept/grade.ts';
import { grades } from '../../../oracle/accept/grade.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import { dialects } from '../../../oracle/scenario.ts';
import { judgeReport } from '../../../reports/judge-report.ts';
import type { Report } from '../../../reports/model.ts';
import { writeTerminal } from '../../../reports/writers/terminal.ts';
import type { BackendDemand } from '../../backends/choose-backend.ts';
import type { FailureDiagnosis } from '../../mutants/diagnose-failures.ts';
import { claims } from '../../claims/catalogue.ts';
import { openHearing } from '../../claims/hear-claims.ts';
import { claimResults } from '../../claims/report-claims.ts';
import { selectClaims } from '../../claims/select-claims.ts';
import { buildReport } from '../../engine/build-report.ts';
import type { GateEvents } from '../../engine/gate.ts';
import { runGate } from '../../engine/gate.ts';
import type { JudgedCase } from '../../engine/judge-case.ts';
import type { Shard } from '../../engine/select-cases.ts';
import { selectCases } from '../../engine/select-cases.ts';
import type { SettledCases } from '../../engine/settle-known.ts';
import { settleKnown } from '../../engine/settle-known.ts';
import { defaultGoldens } from '../default-goldens.ts';
import { exitCodes } from '../exit-codes.ts';
import { makeOutputFolder } from '../make-output-folder.ts';
import { onInterrupt } from '../on-interrupt.ts';
import { packageVersion } from '../package-root.ts';
import { addGoldenSets, chooseSets, goldenSetOption } from '../parse-golden-sets.ts';
import { parseCount, parseShard } from '../parse-option.ts';
import { startProgress } from '../progress.ts';
import { defaultGrade, replayCommand } from '../replay-command.ts';
import { shellQuote } from '../shell-quote.ts';
import { UsageError } from '../usage-error.ts';
import type { OpenBackend } from '../with-backend.ts';
import { backendOption, screenFacts, withBackend } from '../with-backend.ts';
import { writeReportFiles } from '../write-report-files.ts';

interface GateOptions {
  readonly dialect?: Dialect;
  readonly filter?: string;
  readonly goldens: string;
  readonly goldenSet?: readonly string[];
  readonly shard?: Shard;
  readonly out: string;
  readonly grade: Grade;
  readonly maxFindings: number;
  readonly backend: BackendDemand;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

// What claims are about shows in small cases; large ones would take most of the time.
const mostValuesHeard = 64;

/** `gate`: holds the reference against the goldens and reports. */
export function addGateCommand(program: Command): void {
  program
    .command('gate')
    .summary('hold the reference against goldens from the real frameworks')
    .description(
      'Computes the float64 reference for every golden scenario and compares every quantity with its acceptance bound.',
    )
    .addOption(new Option('--dialect <dialect>', 'only the goldens of one framework').choices(dialects))
    .option('--filter <glob>', 'only the cases whose id matches; `*` also matches `/`')
    .addOption(new Option('--goldens <dir>', 'folder of goldens').default(defaultGoldens, 'the goldens of this package'))
    .option(
      '--golden-set <name>',
      'which golden sets, by name (torch-2.7.1), several with commas, or all (default: those of the main versions)',
      addGoldenSets,
    )
    .option('--shard <i/n>', 'every n-th case, from the i-th', parseShard)
    .option('--out <dir>', 'where report.json, report.html and junit.xml go', 'syncbn-report')
    .addOption(
      new Option('--grade <grade>', 'the worst grade that passes: A+ two-pass, A also Welford and merged ranks, B also one-pass')
        .choices(grades)
        .default(defaultGrade),
    )
    .option('--max-findings <n>', 'how many findings the reports list', parseCount(1, 100_000), 100)
    .addOption(backendOption())
    .option('--quiet', 'print the verdict alone', false)
    .option('--verbose', 'print every case that did not pass', false)
    .addHelpText('after', "\nExample:\n  $ syncbn-oracle gate --dialect torch --filter 'torch/train+track/*/f64*'")
    .action(async (options: GateOptions) => {
      process.exitCode = await withBackend(options.backend, (backend) => gate(options, backend));
    });
}

async function gate(options: GateOptions, { screen, caseScreen, accelerator }: OpenBackend): Promise<number> {
  const startedAt = new Date();
  const goldens = await openGoldens(options.goldens, options.dialect ?? null, chooseSets(options.goldenSet));
  const cases = selectCases(goldens.cases, options.filter ?? null, options.shard ?? null);
  if (cases.length === 0) throw new UsageError(explainNothing(options, goldens));
  await makeOutputFolder(options.out);
  const interrupt = onInterrupt();
  const progress = startProgress('judging', cases.length, options.quiet);
  const replayOf = (id: string): string => replayCommand(id, options);
  const chosen = selectClaims(claims, options.dialect ?? null);
  const hearing = openHearing(chosen, mostValuesHeard);
  const events: GateEvents = {
    onCase: (one, _done, _total, golden) => {
      // The document speaks of the main versions.
      if (mainSets.includes(one.goldenSet)) hearing.hear(golden);
      progress.advance();
    },
    isStopped: () => interrupt.isRequested(),
  };
  const outcome = await runGate(cases, options.grade, replayOf, events, caseScreen).finally(() => {
    progress.stop();
    interrupt.dispose();
  });
  const isComplete = cases.length === goldens.cases.length && !outcome.interrupted;
  const hasMain = outcome.judged.some(({ goldenSet }) => mainSets.includes(goldenSet));
  const { judged, known } = await settle(outcome.judged, goldens, isComplete);
  const diagnosis = await diagnose(cases, judged, options.grade);
  const report = buildReport(judged, {
    toolVersion: packageVersion,
    command: commandLine(options),
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    interrupted: outcome.interrupted,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    files: goldens.files,
    accelerator,
    screen: screenFacts(screen, outcome.lost),
    maxFindings: options.maxFindings,
    requiredGrade: options.grade,
    claims: hasMain ? claimResults(chosen, hearing.tallies(), replayOf) : [],
    knownDifferences: known,
    ...diagnosis,
  });
  await writeReportFiles(options.out, report);
  const reportPath = path.join(options.out, 'report.html');
  process.stdout.write(writeTerminal(report, chalk, { quiet: options.quiet, verbose: options.verbose, reportPath }));
  return exitCodeOf(report);
}

/** Takes out what the golden sets are known to differ in. */
async function settle(judged: readonly JudgedCase[], goldens: Goldens, isComplete: boolean): Promise<SettledCases> {
  const sets = [...new Set(goldens.files.map(({ framework, version }) => goldenSetOf(framework, version)))];
  const known = await Promise.all(sets.map(async (set) => [set, await readKnownDifferences(goldens.directory, set)] as const));
  return settleKnown(judged, new Map(known), isComplete);
}

/** The catalogue of defects is loaded where there is something to explain. */
async function diagnose(
  ...[cases, judged, grade]: [readonly GoldenCase[], readonly JudgedCase[], Grade]
): Promise<FailureDiagnosis> {
  if (judged.every(({ result }) => result.status !== 'failed')) return { diagnoses: [], hints: new Map() };
  const { diagnoseFailures } = await import('../../mutants/diagnose-failures.ts');
  return diagnoseFailures(cases, judged, grade);
}

function exitCodeOf(report: Report): number {
  if (report.interrupted) return exitCodes.interrupted;
  if (judgeReport(report) === 'failed') return exitCodes.differs;
  return report.summary.errored > 0 ? exitCodes.cannotJudge : exitCodes.conforms;
}

function explainNothing(options: GateOptions, { cases, sets }: Goldens): string {
  const available = cases.length;
  if (available === 0) {
    const whose = [options.dialect, goldenSetOption(options.goldenSet) || 'a main version'].filter(Boolean).join(', ');
    const next = sets.length === 0 ? 'Give another folder with --goldens' : `Name one of ${sets.join(', ')} with --golden-set`;
    return `Expected goldens of ${whose} in ${options.goldens}, found none. ${next}.`;
  }
  const what = [
    options.filter !== undefined && `--filter ${shellQuote(options.filter)}`,
    options.shard && `--shard ${options.shard.index}/${options.shard.count}`,
  ];
  return `Expected ${what.filter(Boolean).join(' and ')} to leave some of ${available} cases, got none. Case ids look like torch/train+track/world1/f32/...: try --filter 'torch/*'.`;
}

/** The options that decide what was judged, as they would be typed. */
function commandLine(options: GateOptions): string {
  const { dialect, filter, shard, goldens, goldenSet, grade, backend } = options;
  const parts = [
    'gate',
    dialect && `--dialect ${dialect}`,
    filter !== undefined && `--filter ${shellQuote(filter)}`,
    shard && `--shard ${shard.index}/${shard.count}`,
    grade !== defaultGrade && `--grade ${grade}`,
    goldens !== defaultGoldens && `--goldens ${shellQuote(goldens)}`,
    goldenSetOption(goldenSet),
    backend !== 'auto' && `--backend ${backend}`,
  ];
  return parts.filter(Boolean).join(' ');
}
