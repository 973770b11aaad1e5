import type { Claim, Testimony } from './claim.ts';
import { testify } from './testify.ts';
import type { SeenCase } from './seen-case.ts';

/** Cases that said the same: how many, and the ids of the first. */
export interface Heard {
  readonly cases: number;
  readonly first: readonly string[];
}

/** What the cases so far said of one claim. */
export interface ClaimTally {
  readonly supporting: Heard;
  readonly contradicting: Heard;
  /** Those that support a claim outside its condition or contradict it inside. */
  readonly misplaced: Heard;
}

// More would make reports long and prove nothing more.
const kept = 5;
const none: Heard = { cases: 0, first: [] };

export const emptyTally: ClaimTally = { supporting: none, contradicting: none, misplaced: none };

/** The tally with one more case heard. */
export function hearCase(claim: Claim, tally: ClaimTally, id: string, seen: SeenCase): ClaimTally {
  const said = testify(claim, seen);
  if (said === 'silent') return tally;
  return {
    supporting: said === 'supports' ? addTo(tally.supporting, id) : tally.supporting,
    contradicting: said === 'contradicts' ? addTo(tally.contradicting, id) : tally.contradicting,
    misplaced: isMisplaced(claim, said, seen) ? addTo(tally.misplaced, id) : tally.misplaced,
  };
}

function isMisplaced({ condition }: Claim, said: Testimony, seen: SeenCase): boolean {
  return condition !== undefined && condition.includes(seen) !== (said === 'supports');
}

function addTo({ cases, first }: Heard, id: string): Heard {
  return { cases: cases + 1, first: first.length < kept ? [...first, id] : first };
}
