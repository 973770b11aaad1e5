import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import type { ExpectedTrace, Trace } from '../../oracle/trace.ts';
import { compareTraces } from '../engine/compare-traces.ts';
import { methodOf } from '../engine/judge-case.ts';
import type { AskedCase, AskedScreen } from './asked-case.ts';
import { askCase } from './asked-case.ts';
import type { Demand } from './hold-mutant.ts';
import { holdMutant } from './hold-mutant.ts';
import type { MutantTally } from './mutant-tally.ts';
import { emptyTally, mergeTallies } from './mutant-tally.ts';
import type { Mutant } from './mutant.ts';
import type { ToleranceName } from './tolerances.ts';
import { rejectsTrace } from './tolerances.ts';

/** The right answers among the recorded ones, and how many of them tests with fixed tolerances reject. */
export interface RecordedTally {
  readonly cases: number;
  readonly rejected: Readonly<Record<ToleranceName, number>>;
}

/** What some goldens say of each mutant, in the order of the mutants. */
export interface GoldensVerdict {
  readonly tallies: readonly MutantTally[];
  readonly recorded: RecordedTally;
  /** Cases to which the reference itself has no answer. */
  readonly unanswered: number;
  /** Who decided whether a case kills a mutant, and of how many elements. */
  readonly decided: Readonly<Record<'screen' | 'core', DecidedCount>>;
}

export interface DecidedCount {
  readonly questions: number;
  readonly elements: number;
}

/** Accelerated answers by the ids of goldens; those that have none are left to the exact core. */
export interface GoldenScreen {
  readonly grade: Grade;
  readonly answers: ReadonlyMap<string, ExpectedTrace>;
}

/** What no goldens say. */
export function emptyVerdict(mutants: number, demand: Demand): GoldensVerdict {
  return {
    tallies: Array.from({ length: mutants }, () => emptyTally(demand.certify)),
    recorded: { cases: 0, rejected: { assertClose: 0, rtol1e3: 0 } },
    unanswered: 0,
    decided: { screen: nobody, core: nobody },
  };
}

const nobody: DecidedCount = { questions: 0, elements: 0 };

/** What goldens say together with the goldens after them. */
export function mergeVerdicts(before: GoldensVerdict, after: GoldensVerdict): GoldensVerdict {
  return {
    tallies: before.tallies.map((tally, index) => {
      const later = after.tallies[index];
      return later === undefined ? tally : mergeTallies(tally, later);
    }),
    recorded: {
      cases: before.recorded.cases + after.recorded.cases,
      rejected: {
        assertClose: before.recorded.rejected.assertClose + after.recorded.rejected.assertClose,
        rtol1e3: before.recorded.rejected.rtol1e3 + after.recorded.rejected.rtol1e3,
      },
    },
    unanswered: before.unanswered + after.unanswered,
    decided: {
      screen: addCounts(before.decided.screen, after.decided.screen),
      core: addCounts(before.decided.core, after.decided.core),
    },
  };
}

function addCounts(one: DecidedCount, other: DecidedCount): DecidedCount {
  return { questions: one.questions + other.questions, elements: one.elements + other.elements };
}

/** Holds every mutant against goldens: each is decoded once, and the reference answers it once a grade. */
export function judgeGoldens(
  goldens: readonly GoldenCase[],
  mutants: readonly Mutant[],
  demand: Demand,
  screen: GoldenScreen | null = null,
): GoldensVerdict {
  return goldens.reduce(
    (known, golden) => mergeVerdicts(known, judgeGolden(golden, mutants, demand, known, screen)),
    emptyVerdict(mutants.length, demand),
  );
}

function judgeGolden(
  golden: GoldenCase,
  mutants: readonly Mutant[],
  demand: Demand,
  known: GoldensVerdict,
  screen: GoldenScreen | null,
): GoldensVerdict {
  const nothing = emptyVerdict(mutants.length, demand);
  const { scenario, trace } = golden.decode();
  const reference = askIfAnswered(golden.id, scenario, methodOf(golden.file.method), demand);
  if (reference === null) return { ...nothing, unanswered: 1 };
  const decided = { screen: nobody, core: nobody };
  const answer = screen?.answers.get(golden.id);
  const onDecided: AskedScreen['onDecided'] = (by, elements) => {
    decided[by] = addCounts(decided[by], { questions: 1, elements });
  };
  const asked = screen && answer ? { ...reference, screen: { grade: screen.grade, answer, onDecided } } : reference;
  const tallies = nothing.tallies.map((none, index) => {
    const mutant = mutants[index];
    if (mutant === undefined || !mutant.dialects.includes(scenario.dialect)) return none;
    return holdMutant(mutant, asked, demand, known.tallies[index] ?? none);
  });
  return { tallies, recorded: holdRecorded(asked, trace, demand), unanswered: 0, decided };
}

/** The gate reports such a case; here it says nothing. */
function askIfAnswered(...[id, scenario, method, { grade }]: [...Parameters<typeof askCase>, Demand]): AskedCase | null {
  try {
    const asked = askCase(id, scenario, method);
    asked.reference(grade);
    return asked;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function holdRecorded(asked: AskedCase, trace: Trace, { grade }: Demand): RecordedTally {
  const compared = compareTraces(asked.scenario, asked.method, asked.reference(grade), trace);
  const count = (name: ToleranceName): number => (rejectsTrace(asked, trace, name) ? 1 : 0);
  if (compared.some(({ difference }) => difference !== null)) return { cases: 0, rejected: { assertClose: 0, rtol1e3: 0 } };
  return { cases: 1, rejected: { assertClose: count('assertClose'), rtol1e3: count('rtol1e3') } };
}
