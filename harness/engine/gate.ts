import type { Adapter } from '../../oracle/accelerated/answer-sets.ts';
import { AdapterError } from '../../oracle/accelerated/kernel.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { countElements } from './count-elements.ts';
import { decodeOnce } from './decode-once.ts';
import type { JudgedCase } from './judge-case.ts';
import { errorWordsOf, judgeCase, methodOf } from './judge-case.ts';
import type { Screened } from './screen-cases.ts';
import { screenCases } from './screen-cases.ts';

/** What a gate tells whoever watches it. */
export interface GateEvents {
  /** `golden` has been decoded: to look at it again costs nothing. */
  readonly onCase: (judged: JudgedCase, done: number, total: number, golden: GoldenCase) => void;
  /** Asked before each case; true stops the gate with what it has. */
  readonly isStopped: () => boolean;
}

export interface GateOutcome {
  readonly judged: readonly JudgedCase[];
  readonly interrupted: boolean;
  /** What went wrong with the adapter, after which the exact core judged alone; null where nothing did. */
  readonly lost: string | null;
}

/** An accelerated reference, and from how many elements of a case on it is worth asking. */
export interface CaseScreen {
  readonly adapter: Adapter;
  readonly leastElements: number;
}

// How many cases are judged before signals get a chance to be heard, and how many share launches at most.
const batchSize = 50;
const screenBatch = 256;
const screenElements = 2 ** 21;

/**
 * Holds every golden case against the reference; answers of a worse grade than `required` fail. A `screen` decides what it can for certain,
 * which changes no verdict.
 */
export async function runGate(
  cases: readonly GoldenCase[],
  required: Grade,
  replayOf: (id: string) => string,
  events: GateEvents,
  screen: CaseScreen | null = null,
): Promise<GateOutcome> {
  const judged: JudgedCase[] = [];
  let lost: string | null = null;
  let next = 0;
  while (next < cases.length) {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (events.isStopped()) return { judged, interrupted: true, lost };
    const batch = takeBatch(cases, next, screen === null || lost !== null);
    next += batch.length;
    const screened: Attempt = screen === null || lost !== null ? [] : await attempt(batch, screen);
    if ('error' in screened) lost = screened.error;
    for (const [index, decoded] of batch.entries()) {
      if (events.isStopped()) return { judged, interrupted: true, lost };
      const one = judgeCase(decoded, required, replayOf, 'error' in screened ? null : (screened[index] ?? null));
      judged.push(one);
      events.onCase(one, judged.length, cases.length, decoded);
    }
  }
  return { judged, interrupted: false, lost };
}

/** The next cases, decoded: as many as a round of judging or a launch takes, and at least one. */
function takeBatch(cases: readonly GoldenCase[], from: number, coreAlone: boolean): readonly GoldenCase[] {
  const batch: GoldenCase[] = [];
  let elements = 0;
  const most = coreAlone ? batchSize : screenBatch;
  for (const golden of cases.slice(from, from + most)) {
    const decoded = decodeOnce(golden);
    batch.push(decoded);
    elements += coreAlone ? 0 : countElements(decoded.decode().scenario);
    if (elements > screenElements) break;
  }
  return batch;
}

/** What a screen found of each case, null where it was not asked; or why it can be asked no more. */
type Attempt = readonly (Screened | null)[] | { readonly error: string };

/** What a screen finds of those cases that are worth it, in their places. */
async function attempt(batch: readonly GoldenCase[], { adapter, leastElements }: CaseScreen): Promise<Attempt> {
  const places = Array.from(batch.keys()).filter((place) => {
    const golden = batch[place];
    return golden !== undefined && countElements(golden.decode().scenario) >= leastElements;
  });
  try {
    const found = await screenCases(
      adapter,
      places.flatMap((place) => {
        const golden = batch[place];
        if (golden === undefined) return [];
        const { scenario, trace } = golden.decode();
        return { scenario, trace, method: methodOf(golden.file.method), errorWords: errorWordsOf(golden, scenario.dialect) };
      }),
    );
    const screened: (Screened | null)[] = batch.map(() => null);
    places.forEach((place, index) => {
      screened[place] = found[index] ?? null;
    });
    return screened;
  } catch (error) {
    if (error instanceof AdapterError) return { error: error.message };
    throw error;
  }
}
