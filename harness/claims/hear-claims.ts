import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { methodOf } from '../engine/judge-case.ts';
import type { Claim } from './claim.ts';
import type { ClaimTally } from './claim-tally.ts';
import { emptyTally, hearCase } from './claim-tally.ts';
import { showCase } from './seen-case.ts';

// What claims are about shows in small cases as well; the few large ones would take most of the time.
const mostValues = 64;

/** Claims that listen to one golden case after another. */
export interface Hearing {
  readonly hear: (golden: GoldenCase) => void;
  /** What the cases heard so far said, a tally for each claim. */
  readonly tallies: () => readonly ClaimTally[];
}

/** Opens a hearing of claims that nobody has spoken of yet. */
export function openHearing(claims: readonly Claim[]): Hearing {
  let tallies = claims.map(() => emptyTally);
  return {
    hear: (golden) => {
      const method = methodOf(golden.file.method);
      if (method === 'global-batch') return;
      const { scenario, trace } = golden.decode();
      if (countValues(scenario) > mostValues) return;
      const seen = showCase(scenario, method, trace);
      tallies = claims.map((claim, index) => hearCase(claim, tallies[index] ?? emptyTally, golden.id, seen));
    },
    tallies: () => tallies,
  };
}

function countValues({ steps }: Scenario): number {
  return steps.reduce((sum, { ranks }) => ranks.reduce((inner, { x }) => inner + x.data.length, sum), 0);
}
