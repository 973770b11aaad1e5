import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import { decodeOnce } from './decode-once.ts';
import type { JudgedCase } from './judge-case.ts';
import { judgeCase } from './judge-case.ts';

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
}

// How many cases are judged before signals get a chance to be heard.
const batchSize = 50;

/** Holds every golden case against the reference; answers of a worse grade than `required` fail. */
export async function runGate(
  cases: readonly GoldenCase[],
  required: Grade,
  replayOf: (id: string) => string,
  events: GateEvents,
): Promise<GateOutcome> {
  const judged: JudgedCase[] = [];
  for (const [index, golden] of cases.entries()) {
    if (index % batchSize === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    if (events.isStopped()) return { judged, interrupted: true };
    const decoded = decodeOnce(golden);
    const one = judgeCase(decoded, required, replayOf);
    judged.push(one);
    events.onCase(one, judged.length, cases.length, decoded);
  }
  return { judged, interrupted: false };
}
