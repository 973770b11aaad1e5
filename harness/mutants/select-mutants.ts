import type { Dialect } from '../../oracle/scenario.ts';
import { selectCases } from '../engine/select-cases.ts';
import type { Mutant } from './mutant.ts';

/** The mutants of a dialect, as mutants of that dialect alone, whose id matches a glob; null takes all. */
export function selectMutants(catalogue: readonly Mutant[], dialect: Dialect | null, glob: string | null): readonly Mutant[] {
  const matching = selectCases(catalogue, glob, null);
  if (dialect === null) return matching;
  return matching.filter(({ dialects }) => dialects.includes(dialect)).map((mutant) => ({ ...mutant, dialects: [dialect] }));
}
