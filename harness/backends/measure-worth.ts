import { z } from 'zod';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import { judgeTrace } from '../engine/judge-trace.ts';
import type { Question } from '../engine/screen-cases.ts';
import { screenCases } from '../engine/screen-cases.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import type { AdapterCache } from './adapter-cache.ts';
import { adapterCache, adapterKey } from './adapter-cache.ts';
import { userCacheFolder } from './cache-folder.ts';
import type { Screen } from './open-screen.ts';
import { adapterOf } from './open-screen.ts';

/** From how many elements of a case on a screen is faster than the exact core alone; null where it never was. */
export interface Worth {
  readonly leastElements: number | null;
}

/** What was measured on this machine. */
export const worthCache: AdapterCache<Worth> = adapterCache(
  'worth',
  z.strictObject({ leastElements: z.number().int().min(0).nullable() }),
);

/** Sizes of a case that are tried, and how many cases of each share launches. */
const tried = [
  { shape: [4, 4, 4, 4], cases: 64 },
  { shape: [8, 8, 8, 8], cases: 16 },
  { shape: [16, 16, 16, 16], cases: 2 },
  { shape: [16, 32, 32, 32], cases: 1 },
] as const;

/** How long something takes: the least of some runs, for whatever the machine does beside makes it longer. */
type Timer = (work: () => Promise<unknown>) => Promise<number>;

/** Measured once a machine, in a few seconds, and kept; `folder` null measures anew and keeps nothing. */
export async function worthOf(screen: Screen, folder: string | null = userCacheFolder()): Promise<Worth> {
  const key = await adapterKey(screen.description);
  const known = folder === null ? null : await worthCache.read(folder, key);
  if (known !== null) return known;
  const worth = await measureWorth(screen);
  if (folder !== null) await worthCache.write(folder, key, worth);
  return worth;
}

/** The least of the tried sizes from which on, for all larger ones too, the screen takes less time than the exact core. */
export async function measureWorth(screen: Pick<Screen, 'runner' | 'facts'>, timer: Timer = leastTime): Promise<Worth> {
  const adapter = adapterOf(screen);
  let leastElements: number | null = null;
  for (const { shape, cases } of tried.toReversed()) {
    const questions = Array.from({ length: cases }, () => question(shape));
    const screened = await timer(() => screenCases(adapter, questions));
    const core = await timer(async () =>
      questions.map(({ scenario, method, trace }) => judgeTrace(scenario, method, trace, 'A')),
    );
    if (screened >= core) break;
    leastElements = shape.reduce((product, extent) => product * extent, 1);
  }
  return { leastElements };
}

function question(shape: readonly number[]): Question {
  const scenario = simpleScenario('torch', { arguments: { num_features: shape[1] ?? 1 }, shapes: [shape] });
  return { scenario, method: 'module', trace: roundTrace(answerScenario(scenario, 'A+')) };
}

async function leastTime(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run += 1) {
    const started = performance.now();
    await work();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}
