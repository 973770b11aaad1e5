import { claimVerdicts } from './model.ts';
import type { ClaimResult, Report } from './model.ts';
import { formatCount, formatQuantity } from './text/format-number.ts';

/** Whether the run was about claims: it judged nothing but them. */
export function isClaimsRun({ claims, cases, mutants }: Report): boolean {
  return claims.length > 0 && cases.length === 0 && mutants.length === 0;
}

export function undecidedClaims({ claims }: Report): readonly ClaimResult[] {
  return claims.filter(({ verdict }) => verdict === 'undecided');
}

/** `44 claims of the document: 30 confirmed, 13 refined, 1 refuted; 40 findings beyond it: 40 confirmed`. */
export function describeClaims({ claims }: Report): string {
  const [own, beyond] = (['claim', 'finding'] as const).map((kind) => claims.filter((claim) => claim.kind === kind));
  return [
    ...(own === undefined || own.length === 0
      ? []
      : [`${formatQuantity(own.length, 'claim')} of the document: ${countVerdicts(own)}`]),
    ...(beyond === undefined || beyond.length === 0
      ? []
      : [`${formatQuantity(beyond.length, 'finding')} beyond it: ${countVerdicts(beyond)}`]),
  ].join('; ');
}

function countVerdicts(claims: readonly ClaimResult[]): string {
  const counts = claimVerdicts.map((verdict) => [verdict, claims.filter((claim) => claim.verdict === verdict).length] as const);
  return counts.flatMap(([verdict, count]) => (count === 0 ? [] : [`${formatCount(count)} ${verdict}`])).join(', ');
}
