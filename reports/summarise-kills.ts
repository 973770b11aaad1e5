import type { MutantResult } from './model.ts';

/** A quantity or a row by which a mutant is killed, with how many cases do. */
export interface KillTotal {
  readonly name: string;
  readonly cases: number;
}

/** The kills of a mutant by quantity, those of most cases first. A case that visits several rows counts in each. */
export function killsByQuantity({ kills }: MutantResult, dialect: string | null = null): readonly KillTotal[] {
  const own = kills.filter((kill) => dialect === null || kill.dialect === dialect);
  return [...Map.groupBy(own, ({ quantity }) => quantity)]
    .map(([name, parts]) => ({ name, cases: parts.reduce((sum, { cases }) => sum + cases, 0) }))
    .toSorted((one, other) => other.cases - one.cases);
}

/** The state-table rows in which a mutant is killed, in the order of the first kill. */
export function rowsKilledIn({ kills }: MutantResult, dialect: string | null = null): readonly string[] {
  return [...new Set(kills.filter((kill) => dialect === null || kill.dialect === dialect).map(({ row }) => row))];
}
