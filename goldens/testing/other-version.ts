import path from 'node:path';
import type { ManifestFile } from '../format/manifest.ts';
import { goldenSetOf } from '../golden-sets.ts';
import type { GoldenFile } from './golden-folder.ts';
import { fileOf } from './golden-folder.ts';
import type { GoldenRow } from './golden-rows.ts';

/** Rows of a main version, as the golden file of another version that answers the same would hold them. */
export function inVersion(rows: readonly GoldenRow[], entry: ManifestFile, version: string): GoldenFile {
  const set = goldenSetOf(entry.framework, version);
  const renamed = rows.map((row) => ({ ...row, id: `${row.id}:${version}` }));
  return fileOf(renamed, { ...entry, version, path: `${set}/${path.posix.basename(entry.path)}` });
}
