import type { ClaimVerdict } from '../../reports/model.ts';
import type { Claim } from './claim.ts';
import type { ClaimTally } from './claim-tally.ts';

/** What was decided of a claim, by the cases that were heard. */
export interface Decision {
  readonly verdict: ClaimVerdict;
  /** What the verdict alone does not say: a condition, what is left of a text, why nothing was decided; null where it says all. */
  readonly note: string | null;
}

/** The verdict on a claim. A text that is cut off is decided where what is left of it is, or says nothing that a case could show. */
export function decideClaim(claim: Claim, tally: ClaimTally): Decision {
  const { cutOff, untestable } = claim;
  if (claim.examinations.length === 0) {
    if (cutOff === undefined) return { verdict: 'not testable', note: untestable ?? null };
    return { verdict: 'cut off', note: `Left of it: ${cutOff}. ${untestable ?? 'That says nothing that a case could show.'}` };
  }
  const whole = decide(claim, tally);
  if (cutOff === undefined || whole.verdict === 'undecided') return whole;
  const rest = whole.note === null ? '' : ` ${whole.note}`;
  return { verdict: 'cut off', note: `Left of it: ${cutOff}. That is ${whole.verdict}.${rest}` };
}

function decide({ condition, instead }: Claim, { supporting, contradicting, misplaced }: ClaimTally): Decision {
  if (supporting.cases === 0 && contradicting.cases === 0) return { verdict: 'undecided', note: 'No case speaks of it.' };
  if (contradicting.cases === 0) return { verdict: 'confirmed', note: null };
  if (supporting.cases === 0) return { verdict: 'refuted', note: instead === undefined ? null : `Instead ${instead}.` };
  if (condition === undefined)
    return { verdict: 'undecided', note: 'Cases support and contradict it, and no condition parts them.' };
  const [exception] = misplaced.first;
  if (exception === undefined) return { verdict: 'refined', note: `Holds ${condition.words}; otherwise ${condition.otherwise}.` };
  return {
    verdict: 'undecided',
    note: `Expected it to hold ${condition.words} and not otherwise, got ${misplaced.cases} ${misplaced.cases === 1 ? 'exception' : 'exceptions'}, the first ${exception}.`,
  };
}
