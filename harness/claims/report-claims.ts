import type { ClaimEvidence, ClaimResult, Report } from '../../reports/model.ts';
import type { RunContext } from '../engine/describe-run.ts';
import { describeRun } from '../engine/describe-run.ts';
import { nothingJudged } from '../engine/nothing-judged.ts';
import type { Claim } from './claim.ts';
import type { ClaimTally, Heard } from './claim-tally.ts';
import { emptyTally } from './claim-tally.ts';
import { decideClaim } from './decide-claim.ts';

/** Claims with their verdicts, as reports hold them; `tallies` has one a claim. */
export function claimResults(
  claims: readonly Claim[],
  tallies: readonly ClaimTally[],
  replayOf: (id: string) => string,
): readonly ClaimResult[] {
  const evidence = ({ cases, first }: Heard): ClaimEvidence => ({
    cases,
    first: first.map((id) => ({ case: id, replay: replayOf(id) })),
  });
  return claims.map((claim, index) => {
    const { id, kind, part, place, text } = claim;
    const tally = tallies[index] ?? emptyTally;
    return {
      id,
      kind,
      part,
      place,
      text,
      ...decideClaim(claim, tally),
      supporting: evidence(tally.supporting),
      contradicting: evidence(tally.contradicting),
    };
  });
}

/** The report of a run about claims: no case is judged in it, they testify. */
export function reportClaims(claims: readonly ClaimResult[], context: RunContext): Report {
  return {
    ...describeRun(context),
    implementation: { name: 'the source document, as restated in syncbn-oracle', version: context.toolVersion },
    seed: null,
    ...nothingJudged('A'),
    claims,
  };
}
