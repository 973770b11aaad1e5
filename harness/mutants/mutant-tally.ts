import type { Grade } from '../../oracle/accept/grade.ts';
import { grades } from '../../oracle/accept/grade.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import type { ToleranceName } from './tolerances.ts';

/** How many cases kill a mutant by one quantity in one row of a state table. */
export interface KillCount {
  readonly dialect: Dialect;
  readonly row: string;
  readonly quantity: string;
  readonly cases: number;
}

/** How many cases prove a mutant distinguishable, and the first with the quantity that shows it. */
export interface CertificateCount {
  readonly cases: number;
  readonly first: { readonly case: string; readonly quantity: string } | null;
}

/** What some cases say of one mutant: plain data, which threads hand over. */
export interface MutantTally {
  /** Cases it was held against: those of its dialects to which it has an answer. */
  readonly cases: number;
  readonly killingCases: number;
  /** `place` is 1-based among the cases it was held against: how many cases it took. */
  readonly firstKill: { readonly place: number; readonly case: string } | null;
  readonly kills: readonly KillCount[];
  /** Null where certificates were not asked for. */
  readonly certificates: Readonly<Record<Grade, CertificateCount>> | null;
  /** Whether a test with a fixed tolerance would have rejected it. */
  readonly rejected: Readonly<Record<ToleranceName, boolean>>;
}

/** What no cases say. */
export function emptyTally(certified: boolean): MutantTally {
  const none = { cases: 0, first: null };
  return {
    cases: 0,
    killingCases: 0,
    firstKill: null,
    kills: [],
    certificates: certified ? { 'A+': none, A: none, B: none } : null,
    rejected: { assertClose: false, rtol1e3: false },
  };
}

/** What cases say together with the cases after them. Associative; an empty tally changes nothing. */
export function mergeTallies(before: MutantTally, after: MutantTally): MutantTally {
  const later = after.firstKill && { ...after.firstKill, place: before.cases + after.firstKill.place };
  return {
    cases: before.cases + after.cases,
    killingCases: before.killingCases + after.killingCases,
    firstKill: before.firstKill ?? later,
    kills: mergeKills(before.kills, after.kills),
    certificates: before.certificates && after.certificates && mergeCertificates(before.certificates, after.certificates),
    rejected: {
      assertClose: before.rejected.assertClose || after.rejected.assertClose,
      rtol1e3: before.rejected.rtol1e3 || after.rejected.rtol1e3,
    },
  };
}

function mergeKills(before: readonly KillCount[], after: readonly KillCount[]): readonly KillCount[] {
  if (after.length === 0) return before;
  const counts = new Map(before.map((one) => [keyOf(one), one]));
  for (const one of after) counts.set(keyOf(one), { ...one, cases: one.cases + (counts.get(keyOf(one))?.cases ?? 0) });
  return [...counts.values()];
}

function keyOf({ dialect, row, quantity }: KillCount): string {
  return `${dialect} ${row} ${quantity}`;
}

type Certificates = NonNullable<MutantTally['certificates']>;

function mergeCertificates(before: Certificates, after: Certificates): Certificates {
  const merged = grades.map((grade) => {
    const [one, other] = [before[grade], after[grade]];
    return [grade, { cases: one.cases + other.cases, first: one.first ?? other.first }] as const;
  });
  return { ...before, ...Object.fromEntries(merged) };
}
