import path from 'node:path';
import type { Command } from 'commander';
import { Argument, Option } from 'commander';
import type { CaseSet } from '../../../generators/plan-recording.ts';
import { caseSets } from '../../../generators/plan-recording.ts';
import { mainVersion, versionsOf } from '../../../goldens/golden-sets.ts';
import { record } from '../../../goldens/recorders/record.ts';
import { RecorderError } from '../../../goldens/recorders/recorder-error.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import { dialects } from '../../../oracle/scenario.ts';
import { defaultGoldens } from '../default-goldens.ts';
import { exitCodes } from '../exit-codes.ts';
import { makeOutputFolder } from '../make-output-folder.ts';
import { onInterrupt } from '../on-interrupt.ts';
import { packageRoot, packageVersion } from '../package-root.ts';
import { parseCount } from '../parse-option.ts';
import type { Progress } from '../progress.ts';
import { startProgress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';

interface RecordCommandOptions {
  readonly frameworkVersion?: string;
  readonly goldens: string;
  readonly set: CaseSet | 'all';
  readonly count?: number;
  readonly seed: number;
  readonly corpus: boolean;
  readonly out: string;
  readonly python?: string;
  readonly environments: string;
  readonly timeout: number;
  readonly quiet: boolean;
}

// Of the main version: random cases on top of the hand-picked ones. Of another: cases in all.
const defaultCounts = { main: 400, other: 300 } as const;

/** `record`: runs generated scenarios through a real framework and writes golden files. */
export function addRecordCommand(program: Command): void {
  program
    .command('record')
    .summary('record goldens from a real framework')
    .description(
      'Streams generated scenarios to the Python recorder of a framework and writes Arrow files and the manifest.\n' +
        'The pinned framework is installed into a virtual environment first, unless --python names one that has it.\n' +
        'An interrupted recording goes on where it stopped when the same command is given again.\n' +
        `Versions: ${dialects.map((dialect) => `${dialect} ${versionsOf(dialect).join(', ')}`).join('; ')}. The first of each is the main one; another is asked again a part of what the main one was asked.`,
    )
    .addArgument(new Argument('<framework>', 'whose answers to record').choices(dialects))
    .option('--framework-version <version>', 'which version to record (default: the main one)')
    .addOption(
      new Option('--goldens <dir>', 'of the main version, whose scenarios another version is asked again').default(
        defaultGoldens,
        'the goldens of this package',
      ),
    )
    .addOption(
      new Option('--set <set>', 'which cases: random ones and the corpus, or those designed to tell grades and defects apart')
        .choices([...caseSets, 'all'])
        .default('all'),
    )
    .option(
      '--count <n>',
      `random scenarios, besides the hand-picked ones (default: ${defaultCounts.main}); of another version, cases in all (default: ${defaultCounts.other})`,
      parseCount(0, 1_000_000),
    )
    .option('--seed <n>', 'seed of the scenarios', parseCount(0, 2 ** 31 - 1), 1)
    .option('--no-corpus', 'leave the hand-picked scenarios out')
    .option('--out <dir>', 'folder of goldens to write to', 'recorded-goldens')
    .option('--python <path>', 'a Python that has the framework')
    .addOption(new Option('--environments <dir>', 'where virtual environments are made').default('.venvs'))
    .option('--timeout <seconds>', 'limit for a case of several ranks', parseCount(1, 3600), 30)
    .option('--quiet', 'no progress bar', false)
    .addHelpText('after', '\nExample:\n  $ syncbn-oracle record torch --count 400 --seed 7 --out recorded-goldens')
    .action(async (framework: Dialect, options: RecordCommandOptions) => {
      process.exitCode = await runRecord(framework, options);
    });
}

async function runRecord(dialect: Dialect, options: RecordCommandOptions): Promise<number> {
  const version = chooseVersion(dialect, options);
  const isMain = version === mainVersion(dialect);
  await makeOutputFolder(options.out);
  const interrupt = onInterrupt();
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const started = performance.now();
  let progress: Progress | null = null;
  let total = 0;
  let done = 0;
  try {
    const { files, failed } = await record(
      {
        dialect,
        version,
        mainGoldens: options.goldens,
        sets: options.set === 'all' ? caseSets : [options.set],
        count: options.count ?? (isMain ? defaultCounts.main : defaultCounts.other),
        seed: options.seed,
        corpus: options.corpus,
        out: options.out,
        python: options.python ?? null,
        environments: options.environments,
        pythonFolder: path.join(packageRoot, 'goldens', 'recorders', 'python'),
        timeoutSeconds: options.timeout,
        signal: interrupt.signal,
        toolVersion: packageVersion,
        date: new Date(),
      },
      {
        onNote: (text) => {
          progress?.stop();
          progress = null;
          say(text);
        },
        onStart: (all, already) => {
          [total, done] = [all, already];
          if (already > 0) say(`going on: ${already} of ${all} cases are recorded`);
          progress = startProgress('recording', all, options.quiet, already);
        },
        onCase: () => {
          done += 1;
          progress?.advance();
        },
      },
    );
    for (const { id, reason } of failed) say(`not recorded: ${id}: ${reason}`);
    const cases = files.reduce((sum, file) => sum + file.cases, 0);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`recorded: ${cases} cases in ${files.length} files (${seconds} s)      ${options.out}\n`);
    // Those that failed before an interruption are in no file either.
    const missing = total - cases;
    if (missing === 0) return exitCodes.conforms;
    say(`${missing} of ${total} cases could not be recorded; the others were written.`);
    return exitCodes.cannotJudge;
  } catch (error) {
    stopBar(progress);
    if (!(error instanceof RecorderError && error.code === 'stopped')) throw error;
    say(`stopped: about ${done} of ${total} cases are recorded. The same command goes on from here.`);
    return exitCodes.interrupted;
  } finally {
    stopBar(progress);
    interrupt.dispose();
  }
}

/** The version that is asked for, refused where there is no recorder for it or the other options make no sense with it. */
function chooseVersion(dialect: Dialect, { frameworkVersion, set, corpus }: RecordCommandOptions): string {
  const main = mainVersion(dialect);
  const version = frameworkVersion ?? main;
  const known = versionsOf(dialect);
  if (!known.includes(version)) {
    throw new UsageError(`Expected --framework-version to be one of ${known.join(', ')} for ${dialect}, got ${version}.`);
  }
  if (version !== main && (set !== 'all' || !corpus)) {
    throw new UsageError(
      `Expected --set and --no-corpus with ${dialect} ${main} alone, got ${version}. Its cases are a part of those of ${main}: choose how many with --count.`,
    );
  }
  return version;
}

function stopBar(progress: Progress | null): void {
  progress?.stop();
}
