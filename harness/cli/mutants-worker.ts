import { workerData } from 'piscina';
import { adapterOf, openScreen } from '../backends/open-screen.ts';
import type { MutantsAnswer, MutantsJob, MutantsTask } from './mutants-tasks.ts';
import { mutantsTasks } from './mutants-tasks.ts';

// A thread has one job.
const job: MutantsJob = workerData;
const answerTo = mutantsTasks(job, () => (job.backend === 'webasm' ? openScreen('webasm').then(adapterOf) : null));

/** Does one task of the job. */
export async function doTask(task: MutantsTask): Promise<MutantsAnswer> {
  return answerTo(task);
}
