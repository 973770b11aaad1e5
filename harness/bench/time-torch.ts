import { existsSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { frameworkOf } from '../../goldens/recorders/framework.ts';
import { lastLines } from '../../goldens/recorders/run-limited.ts';
import { packageRoot } from '../cli/package-root.ts';
import type { Figure } from './figure.ts';
import { summarise } from './measure.ts';
import type { Direction, Workload } from './workloads.ts';

const limitMilliseconds = 4 * 60 * 1000;
const dtypes = ['float32', 'float64'] as const;

const answerSchema = z.strictObject({
  version: z.string(),
  threads: z.int().positive(),
  timings: z.array(
    z.strictObject({
      workload: z.string(),
      dtype: z.enum(dtypes),
      backward: z.boolean(),
      milliseconds: z.array(z.number().nonnegative()).min(1),
    }),
  ),
});
type TorchAnswer = z.infer<typeof answerSchema>;

/** What torch was found to take: `figures` has its two rows for each workload and direction. */
export interface TorchTimings {
  readonly description: string;
  readonly figures: (workload: Workload, direction: Direction) => readonly Figure[];
}

/** Times torch's batch normalisation on the CPU, in a process of its own; where there is no torch, says how to get it. */
export async function timeTorch(asked: readonly Workload[], python: string | null): Promise<TorchTimings> {
  const { version, folder } = frameworkOf('torch', '');
  const own = path.join(packageRoot, '.venvs', folder, 'bin', 'python');
  if (python === null && !existsSync(own)) {
    return withoutTorch(
      `no torch ${version} in .venvs; \`npx syncbn-oracle record torch --count 1 --no-corpus\` installs it, --python names another`,
    );
  }
  const script = path.join(import.meta.dirname, 'time_torch.py');
  const request = { workloads: asked, leastRuns: 5, seconds: 0.5 };
  const { exitCode, stdout, stderr, timedOut, code } = await execa(python ?? own, [script, JSON.stringify(request)], {
    reject: false,
    stdin: 'ignore',
    timeout: limitMilliseconds,
    env: { PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (timedOut) return withoutTorch(`${script} did not end within ${limitMilliseconds / 1000} s`);
  if (exitCode !== 0) {
    const [reason] = lastLines(stderr, 1).split('\n');
    return withoutTorch(`${python ?? own} ended with ${exitCode ?? code}: ${reason}. --python names another`);
  }
  const answer = readAnswer(stdout);
  if (answer === null) return withoutTorch(`${script} did not answer what was expected of it`);
  const threads = answer.threads === 1 ? '1 thread' : `${answer.threads} threads`;
  return {
    description: `torch ${answer.version} on the CPU, ${threads} (its default): torch.nn.BatchNorm on the batch of all ranks, no bounds`,
    figures: (workload, direction) => dtypes.map((dtype) => figureOf(answer, workload, direction, dtype)),
  };
}

function withoutTorch(reason: string): TorchTimings {
  const figures = dtypes.map((dtype): Figure => ({ who: `torch ${dtype}, CPU`, task: 'answer', reason: 'see above' }));
  return { description: `torch: not measured: ${reason}`, figures: () => figures };
}

/** What the script printed, where it is that. */
function readAnswer(text: string): TorchAnswer | null {
  try {
    return answerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function figureOf({ timings }: TorchAnswer, { name }: Workload, direction: Direction, dtype: (typeof dtypes)[number]): Figure {
  const who = `torch ${dtype}, CPU`;
  const backward = direction !== 'forward';
  const found = timings.find((one) => one.workload === name && one.dtype === dtype && one.backward === backward);
  if (found === undefined) return { who, task: 'answer', reason: 'torch did not answer' };
  return { who, task: 'answer', timing: summarise(found.milliseconds), note: '' };
}
