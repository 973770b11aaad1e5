import fc from 'fast-check';
import type { Dialect, Scenario } from '../oracle/scenario.ts';
import type { DType } from '../oracle/tensor.ts';
import { mindsporeScenario } from './arbitraries/mindspore-scenario.ts';
import { torchScenario } from './arbitraries/torch-scenario.ts';
import { canRecord } from './can-record.ts';
import { caseId } from './case-id.ts';
import { designedScenarios } from './corpus/designed.ts';
import { mindsporeCorpus, mindsporeWorldCorpus } from './corpus/mindspore-corpus.ts';
import { mindsporeErrorCorpus, mindsporeWorldErrorCorpus } from './corpus/errors/mindspore-errors.ts';
import { torchErrorCorpus, torchWorldErrorCorpus } from './corpus/errors/torch-errors.ts';
import { torchCorpus, torchWorldCorpus } from './corpus/torch-corpus.ts';

/** How scenarios are recorded. */
export type Lane = 'module' | 'global-batch' | 'collective-gloo' | 'collective-threads' | 'processes';

/** The lanes in which a dialect's framework can be recorded. */
export const lanes: Readonly<Record<Dialect, readonly Lane[]>> = {
  torch: ['module', 'global-batch', 'collective-gloo', 'collective-threads'],
  mindspore: ['module', 'global-batch', 'processes'],
};

/**
 * What cases are chosen for: `general` ones are random with a hand-picked corpus, `designed` ones tell apart the grades and the
 * known defects, `covering` ones have all combinations of three values of what matters, `sequences` are long. Each set has golden files
 * of its own.
 */
export const caseSets = ['general', 'designed', 'covering', 'sequences'] as const;
export type CaseSet = (typeof caseSets)[number];

/** A scenario and how it is to be recorded. */
export interface PlannedCase {
  readonly id: string;
  readonly lane: Lane;
  readonly set: CaseSet;
  readonly scenario: Scenario;
}

/** How many random scenarios each lane gets, in parts of the whole; the corpus comes on top. */
const shares: Record<Dialect, Partial<Record<Lane, number>>> = {
  torch: { module: 0.52, 'global-batch': 0.18, 'collective-gloo': 0.06, 'collective-threads': 0.24 },
  mindspore: { module: 0.7, 'global-batch': 0.24, processes: 0.06 },
};

// float64 comes with the twins of planCases.
const singles: readonly (readonly [DType, DType])[] = [['float32', 'float32']];
const halves: readonly (readonly [DType, DType])[] = [
  ['float16', 'float32'],
  ['bfloat16', 'float32'],
  ['float16', 'float16'],
  ['bfloat16', 'bfloat16'],
];

/**
 * The general cases to record: `count` random scenarios of a dialect over its lanes and, with `corpus`, the hand-picked ones.
 * The same seed gives the same cases.
 */
export function planRecording(dialect: Dialect, count: number, seed: number, corpus: boolean): readonly PlannedCase[] {
  const planned = new Map<string, PlannedCase>();
  const plan = (lane: Lane, chosen: readonly Scenario[]): void => {
    for (const scenario of chosen) {
      const id = caseId(scenario, lane);
      planned.set(id, { id, lane, set: 'general', scenario });
    }
  };
  for (const [index, lane] of lanes[dialect].entries()) {
    if (corpus) plan(lane, corpusOf(dialect, lane));
    const numRuns = Math.round(count * (shares[dialect][lane] ?? 0));
    const arbitrary = scenarios(dialect, lane).filter((scenario) => isSmall(scenario) && canRecord(scenario, lane));
    if (numRuns > 0) plan(lane, fc.sample(arbitrary, { seed: seed + index, numRuns }));
  }
  return [...planned.values()];
}

// What is larger says little more and fills the store; the fuzzing draws it.
const mostNumbers = 1000;

function isSmall({ steps }: Scenario): boolean {
  return steps.reduce((sum, { ranks }) => ranks.reduce((part, { x }) => part + x.data.length, sum), 0) <= mostNumbers;
}

/** The designed cases of a dialect: always the same. */
export function planDesigned(dialect: Dialect): readonly PlannedCase[] {
  return lanes[dialect].flatMap((lane) =>
    designedScenarios(dialect, lane).map((scenario) => ({
      id: caseId(scenario, lane),
      lane,
      set: 'designed' as const,
      scenario,
    })),
  );
}

function corpusOf(dialect: Dialect, lane: Lane): readonly Scenario[] {
  if (dialect === 'mindspore') {
    if (lane === 'module') return [...mindsporeCorpus(), ...mindsporeErrorCorpus()];
    return lane === 'processes' ? [...mindsporeWorldCorpus(), ...mindsporeWorldErrorCorpus()] : [];
  }
  if (lane === 'module') return [...torchCorpus(), ...torchErrorCorpus()];
  if (lane === 'collective-threads') return [...torchWorldCorpus(), ...torchWorldErrorCorpus()];
  return lane === 'global-batch' ? [] : torchWorldCorpus();
}

function scenarios(dialect: Dialect, lane: Lane): fc.Arbitrary<Scenario> {
  if (dialect === 'mindspore') {
    const worldSizes = lane === 'module' ? [1] : lane === 'processes' ? [2, 3] : [2, 3, 4, 8];
    return mindsporeScenario({ worldSizes, unsynchronised: lane === 'processes' });
  }
  if (lane === 'module')
    return torchScenario({ worldSizes: [1], dtypes: [...singles, ...singles, ...singles, ...halves], emptyRanks: true });
  if (lane === 'global-batch') return torchScenario({ worldSizes: [2, 3, 4, 8], dtypes: singles, emptyRanks: true });
  return torchScenario({ worldSizes: [2, 3, 4], dtypes: singles, emptyRanks: true });
}
