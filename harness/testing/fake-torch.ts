import path from 'node:path';
import type { PlannedCase } from '../../generators/plan-recording.ts';
import { readGolden } from '../../goldens/format/read-golden.ts';
import { recorderHash } from '../../goldens/recorders/framework.ts';
import type { FakeFramework } from '../../goldens/testing/fake-framework.ts';
import { answersFrom, prepareFake } from '../../goldens/testing/fake-framework.ts';
import { committedGoldens } from '../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import type { SmallGolden } from '../../goldens/testing/small-golden.ts';
import { asPlanned } from '../verify/group-by-framework.ts';

/** What the fake answers to a golden's scenario, and as which version; by default what was recorded. */
export interface FakeTorch {
  readonly change?: (row: GoldenRow) => GoldenRow | null;
  readonly version?: string;
}

/** The cases of small goldens, to be asked for again. */
export function plannedFrom(goldens: readonly SmallGolden[]): readonly PlannedCase[] {
  return goldens.flatMap(({ file: { bytes, entry } }) =>
    readGolden(bytes, entry, entry.path).map((one) => asPlanned(one, 'torch')),
  );
}

/** A torch for the command line, prepared for all cases of these goldens: give its `python` with --python. */
export async function fakeTorch(
  goldens: readonly SmallGolden[],
  { change, version = '2.13.0' }: FakeTorch = {},
): Promise<FakeFramework> {
  const rows = goldens.flatMap((one) => one.rows);
  // The command names its chunks after the recorders of this package.
  const recorder = recorderHash(path.join(committedGoldens, 'recorders', 'python'));
  return prepareFake(plannedFrom(goldens), { rowOf: answersFrom(rows, change), version, recorder });
}
