import { glob } from 'node:fs/promises';
import process from 'node:process';
import type {
  DryRunResult,
  MutantRunOptions,
  MutantRunResult,
  TestResult,
  TestRunner,
  TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import fc from 'fast-check';
import { collectTests } from './collect-tests.ts';
import type { Loader } from './load-instrumented.ts';
import { takeOverLoading } from './load-instrumented.ts';

/** What Stryker's instrumented code reads and writes. */
interface Instruments {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: MutantCoverage;
}

const instruments: Instruments = {};
Reflect.set(globalThis, '__stryker__', instruments);
// Vitest's own matchers fail with a message; those of tests ask how long it may be.
Reflect.set(globalThis, '__vitest_worker__', { config: { snapshotOptions: { expand: false } } });

function activate({ activeMutant, hitLimit }: MutantRunOptions): void {
  Object.assign(instruments, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
}

function deactivate(): void {
  Object.assign(instruments, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
}

interface KnownTest {
  readonly id: string;
  readonly file: string;
  readonly name: string;
  /** What it took the last time that it passed. */
  milliseconds: number;
}

type Run = () => unknown;

/**
 * Runs the oracle's tests in the process that holds the mutants, one by one: those that killed the last mutants first, then the
 * quickest. Most mutants take milliseconds; a new thread for each of them, as Vitest has it, took most of the time. A mutant may
 * leave things behind that fail tests after it. So where modules were not loaded anew before it, one counts as killed when the same
 * test fails with it, passes without it, and fails with it again.
 */
class InProcessRunner implements TestRunner {
  readonly #known = new Map<string, KnownTest>();
  /** The tests of the files loaded so far. */
  readonly #loaded = new Map<string, ReadonlyMap<string, Run>>();
  /** Ids of tests, the last to kill a mutant first. */
  #killers: readonly string[] = [];
  /** Modules may not be as the files say: a mutant was there as they loaded, or left something behind. */
  #stale = false;
  #loader: Loader | null = null;

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    // Any counterexample kills a mutant: there is no need to look for the smallest.
    fc.configureGlobal({ seed: 20_261_122, endOnFailure: true, numRuns: 8 });
    this.#loader = takeOverLoading(process.cwd());
    for await (const file of glob('oracle/**/*.test.ts')) {
      for (const name of (await this.#testsOf(file)).keys()) {
        const id = `${file}#${name}`;
        this.#known.set(id, { id, file, name, milliseconds: 0 });
      }
    }
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const known of this.#known.values()) {
      instruments.currentTestId = known.id;
      const failureMessage = await this.#failureOf(known);
      instruments.currentTestId = undefined;
      const result = { id: known.id, name: known.name, fileName: known.file, timeSpentMs: known.milliseconds };
      tests.push(
        failureMessage === null
          ? { ...result, status: TestStatus.Success }
          : { ...result, status: TestStatus.Failed, failureMessage },
      );
    }
    const { mutantCoverage } = instruments;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage === undefined ? {} : { mutantCoverage }) };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const isStatic = options.mutantActivation === 'static';
    let fresh = isStatic || this.#stale;
    if (fresh) this.#reload();
    for (;;) {
      this.#stale = isStatic;
      const result = await this.#hunt(options);
      const killer = result.status === MutantRunStatus.Killed ? this.#known.get(result.killedBy[0] ?? '') : undefined;
      if (isStatic || killer === undefined) return result;
      // A test that fails without the mutant has met what this one left behind, or another before it.
      this.#stale = (await this.#failureOf(killer)) !== null;
      if (fresh || (!this.#stale && (await this.#failsUnder(options, killer)))) return result;
      this.#reload();
      fresh = true;
    }
  }

  async #failsUnder(options: MutantRunOptions, test: KnownTest): Promise<boolean> {
    activate(options);
    try {
      return (await this.#failureOf(test)) !== null;
    } finally {
      deactivate();
    }
  }

  /** Runs tests until one fails. */
  async #hunt(options: MutantRunOptions): Promise<MutantRunResult> {
    const { hitLimit, testFilter, mutantActivation } = options;
    // What changes as the program runs changes in modules that loaded without it.
    if (mutantActivation === 'runtime') for (const { file } of this.#known.values()) await this.#testsOf(file);
    activate(options);
    let nrOfTests = 0;
    try {
      for (const test of this.#inOrder(testFilter)) {
        nrOfTests += 1;
        const failureMessage = await this.#failureOf(test);
        const { hitCount = 0 } = instruments;
        if (hitLimit !== undefined && hitCount > hitLimit) {
          return { status: MutantRunStatus.Timeout, reason: `Reached ${hitCount} times, ${hitLimit} at most` };
        }
        if (failureMessage === null) continue;
        this.#killers = [test.id, ...this.#killers.filter((id) => id !== test.id)].slice(0, 30);
        return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage, nrOfTests };
      }
      return { status: MutantRunStatus.Survived, nrOfTests };
    } catch (error) {
      return { status: MutantRunStatus.Error, errorMessage: String(error) };
    } finally {
      deactivate();
    }
  }

  #inOrder(ids: readonly string[] | undefined): readonly KnownTest[] {
    const asked = ids === undefined ? [...this.#known.values()] : ids.flatMap((id) => this.#known.get(id) ?? []);
    const cost = ({ id, milliseconds }: KnownTest): number => {
      const rank = this.#killers.indexOf(id);
      return rank === -1 ? milliseconds : rank - this.#killers.length;
    };
    return asked.toSorted((a, b) => cost(a) - cost(b));
  }

  /** The message of a test that fails, null of one that passes. Throws where the test's file does not load. */
  async #failureOf(test: KnownTest): Promise<string | null> {
    const run = (await this.#testsOf(test.file)).get(test.name);
    const start = performance.now();
    try {
      await run?.();
    } catch (error) {
      return String(error).slice(0, 500);
    }
    test.milliseconds = performance.now() - start;
    return null;
  }

  async #testsOf(file: string): Promise<ReadonlyMap<string, Run>> {
    const loaded = this.#loaded.get(file);
    if (loaded !== undefined) return loaded;
    const tests = await collectTests(async () => this.#loader?.load(file));
    const byName = new Map(tests.map(({ name, run }) => [name, run]));
    this.#loaded.set(file, byName);
    return byName;
  }

  #reload(): void {
    this.#loader?.forget();
    this.#loaded.clear();
  }
}

export const strykerPlugins: readonly unknown[] = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner }];
