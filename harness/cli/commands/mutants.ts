import path from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import { Option } from 'commander';
import { openGoldens } from '../../../goldens/open-goldens.ts';
import type { Grade } from '../../../oracle/accept/grade.ts';
import { grades } from '../../../oracle/accept/grade.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import { dialects } from '../../../oracle/scenario.ts';
import { judgeReport } from '../../../reports/judge-report.ts';
import type { Report } from '../../../reports/model.ts';
import { writeTerminal } from '../../../reports/writers/terminal.ts';
import type { BackendDemand } from '../../backends/choose-backend.ts';
import { adapterOf } from '../../backends/open-screen.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { defaultGoldens } from '../default-goldens.ts';
import { exitCodes } from '../exit-codes.ts';
import { makeOutputFolder } from '../make-output-folder.ts';
import { onInterrupt } from '../on-interrupt.ts';
import { packageVersion } from '../package-root.ts';
import { parseCount } from '../parse-option.ts';
import { startProgress } from '../progress.ts';
import { shellQuote } from '../shell-quote.ts';
import { UsageError } from '../usage-error.ts';
import type { OpenBackend } from '../with-backend.ts';
import { backendOption, screenFacts, withBackend } from '../with-backend.ts';
import { writeReportFiles } from '../write-report-files.ts';

interface MutantsOptions {
  readonly dialect?: Dialect;
  readonly mutant?: string;
  readonly goldens: string;
  readonly grade: Grade;
  readonly certify: boolean;
  readonly fuzz: number;
  readonly seed: number;
  readonly out: string;
  readonly backend: BackendDemand;
  readonly quiet: boolean;
}

const defaultGrade: Grade = 'A';
const defaultFuzz = 200;
const defaultSeed = 20_261_122;

/** `mutants`: holds known defects against the goldens, random cases, and what others would have noticed. */
export function addMutantsCommand(program: Command): void {
  program
    .command('mutants')
    .summary('hold known defects against the goldens: which quantity of which case kills each')
    .description(
      'Puts every mutant of the catalogue, the reference with one known defect, to the goldens and to random cases, and reports what kills it and how soon. With --certify it also proves which defects the goldens tell apart from correct code, whatever the rounding.',
    )
    .addOption(new Option('--goldens <dir>', 'folder of goldens').default(defaultGoldens, 'the goldens of this package'))
    .addOption(new Option('--dialect <dialect>', 'only the mutants and goldens of one framework').choices(dialects))
    .option('--mutant <glob>', 'only the mutants whose id matches')
    .addOption(
      new Option('--grade <grade>', 'the worst grade that correct code may have: mutants must be outside its bounds')
        .choices(grades)
        .default(defaultGrade),
    )
    .option('--certify', 'prove which mutants are distinguishable, for each grade', false)
    .option('--fuzz <n>', 'how many random cases a mutant gets; 0 for none', parseCount(0, 100_000), defaultFuzz)
    .option('--seed <n>', 'of the random cases', parseCount(0, 2 ** 31 - 1), defaultSeed)
    .addOption(backendOption())
    .option('--out <dir>', 'where report.json, report.html and junit.xml go', 'syncbn-report')
    .option('--quiet', 'print the verdict alone', false)
    .addHelpText('after', "\nExample:\n  $ syncbn-oracle mutants --dialect torch --mutant 'buffer*' --certify")
    .action(async (options: MutantsOptions) => {
      // What takes time here is what mutants answer, which nothing accelerates.
      const demand = options.backend === 'auto' ? 'cpu' : options.backend;
      process.exitCode = await withBackend(demand, (backend) => mutants(options, backend));
    });
}

async function mutants(options: MutantsOptions, { screen, accelerator }: OpenBackend): Promise<number> {
  const startedAt = new Date();
  // Loaded here: every other command starts without them.
  const [{ catalogue }, { selectMutants }, { reportMutants }, { runMutants }] = await Promise.all([
    import('../../mutants/catalogue.ts'),
    import('../../mutants/select-mutants.ts'),
    import('../../mutants/report-mutants.ts'),
    import('../mutants-pool.ts'),
  ]);
  const { dialect = null, grade, certify, seed } = options;
  const select = (glob: string | null): readonly Mutant[] => selectMutants(catalogue, dialect, glob);
  const chosen = select(options.mutant ?? null);
  if (chosen.length === 0) throw new UsageError(explainNothing(options, select(null)));
  const goldens = await openGoldens(options.goldens, dialect);
  if (goldens.cases.length === 0) {
    throw new UsageError(
      `Expected goldens in ${options.goldens}, found none${dialect === null ? '' : ` for ${dialect}`}. Give another folder with --goldens.`,
    );
  }
  await makeOutputFolder(options.out);
  const interrupt = onInterrupt();
  const progress = startProgress('holding mutants', goldens.cases.length + chosen.length, options.quiet);
  const job = {
    goldens: path.resolve(options.goldens),
    dialect,
    mutants: chosen.map(({ id }) => id),
    demand: { grade, certify },
    fuzzCases: options.fuzz,
    seed,
    backend: screen?.description.backend ?? null,
  };
  const adapter = screen?.description.backend === 'webgpu' ? adapterOf(screen) : null;
  const events = {
    onDone: (count: number) => Array.from({ length: count }, progress.advance),
    isStopped: () => interrupt.isRequested(),
  };
  const outcome = await runMutants(job, goldens.cases.length, events, adapter).finally(() => {
    progress.stop();
    interrupt.dispose();
  });
  const report = reportMutants(chosen, outcome, {
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
    grade,
    fuzzCases: options.fuzz,
    seed,
  });
  await writeReportFiles(options.out, report);
  const reportPath = path.join(options.out, 'report.html');
  process.stdout.write(writeTerminal(report, chalk, { quiet: options.quiet, verbose: false, reportPath }));
  return exitCodeOf(report);
}

function explainNothing({ mutant }: MutantsOptions, all: readonly Mutant[]): string {
  return `Expected --mutant '${mutant}' to leave some of ${all.length} mutants, got none. Ids look like ${all[0]?.id}.`;
}

function exitCodeOf(report: Report): number {
  if (report.interrupted) return exitCodes.interrupted;
  return judgeReport(report) === 'failed' ? exitCodes.differs : exitCodes.conforms;
}

/** The options that decide what was found, as they would be typed. */
function commandLine({ dialect, mutant, goldens, grade, certify, fuzz, seed, backend }: MutantsOptions): string {
  const parts = [
    'mutants',
    dialect && `--dialect ${dialect}`,
    mutant !== undefined && `--mutant ${shellQuote(mutant)}`,
    grade !== defaultGrade && `--grade ${grade}`,
    certify && '--certify',
    fuzz !== defaultFuzz && `--fuzz ${fuzz}`,
    seed !== defaultSeed && `--seed ${seed}`,
    goldens !== defaultGoldens && `--goldens ${shellQuote(goldens)}`,
    backend !== 'auto' && `--backend ${backend}`,
  ];
  return parts.filter(Boolean).join(' ');
}
