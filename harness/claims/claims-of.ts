import type { Claim } from './claim.ts';

type Stated = Omit<Claim, 'kind' | 'part'>;

/** The claims of one part of the document. */
export function claimsOf(part: string, stated: readonly Stated[]): readonly Claim[] {
  return stated.map((claim) => ({ kind: 'claim', part, ...claim }));
}

/** Findings about one subject that the document leaves out; they have no place in it. */
export function findingsOn(subject: string, stated: readonly Omit<Stated, 'place'>[]): readonly Claim[] {
  return stated.map((claim) => ({ kind: 'finding', part: `Beyond the document: ${subject}`, place: '', ...claim }));
}
