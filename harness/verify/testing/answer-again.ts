import type { ManifestFile } from '../../../goldens/format/manifest.ts';
import type { GoldenRow } from '../../../goldens/testing/golden-rows.ts';
import { caseOf } from '../../testing/golden-case.ts';
import type { ReproducedCase } from '../reproduce-case.ts';
import { reproduceCase } from '../reproduce-case.ts';

/** A golden row held against the row that came when it was asked for again. */
export function answerAgain(entry: ManifestFile, recorded: GoldenRow, now: GoldenRow): ReproducedCase {
  return reproduceCase(caseOf(recorded, entry), { golden: caseOf(now, entry) }, `replay ${recorded.id}`);
}
