import type { Grade } from '../../oracle/accept/grade.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTrace } from '../../oracle/trace.ts';
import type { Comparison } from '../engine/compare-traces.ts';
import type { AskedCase } from './asked-case.ts';
import { certificatesOf } from './certify.ts';
import { differs, killsOf } from './kills.ts';
import type { CertificateCount, KillCount, MutantTally } from './mutant-tally.ts';
import { emptyTally } from './mutant-tally.ts';
import type { Mutant } from './mutant.ts';
import type { ToleranceName } from './tolerances.ts';
import { rejectsMutant } from './tolerances.ts';

/** What is asked of every mutant. */
export interface Demand {
  /** The class of algorithms that correct code may use. */
  readonly grade: Grade;
  /** Whether to prove what can be told apart, for every grade. */
  readonly certify: boolean;
}

/**
 * What one case says of a mutant; `known` is what the cases before it said. A case to which the mutant has no answer, because its defect
 * makes none of it, says nothing.
 */
export function holdMutant(mutant: Mutant, asked: AskedCase, demand: Demand, known: MutantTally): MutantTally {
  const { grade, certify } = demand;
  const nothing = emptyTally(certify);
  const first = attemptAnswer(mutant, asked.scenario, grade);
  if (first === null) return nothing;
  // The numbers do not depend on the grade, their bounds do: where none differs there is nothing to see.
  if (!differs(asked, first, grade)) return { ...nothing, cases: 1 };
  const kills = killsOf(asked, first, grade);
  const proof = (asking: Grade): CertificateCount => {
    const answer = asking === grade ? first : mutant.answer(asked.scenario, asking);
    return countCertificates(asked, certificatesOf(asked, answer, asking));
  };
  const rejects = (name: ToleranceName): boolean => known.rejected[name] || rejectsMutant(asked, first, name);
  return {
    cases: 1,
    killingCases: kills.length > 0 ? 1 : 0,
    firstKill: kills.length > 0 ? { place: 1, case: asked.id } : null,
    kills: countKills(asked, kills),
    certificates: certify ? { 'A+': proof('A+'), A: proof('A'), B: proof('B') } : null,
    rejected: { assertClose: rejects('assertClose'), rtol1e3: rejects('rtol1e3') },
  };
}

/** A mutant's answer; null where its defect leaves the question without one (ranks that wait for each other), as the oracle says by a RangeError. */
export function attemptAnswer(mutant: Pick<Mutant, 'answer'>, scenario: Scenario, grade: Grade): ExpectedTrace | null {
  try {
    return mutant.answer(scenario, grade);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Once for each quantity and row, however many ranks and steps differ. */
function countKills(asked: AskedCase, kills: readonly Comparison[]): readonly KillCount[] {
  const { dialect } = asked.scenario;
  const counts = new Map<string, KillCount>();
  for (const { step, quantity } of kills) {
    const row = asked.rows[Math.max(0, step - 1)] ?? '';
    counts.set(`${row} ${quantity}`, { dialect, row, quantity, cases: 1 });
  }
  return [...counts.values()];
}

function countCertificates(asked: AskedCase, proofs: readonly Comparison[]): CertificateCount {
  const [first] = proofs;
  return first === undefined ? { cases: 0, first: null } : { cases: 1, first: { case: asked.id, quantity: first.quantity } };
}
