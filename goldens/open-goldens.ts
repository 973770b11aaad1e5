import path from 'node:path';
import type { Dialect } from '../oracle/scenario.ts';
import { GoldenError } from './format/golden-error.ts';
import type { ManifestFile } from './format/manifest.ts';
import { readManifest, readVerified } from './format/manifest.ts';
import type { GoldenCase } from './format/read-golden.ts';
import { readGolden } from './format/read-golden.ts';

/** The golden cases of a folder, every byte of them verified. */
export interface Goldens {
  readonly directory: string;
  readonly files: readonly ManifestFile[];
  readonly cases: readonly GoldenCase[];
}

/** Opens a folder of goldens; with a dialect, only its files. Throws a GoldenError that names the file at fault. */
export async function openGoldens(directory: string, dialect: Dialect | null): Promise<Goldens> {
  const manifest = await readManifest(directory);
  const files = manifest.files.filter((file) => dialect === null || file.framework === dialect);
  const cases: GoldenCase[] = [];
  for (const file of files) {
    cases.push(...readGolden(await readVerified(directory, file), file, path.join(directory, file.path)));
  }
  const ids = new Set<string>();
  for (const { id, file } of cases) {
    if (ids.has(id)) {
      throw new GoldenError('invalid-case', path.join(directory, file.path), `Expected each case once, got ${id} again.`);
    }
    ids.add(id);
  }
  return { directory, files, cases };
}
