import { workerData } from 'piscina';
import { GoldenError } from '../../goldens/format/golden-error.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { openGoldens } from '../../goldens/open-goldens.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { catalogue } from '../mutants/catalogue.ts';
import type { FuzzCases } from '../mutants/fuzz-kills.ts';
import { fuzzCases } from '../mutants/fuzz-kills.ts';
import type { Demand } from '../mutants/hold-mutant.ts';
import type { GoldensVerdict } from '../mutants/judge-goldens.ts';
import { judgeGoldens } from '../mutants/judge-goldens.ts';
import type { Mutant } from '../mutants/mutant.ts';
import type { ProbeVerdict } from '../mutants/probe-mutants.ts';
import { probeMutant } from '../mutants/probe-mutants.ts';
import { selectMutants } from '../mutants/select-mutants.ts';

/** What every thread of a run about mutants knows: plain data, for it crosses threads. */
export interface MutantsJob {
  readonly goldens: string;
  readonly dialect: Dialect | null;
  /** Ids in the catalogue. */
  readonly mutants: readonly string[];
  readonly demand: Demand;
  readonly fuzzCases: number;
  readonly seed: number;
}

/** A part of the goldens for all mutants, or the probes of one mutant. */
export type MutantsTask =
  | { readonly kind: 'goldens'; readonly from: number; readonly to: number }
  | { readonly kind: 'probes'; readonly mutant: string };

/** An error keeps its message alone from thread to thread: what is wrong with the goldens is an answer. */
export type MutantsAnswer =
  | { readonly kind: 'bad goldens'; readonly message: string }
  | { readonly kind: 'goldens'; readonly verdict: GoldensVerdict }
  | { readonly kind: 'probes'; readonly mutant: string; readonly verdict: ProbeVerdict };

// A thread has one job; what it opened or drew serves all its tasks.
const job: MutantsJob = workerData;
let opened: Promise<readonly GoldenCase[]> | null = null;
let drawn: FuzzCases | null = null;

/** Does one task of the job. */
export async function doTask(task: MutantsTask): Promise<MutantsAnswer> {
  return answerTo(task).catch((error: unknown) => {
    if (error instanceof GoldenError) return { kind: 'bad goldens', message: error.message };
    throw error;
  });
}

async function answerTo(task: MutantsTask): Promise<MutantsAnswer> {
  if (task.kind === 'goldens') {
    opened ??= openGoldens(job.goldens, job.dialect).then(({ cases }) => cases);
    const goldens = (await opened).slice(task.from, task.to);
    return { kind: 'goldens', verdict: judgeGoldens(goldens, job.mutants.map(mutantOf), job.demand) };
  }
  drawn ??= fuzzCases(job.fuzzCases, job.seed);
  return { kind: 'probes', mutant: task.mutant, verdict: probeMutant(mutantOf(task.mutant), drawn, job.demand.grade) };
}

function mutantOf(id: string): Mutant {
  const mutant = selectMutants(catalogue, job.dialect, null).find((one) => one.id === id);
  if (mutant === undefined) throw new RangeError(`Expected a mutant of the catalogue, got ${id}.`);
  return mutant;
}
