import type { RecordedCase } from '../../generators/plan-smaller-set.ts';
import { planSmallerSet } from '../../generators/plan-smaller-set.ts';
import type { PlanRequest } from '../../generators/plan-cases.ts';
import { planCases } from '../../generators/plan-cases.ts';
import type { CaseSet, PlannedCase } from '../../generators/plan-recording.ts';
import { planRecording } from '../../generators/plan-recording.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import type { GoldenCase } from '../format/read-golden.ts';
import { goldenSetOf, lanesOf, mainVersion } from '../golden-sets.ts';
import { openGoldens } from '../open-goldens.ts';
import { RecorderError } from './recorder-error.ts';

/** What is to be recorded: of another version than the main one `count` cases in all, drawn with `seed` from what `mainGoldens` holds. */
export interface CasesWanted extends PlanRequest {
  readonly dialect: Dialect;
  readonly version: string;
  readonly mainGoldens: string;
}

/** The cases to record: new ones for the main version of a framework, a part of its golden set for another. */
export async function chooseCases(wanted: CasesWanted): Promise<readonly PlannedCase[]> {
  const { dialect, version } = wanted;
  return version === mainVersion(dialect) ? planCases(dialect, wanted) : chooseForVersion(wanted);
}

/** Says where the cases of a golden file came from, for its provenance. */
export function describeCases({ dialect, version, count, seed, corpus }: CasesWanted, set: CaseSet): string {
  const main = mainVersion(dialect);
  if (version !== main) return `seed ${seed}, ${count} cases of ${goldenSetOf(dialect, main)}`;
  return set === 'general' ? `seed ${seed}, ${count} random cases${corpus ? ' and the corpus' : ''}` : `${set} cases`;
}

async function chooseForVersion({ dialect, version, mainGoldens, count, seed }: CasesWanted): Promise<readonly PlannedCase[]> {
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
  return planSmallerSet(recorded, version, count, seed);
}
