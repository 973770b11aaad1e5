import fc from 'fast-check';
import { answerScenario } from '../oracle/answer-scenario.ts';
import type { Dialect, Scenario } from '../oracle/scenario.ts';
import { canRecord } from './can-record.ts';
import { caseId } from './case-id.ts';
import { coveringCases } from './coverage/plan-covering.ts';
import { inFloat64 } from './in-float64.ts';
import type { CaseSet, Lane, PlannedCase } from './plan-recording.ts';
import { lanes, planDesigned, planRecording } from './plan-recording.ts';
import { sequenceScenario } from './sequences/sequence-scenario.ts';

/** Which cases of a dialect to plan. */
export interface PlanRequest {
  readonly sets: readonly CaseSet[];
  /** Random scenarios of the general set, without their twins, and their seed. */
  readonly count: number;
  readonly seed: number;
  /** Whether the general set has its hand-picked scenarios. */
  readonly corpus: boolean;
}

/** The cases of some sets, each once; torch's have their twins in float64. */
export function planCases(dialect: Dialect, { sets, count, seed, corpus }: PlanRequest): readonly PlannedCase[] {
  const plans: Readonly<Record<CaseSet, () => readonly PlannedCase[]>> = {
    general: () => planRecording(dialect, count, seed, corpus),
    designed: () => planDesigned(dialect),
    covering: () => planCovering(dialect),
    sequences: () => planSequences(dialect),
  };
  const planned = new Map<string, PlannedCase>();
  for (const one of sets.flatMap((set) => plans[set]())) {
    for (const recorded of dialect === 'torch' ? withTwin(one) : [one]) planned.set(recorded.id, recorded);
  }
  return [...planned.values()];
}

/** The cases that have every combination of three values of the dialect's coverage model. */
export function planCovering(dialect: Dialect): readonly PlannedCase[] {
  return coveringCases(dialect).flatMap(({ scenario, lane: name }) => {
    const lane = lanes[dialect].find((known) => known === name);
    return lane === undefined ? [] : [plannedCase(scenario, lane, 'covering')];
  });
}

const sequencesOf: Readonly<Record<Dialect, readonly (readonly [Lane, number])[]>> = {
  torch: [
    ['module', 120],
    ['collective-threads', 50],
    ['global-batch', 30],
  ],
  mindspore: [
    ['module', 130],
    ['global-batch', 60],
  ],
};

const sequenceSeed = 20_261_124;

/** Sequences of up to twelve steps. */
export function planSequences(dialect: Dialect): readonly PlannedCase[] {
  return sequencesOf[dialect].flatMap(([lane, numRuns], index) => {
    const recordable = sequenceScenario(dialect, lane === 'module').filter(({ scenario }) => canRecord(scenario, lane));
    return fc
      .sample(recordable, { seed: sequenceSeed + index, numRuns })
      .map(({ scenario }) => plannedCase(scenario, lane, 'sequences'));
  });
}

/** A case, and itself in float64 where there is something to compute. */
function withTwin(planned: PlannedCase): readonly PlannedCase[] {
  const { scenario, lane, set } = planned;
  const isSharp = scenario.steps.every(({ ranks }) => ranks.every(({ x }) => x.dtype === 'float64'));
  if (isSharp || !computesSomething(scenario)) return [planned];
  const twin = inFloat64(scenario);
  return canRecord(twin, lane) ? [planned, plannedCase(twin, lane, set)] : [planned];
}

/** Whether any rank answers the first step: what raises at once raises in every type. */
function computesSomething(scenario: Scenario): boolean {
  const [first] = answerScenario(scenario).steps;
  return first === undefined ? scenario.steps.length === 0 : first.ranks.some(({ error }) => error === null);
}

function plannedCase(scenario: Scenario, lane: Lane, set: CaseSet): PlannedCase {
  return { id: caseId(scenario, lane), lane, set, scenario };
}
