import type { Command } from 'commander';
import { Option } from 'commander';
import type { CanaryFacts } from '../../../oracle/accelerated/canary.ts';
import { BackendError } from '../../backends/backend-error.ts';
import type { BackendDemand } from '../../backends/choose-backend.ts';
import { backendDemands, chooseBackend } from '../../backends/choose-backend.ts';
import type { GpuMode } from '../../backends/gpu-js.ts';
import type { BackendDescription } from '../../backends/open-runner.ts';
import { openScreen } from '../../backends/open-screen.ts';
import { exitCodes } from '../exit-codes.ts';
import { packageVersion } from '../package-root.ts';

/** `doctor`: what this machine can run the reference on. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('show what the reference can run on here, and what to install')
    .description(
      'Opens every backend, tries its arithmetic, and says what --backend auto takes and why. Ends with 3 where the one that --backend names is not available.',
    )
    .addOption(new Option('--backend <backend>', 'only this one').choices(backendDemands))
    .addHelpText('after', '\nExample:\n  $ syncbn-oracle doctor --backend webgpu')
    .action(async ({ backend }: { readonly backend?: BackendDemand }) => {
      process.exitCode = await doctor(backend ?? null);
    });
}

async function doctor(demand: BackendDemand | null): Promise<number> {
  const print = (line: string): boolean => process.stdout.write(`${line}\n`);
  print(`syncbn-oracle ${packageVersion}, Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  let isMissing = false;
  for (const backend of ['webgpu', 'webasm'] as const) {
    if (demand !== null && demand !== backend) continue;
    const lines = await examine(backend);
    if (lines.isMissing) isMissing = true;
    print(entry(backend, lines.lines));
  }
  if (demand === null || demand === 'cpu') print(entry('cpu', ['available: the float64 core, which adjudicates in every case']));
  if (demand === null || demand === 'auto') print(entry('auto', await explainAuto()));
  return isMissing && demand !== null ? exitCodes.cannotJudge : exitCodes.conforms;
}

interface Examination {
  readonly isMissing: boolean;
  readonly lines: readonly string[];
}

async function examine(backend: GpuMode): Promise<Examination> {
  try {
    const { facts, description, close } = await openScreen(backend, { cacheFolder: null });
    await close();
    return { isMissing: false, lines: [...describe(description), ...explainFacts(facts)] };
  } catch (error) {
    if (error instanceof BackendError) return { isMissing: true, lines: ['not available', error.message] };
    throw error;
  }
}

async function explainAuto(): Promise<readonly string[]> {
  const { screen, why } = await chooseBackend('auto', { cacheFolder: null });
  await screen?.close();
  return [screen === null ? 'takes cpu' : 'takes webgpu', why];
}

const kinds: Readonly<Record<BackendDescription['kind'], string>> = {
  hardware: 'a GPU',
  software: 'a program that plays a GPU: right for tests, slower than the core',
  cpu: 'the CPU, by WebAssembly',
};

function describe({ adapter, driver, kind, why }: BackendDescription): readonly string[] {
  return [`available: ${kinds[kind]}`, `adapter: ${adapter}`, `driver: ${driver}`, `why: ${why}`];
}

/** The facts of a canary, in words. */
export function explainFacts(facts: CanaryFacts): readonly string[] {
  const { unitRoundoff, compensated, twoProduct, contracts, flushesDenormals, divisionUlps, rootUlps, spreadsNonFinite } = facts;
  const can = (what: string, is: boolean): string => `${what} ${is ? 'works' : 'does not work'}`;
  return [
    unitRoundoff === 2 ** -24 ? '+ - * rounded right' : '+ - * rounded to a neighbour, not always the nearest',
    `division within ${divisionUlps} ulp, roots within ${rootUlps} ulp`,
    `${can('TwoSum', compensated)}, ${can('TwoProduct', twoProduct)}`,
    `a b + c ${contracts ? 'may be rounded once' : 'is rounded twice'}`,
    `numbers below 2^-126 ${flushesDenormals ? 'may become zero' : 'are kept'}`,
    `NaN and infinities ${spreadsNonFinite ? 'come through' : 'get lost'}`,
  ];
}

function entry(name: string, [first = '', ...rest]: readonly string[]): string {
  return [`\n${name.padEnd(8)}${first}`, ...rest.map((line) => `${' '.repeat(8)}${line}`)].join('\n');
}
