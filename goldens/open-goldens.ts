import path from 'node:path';
import type { Dialect } from '../oracle/scenario.ts';
import { GoldenError } from './format/golden-error.ts';
import type { ManifestFile } from './format/manifest.ts';
import { manifestName, readManifest, readVerified } from './format/manifest.ts';
import type { GoldenCase } from './format/read-golden.ts';
import { readGolden } from './format/read-golden.ts';
import type { ChosenSets } from './golden-sets.ts';
import { goldenSetOf, isChosen } from './golden-sets.ts';

/** The golden cases of a folder, every byte of them verified. */
export interface Goldens {
  readonly directory: string;
  readonly files: readonly ManifestFile[];
  readonly cases: readonly GoldenCase[];
  /** Names of all golden sets in the folder, chosen or not. */
  readonly sets: readonly string[];
}

/**
 * Opens a folder of goldens: with a dialect only its files, of the main versions where nothing else is chosen. Throws a GoldenError that names
 * the file at fault, or the golden set that is not there.
 */
export async function openGoldens(directory: string, dialect: Dialect | null, chosen: ChosenSets = 'main'): Promise<Goldens> {
  const manifest = await readManifest(directory);
  for (const file of manifest.files) checkPlace(file, directory);
  const sets = [...new Set(manifest.files.map(setOf))];
  checkNames(chosen, sets, path.join(directory, manifestName));
  const files = manifest.files.filter((file) => (dialect === null || file.framework === dialect) && isChosen(chosen, file));
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
  return { directory, files, cases, sets };
}

/** A file lies in the folder of its golden set: one whose entry was changed is refused, not left out as of another version. */
function checkPlace(file: ManifestFile, directory: string): void {
  const folder = path.posix.dirname(file.path);
  if (folder === setOf(file)) return;
  throw new GoldenError(
    'origin-mismatch',
    path.join(directory, file.path),
    `Expected a file of framework ${file.framework}, framework_version ${file.version} to lie in ${setOf(file)}, got ${folder}. Restore the file and its manifest, or record again.`,
  );
}

function checkNames(chosen: ChosenSets, sets: readonly string[], manifest: string): void {
  if (chosen === 'main' || chosen === 'all') return;
  const unknown = chosen.find((name) => !sets.includes(name));
  if (unknown === undefined) return;
  throw new GoldenError(
    'unknown-set',
    manifest,
    `Expected a golden set that is there, got ${unknown}. Name one of ${sets.join(', ')}, or all.`,
  );
}

function setOf({ framework, version }: ManifestFile): string {
  return goldenSetOf(framework, version);
}
