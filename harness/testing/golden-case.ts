import type { ManifestFile } from '../../goldens/format/manifest.ts';
import { readManifest } from '../../goldens/format/manifest.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { readGolden } from '../../goldens/format/read-golden.ts';
import { goldenSetOf, mainSets } from '../../goldens/golden-sets.ts';
import { committedFile, committedGoldens, fileOf } from '../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import { methodOf } from '../engine/judge-case.ts';
import type { Question } from '../engine/screen-cases.ts';
import { existing, readRows } from '../../goldens/testing/golden-rows.ts';

/** A row, as it comes out of the golden file that holds it alone. */
export function caseOf(row: GoldenRow, entry: ManifestFile): GoldenCase {
  const file = fileOf([row], entry);
  return existing(readGolden(file.bytes, file.entry, entry.path)[0]);
}

/** A committed row and the manifest's entry of its file. */
export interface CommittedRow {
  readonly row: GoldenRow;
  readonly entry: ManifestFile;
}

/** Every `stride`-th case of each committed file of the main versions. */
export async function committedRows(stride: number): Promise<readonly CommittedRow[]> {
  const { files } = await readManifest(committedGoldens);
  const main = files.filter(({ framework, version }) => mainSets.includes(goldenSetOf(framework, version)));
  const chosen = main.map(async (entry) => {
    const rows = readRows((await committedFile(entry.path)).bytes);
    return rows.filter((_, index) => index % stride === 0).map((row) => ({ row, entry }));
  });
  return (await Promise.all(chosen)).flat();
}

/** The same as traces to be judged. */
export async function committedQuestions(stride: number): Promise<readonly Question[]> {
  return (await committedRows(stride)).map(({ row, entry }) => {
    const { scenario, trace } = caseOf(row, entry).decode();
    return { scenario, trace, method: methodOf(entry.method) };
  });
}
