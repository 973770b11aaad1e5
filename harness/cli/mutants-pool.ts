import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Piscina } from 'piscina';
import { emptyVerdict, mergeVerdicts } from '../mutants/judge-goldens.ts';
import type { GoldensVerdict } from '../mutants/judge-goldens.ts';
import type { ProbeVerdict } from '../mutants/probe-mutants.ts';
import type { MutantsOutcome } from '../mutants/report-mutants.ts';
import type { Adapter } from '../../oracle/accelerated/answer-sets.ts';
import type { MutantsAnswer, MutantsJob, MutantsTask } from './mutants-tasks.ts';
import { mutantsTasks } from './mutants-tasks.ts';
import { UsageError } from './usage-error.ts';

/** What a run about mutants tells whoever watches it. */
export interface MutantsEvents {
  /** So many goldens held against all mutants, or mutants put to all probes, have been done. */
  readonly onDone: (count: number) => void;
  /** Asked before each task; true stops the run with what it has. */
  readonly isStopped: () => boolean;
}

// Small enough to stop soon, large enough that handing over costs nothing.
const goldensPerTask = 20;

/** What was found, and what went wrong with an adapter on the way. */
export type MutantsRun = MutantsOutcome & { readonly interrupted: boolean; readonly lost: string | null };

/**
 * Shares a job about the first `cases` goldens among threads, one a core. What it found does not depend on who did what. With an
 * `adapter`, which threads cannot share, this thread does all of it.
 */
export async function runMutants(
  job: MutantsJob,
  cases: number,
  events: MutantsEvents,
  adapter: Adapter | null = null,
): Promise<MutantsRun> {
  const tasks = planTasks(job, cases);
  if (adapter !== null) {
    const answerTo = mutantsTasks(job, async () => adapter);
    return doTasks(job, tasks, 1, events, async (task) => {
      // Signals are heard between tasks.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return answerTo(task);
    });
  }
  const threads = Math.min(availableParallelism(), tasks.length);
  const pool = new Piscina<MutantsTask, MutantsAnswer>({
    // The worker has the ending of this file: `.ts` here, `.js` once built.
    filename: path.join(import.meta.dirname, `mutants-worker${path.extname(import.meta.filename)}`),
    name: 'doTask',
    workerData: job,
    minThreads: threads,
    maxThreads: threads,
  });
  try {
    return await doTasks(job, tasks, threads, events, (task) => pool.run(task));
  } finally {
    await pool.destroy();
  }
}

async function doTasks(
  job: MutantsJob,
  tasks: readonly MutantsTask[],
  threads: number,
  events: MutantsEvents,
  answerTo: (task: MutantsTask) => Promise<MutantsAnswer>,
): Promise<MutantsRun> {
  const verdicts: GoldensVerdict[] = [];
  let lost: string | null = null;
  const probes = new Map<string, ProbeVerdict>();
  const waiting = tasks.entries();
  let interrupted = false;
  const work = async (): Promise<void> => {
    for (const [place, task] of waiting) {
      if (events.isStopped()) {
        interrupted = true;
        return;
      }
      const answer = await answerTo(task);
      if (answer.kind === 'bad goldens') throw new UsageError(answer.message);
      if (answer.kind === 'goldens') {
        verdicts[place] = answer.verdict;
        lost ??= answer.lost;
      } else probes.set(answer.mutant, answer.verdict);
      events.onDone(task.kind === 'goldens' ? task.to - task.from : 1);
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
  // Tasks are begun in order and finished once begun: what is there has no gaps.
  const goldens = verdicts.reduce(mergeVerdicts, emptyVerdict(job.mutants.length, job.demand));
  return { goldens, probes, interrupted, lost };
}

function planTasks({ mutants }: MutantsJob, cases: number): readonly MutantsTask[] {
  const starts = Array.from({ length: Math.ceil(cases / goldensPerTask) }, (_, index) => index * goldensPerTask);
  return [
    ...starts.map((from) => ({ kind: 'goldens' as const, from, to: Math.min(cases, from + goldensPerTask) })),
    ...mutants.map((mutant) => ({ kind: 'probes' as const, mutant })),
  ];
}
