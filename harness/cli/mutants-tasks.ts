import { openGoldens } from '../../goldens/open-goldens.ts';
import { GoldenError } from '../../goldens/format/golden-error.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { Adapter } from '../../oracle/accelerated/answer-sets.ts';
import { answerScenarios } from '../../oracle/accelerated/answer-scenarios.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { catalogue } from '../mutants/catalogue.ts';
import type { FuzzCases } from '../mutants/fuzz-kills.ts';
import { fuzzCases } from '../mutants/fuzz-kills.ts';
import type { Demand } from '../mutants/hold-mutant.ts';
import type { GoldenScreen, GoldensVerdict } from '../mutants/judge-goldens.ts';
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
  /** What screens: threads open webasm themselves; webgpu serves one thread, and is handed over. */
  readonly backend: 'webgpu' | 'webasm' | null;
}

/** A part of the goldens for all mutants, or the probes of one mutant. */
export type MutantsTask =
  | { readonly kind: 'goldens'; readonly from: number; readonly to: number }
  | { readonly kind: 'probes'; readonly mutant: string };

/** An error keeps its message alone from thread to thread: what is wrong with the goldens is an answer. */
export type MutantsAnswer =
  | { readonly kind: 'bad goldens'; readonly message: string }
  | { readonly kind: 'goldens'; readonly verdict: GoldensVerdict; readonly lost: string | null }
  | { readonly kind: 'probes'; readonly mutant: string; readonly verdict: ProbeVerdict };

/** Does the tasks of one job: what it opened or drew serves all of them. */
export function mutantsTasks(
  job: MutantsJob,
  openAdapter: () => Promise<Adapter> | null,
): (task: MutantsTask) => Promise<MutantsAnswer> {
  let opened: Promise<readonly GoldenCase[]> | null = null;
  let drawn: FuzzCases | null = null;
  let adapter: Promise<Adapter> | null = null;
  let lost: string | null = null;
  const screenOf = async (goldens: readonly GoldenCase[]): Promise<GoldenScreen | null> => {
    adapter ??= openAdapter();
    if (adapter === null || lost !== null) return null;
    try {
      return await screenGoldens(await adapter, goldens, job.demand.grade);
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      lost = error.message;
      return null;
    }
  };
  const answerTo = async (task: MutantsTask): Promise<MutantsAnswer> => {
    if (task.kind === 'goldens') {
      opened ??= openGoldens(job.goldens, job.dialect).then(({ cases }) => cases);
      const goldens = (await opened).slice(task.from, task.to);
      const mutants = job.mutants.map((id) => mutantOf(job, id));
      const verdict = judgeGoldens(goldens, mutants, job.demand, await screenOf(goldens));
      return { kind: 'goldens', verdict, lost };
    }
    drawn ??= fuzzCases(job.fuzzCases, job.seed);
    const verdict = probeMutant(mutantOf(job, task.mutant), drawn, job.demand.grade);
    return { kind: 'probes', mutant: task.mutant, verdict };
  };
  return async (task) =>
    answerTo(task).catch((error: unknown) => {
      if (error instanceof GoldenError) return { kind: 'bad goldens', message: error.message };
      throw error;
    });
}

async function screenGoldens(adapter: Adapter, goldens: readonly GoldenCase[], grade: Grade): Promise<GoldenScreen> {
  const found = await answerScenarios(
    adapter,
    goldens.map((golden) => golden.decode().scenario),
    grade,
  );
  const answers = goldens.flatMap(({ id }, index) => {
    const one = found[index];
    return one !== undefined && 'answer' in one ? [[id, one.answer] as const] : [];
  });
  return { grade, answers: new Map(answers) };
}

function mutantOf({ dialect }: MutantsJob, id: string): Mutant {
  const mutant = selectMutants(catalogue, dialect, null).find((one) => one.id === id);
  if (mutant === undefined) throw new RangeError(`Expected a mutant of the catalogue, got ${id}.`);
  return mutant;
}
