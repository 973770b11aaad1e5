import type { Dialect } from '../../oracle/scenario.ts';
import type { Claim } from './claim.ts';

/** The claims about a dialect, asked of its cases alone; null takes all. What no case of either can decide belongs to none. */
export function selectClaims(claims: readonly Claim[], dialect: Dialect | null): readonly Claim[] {
  if (dialect === null) return claims;
  return claims
    .map((claim) => ({ ...claim, examinations: claim.examinations.filter((one) => one.dialect === dialect) }))
    .filter(({ examinations }) => examinations.length > 0);
}
