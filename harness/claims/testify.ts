import type { Claim, Examination, Testimony } from './claim.ts';
import type { SeenCase } from './seen-case.ts';

/** What a case says of a claim: one contradiction outweighs any support. */
export function testify(claim: Claim, seen: SeenCase): Testimony {
  const said = claim.examinations.map((examination) => hearExamination(examination, seen));
  return said.find((one) => one === 'contradicts') ?? said.find((one) => one === 'supports') ?? 'silent';
}

/** A trace supports a claim where it is inside what `holds` expects and outside what `fails` does; where it is inside both it tells nothing. */
function hearExamination({ dialect, concerns, look, holds, fails, contradiction }: Examination, seen: SeenCase): Testimony {
  if (seen.scenario.dialect !== dialect || !concerns(seen)) return 'silent';
  const holding = seen.fits(holds, look);
  if (holding === null) return 'silent';
  if (!holding && contradiction === 'not-holding') return 'contradicts';
  const failing = seen.fits(fails, look);
  if (failing === null) return 'silent';
  if (contradiction === 'as-failing' && failing) return 'contradicts';
  return holding && !failing ? 'supports' : 'silent';
}
