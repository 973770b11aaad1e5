import type { RunContext } from '../engine/describe-run.ts';
import { describeRun } from '../engine/describe-run.ts';
import type { ScreenFacts } from '../engine/summarise-screen.ts';
import { nothingJudged } from '../engine/nothing-judged.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import { grades } from '../../oracle/accept/grade.ts';
import type { MutantCertificate, MutantResult, Report, ScreenSummary, ToleranceResult } from '../../reports/model.ts';
import type { GoldensVerdict } from './judge-goldens.ts';
import type { MutantTally } from './mutant-tally.ts';
import type { Mutant } from './mutant.ts';
import type { ProbeVerdict } from './probe-mutants.ts';
import type { ToleranceName } from './tolerances.ts';
import { toleranceNames } from './tolerances.ts';

/** What a run about mutants found; probes are missing where it was stopped before. */
export interface MutantsOutcome {
  readonly goldens: GoldensVerdict;
  readonly probes: ReadonlyMap<string, ProbeVerdict>;
}

/** What the report says that nothing found decides. */
export interface MutantsContext extends RunContext {
  readonly grade: Grade;
  readonly fuzzCases: number;
  readonly seed: number;
  /** Of an accelerated reference, where one was asked. */
  readonly screen?: ScreenFacts | null;
}

const names: Readonly<Record<ToleranceName, string>> = { assertClose: 'assert_close', rtol1e3: 'rtol=atol=1e-3' };

/** The report of a run about mutants: no case is judged in it, mutants are. */
export function reportMutants(mutants: readonly Mutant[], outcome: MutantsOutcome, context: MutantsContext): Report {
  const { tallies, recorded } = outcome.goldens;
  const results = mutants.flatMap((mutant, index) => {
    const tally = tallies[index];
    return tally === undefined ? [] : [resultOf(mutant, tally, outcome.probes.get(mutant.id) ?? null, context)];
  });
  return {
    ...describeRun(context),
    implementation: { name: 'mutants of the reference of syncbn-oracle', version: context.toolVersion },
    seed: context.fuzzCases === 0 ? null : context.seed,
    ...nothingJudged(context.grade),
    screen: context.screen ? screenSummary(outcome.goldens, context.screen) : null,
    mutants: results,
    tolerances: toleranceNames.map((name): ToleranceResult => ({
      name: names[name],
      mutants: results.length,
      killed: results.filter((result) => result[name] === true).length,
      recorded: recorded.cases,
      rejected: recorded.rejected[name],
    })),
  };
}

/** Here a case is a golden put to one mutant whose answer to it differs at all. */
function screenSummary({ decided }: GoldensVerdict, { arithmetic, lost }: ScreenFacts): ScreenSummary {
  return {
    arithmetic,
    elements: { screened: decided.screen.elements, adjudicated: decided.core.elements },
    cases: { screen: decided.screen.questions, both: 0, core: decided.core.questions },
    refusals: [],
    lost,
  };
}

function resultOf(
  { id, defect, references, dialects: own }: Mutant,
  tally: MutantTally,
  probe: ProbeVerdict | null,
  { fuzzCases }: MutantsContext,
): MutantResult {
  const noticed = (name: ToleranceName): boolean | null => (tally.cases === 0 ? null : tally.rejected[name]);
  return {
    id,
    defect,
    references: [...references],
    dialects: [...own],
    cases: tally.cases,
    killingCases: tally.killingCases,
    killed: tally.killingCases > 0,
    firstKill: tally.firstKill?.place ?? null,
    firstCase: tally.firstKill?.case ?? null,
    kills: [...tally.kills],
    fuzz: probe === null || fuzzCases === 0 ? null : { cases: fuzzCases, firstKill: probe.fuzzKill },
    certificates: certificatesIn(tally),
    assertClose: noticed('assertClose'),
    rtol1e3: noticed('rtol1e3'),
    suites: probe?.suites ?? { torch: 'not run', mindspore: 'not run' },
  };
}

function certificatesIn({ certificates }: MutantTally): readonly MutantCertificate[] {
  if (certificates === null) return [];
  return grades.map((grade) => {
    const { cases, first } = certificates[grade];
    return { grade, cases, firstCase: first?.case ?? null, quantity: first?.quantity ?? null };
  });
}
