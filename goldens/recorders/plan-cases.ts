import type { RecordedCase } from '../../generators/plan-again.ts';
import { planAgain } from '../../generators/plan-again.ts';
import type { CaseSet, PlannedCase } from '../../generators/plan-recording.ts';
import { planDesigned, planRecording } from '../../generators/plan-recording.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import type { GoldenCase } from '../format/read-golden.ts';
import { goldenSetOf, lanesOf, mainVersion } from '../golden-sets.ts';
import { openGoldens } from '../open-goldens.ts';
import { RecorderError } from './recorder-error.ts';

/** What is to be recorded. */
export interface CasesWanted {
  readonly dialect: Dialect;
  /** Another version than the main one is asked again what the main one was asked, as far as `mainGoldens` holds it. */
  readonly version: string;
  readonly mainGoldens: string;
  /** Of the main version; the files of another set stay as they are. */
  readonly sets: readonly CaseSet[];
  /** Of the main version: random scenarios, on top of the hand-picked ones. Of another: cases in all. */
  readonly count: number;
  readonly seed: number;
  readonly corpus: boolean;
}

/** The cases to record: new ones for the main version of a framework, a part of its golden set for another. */
export async function planCases(wanted: CasesWanted): Promise<readonly PlannedCase[]> {
  const { dialect, version, sets, count, seed, corpus } = wanted;
  if (version !== mainVersion(dialect)) return planForVersion(wanted);
  return [
    ...(sets.includes('general') ? planRecording(dialect, count, seed, corpus) : []),
    ...(sets.includes('designed') ? planDesigned(dialect) : []),
  ];
}

/** Says where the cases of a golden file came from, for its provenance. */
export function describeCases({ dialect, version, count, seed, corpus }: CasesWanted, set: CaseSet): string {
  const main = mainVersion(dialect);
  if (version !== main) return `seed ${seed}, ${count} cases of ${goldenSetOf(dialect, main)}`;
  return set === 'designed' ? 'designed cases' : `seed ${seed}, ${count} random cases${corpus ? ' and the corpus' : ''}`;
}

async function planForVersion({ dialect, version, mainGoldens, count, seed }: CasesWanted): Promise<readonly PlannedCase[]> {
  const { cases } = await openGoldens(mainGoldens, dialect);
  if (cases.length === 0) {
    throw new RecorderError(
      'nothing',
      `Expected the goldens of ${goldenSetOf(dialect, mainVersion(dialect))} in ${mainGoldens}, whose scenarios ${version} is asked again, got none.`,
    );
  }
  const picked = new Set(planRecording(dialect, 0, seed, true).map(({ id }) => id));
  const lanes = lanesOf(dialect, version);
  const recorded = cases.flatMap(({ id, file, decode }: GoldenCase): RecordedCase | readonly RecordedCase[] => {
    const lane = lanes.find((name) => name === file.lane);
    return lane === undefined ? [] : { id, lane, picked: picked.has(id), scenario: decode().scenario };
  });
  return planAgain(recorded, version, count, seed);
}
