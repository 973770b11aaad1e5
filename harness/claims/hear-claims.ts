import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Trace } from '../../oracle/trace.ts';
import { methodOf } from '../engine/judge-case.ts';
import type { Claim } from './claim.ts';
import type { ClaimTally } from './claim-tally.ts';
import { emptyTally, hearCase } from './claim-tally.ts';
import type { SeenCase } from './seen-case.ts';
import { showCase } from './seen-case.ts';

/** Claims that listen to one golden case after another. */
export interface Hearing {
  readonly hear: (golden: GoldenCase) => void;
  /** What the cases heard so far said, a tally for each claim. */
  readonly tallies: () => readonly ClaimTally[];
}

/** Opens a hearing of claims that nobody has spoken of yet. Cases with more than `mostValues` values in their inputs are not heard. */
export function openHearing(claims: readonly Claim[], mostValues: number = Number.POSITIVE_INFINITY): Hearing {
  let tallies = claims.map(() => emptyTally);
  return {
    hear: (golden) => {
      // It shows the kernel and not the module: who shares, and when, was decided by the recorder.
      if (methodOf(golden.file.method) === 'global-batch') return;
      const { scenario, trace } = golden.decode();
      if (countValues(scenario) > mostValues) return;
      const seen = attemptToShow(scenario, trace);
      if (seen === null) return;
      tallies = claims.map((claim, index) => hearCase(claim, tallies[index] ?? emptyTally, golden.id, seen));
    },
    tallies: () => tallies,
  };
}

/** Null where the oracle has no answer to the scenario, as it says by a RangeError: then there is nothing to hold the trace against. */
function attemptToShow(scenario: Scenario, trace: Trace): SeenCase | null {
  try {
    return showCase(scenario, trace);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What whoever watches a hearing is told, and asked. */
export interface HearingEvents {
  readonly onCase: () => void;
  /** Asked before each case; true ends the hearing with what was said so far. */
  readonly isStopped: () => boolean;
}

// How many cases are heard before signals get a chance to be.
const batchSize = 50;

/** Lets every case speak, or all until the hearing is stopped. */
export async function hearAll(
  claims: readonly Claim[],
  cases: readonly GoldenCase[],
  events: HearingEvents,
): Promise<{ readonly tallies: readonly ClaimTally[]; readonly interrupted: boolean }> {
  const hearing = openHearing(claims);
  for (const [index, golden] of cases.entries()) {
    if (index % batchSize === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    if (events.isStopped()) return { tallies: hearing.tallies(), interrupted: true };
    hearing.hear(golden);
    events.onCase();
  }
  return { tallies: hearing.tallies(), interrupted: false };
}

function countValues({ steps }: Scenario): number {
  return steps.reduce((sum, { ranks }) => ranks.reduce((inner, { x }) => inner + x.data.length, sum), 0);
}
