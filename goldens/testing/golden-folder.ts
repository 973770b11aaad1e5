import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest, sha256 } from '../format/manifest.ts';
import type { ManifestFile } from '../format/manifest.ts';
import { goldenFormat } from '../format/read-golden.ts';
import type { GoldenRow } from './golden-rows.ts';
import { existing, goldenBytes } from './golden-rows.ts';
import { writeManifest } from '../recorders/write-manifest.ts';

/** The goldens that this package carries. */
export const committedGoldens: string = path.resolve(import.meta.dirname, '..');

/** A golden file to be written, with what the manifest says of it besides its size and checksum. */
export interface GoldenFile {
  readonly entry: ManifestFile;
  readonly bytes: Uint8Array;
}

/** A committed golden file, by its path in the manifest. */
export async function committedFile(name: string): Promise<GoldenFile> {
  const { files } = await readManifest(committedGoldens);
  const entry = existing(files.find((file) => file.path === name));
  return { entry, bytes: await readFile(path.join(committedGoldens, name)) };
}

/** Rows as a file that says of itself what `entry` says. */
export function fileOf(rows: readonly GoldenRow[], entry: ManifestFile): GoldenFile {
  const { framework, version, lane, method } = entry;
  const metadata = { format: goldenFormat, framework, framework_version: version, lane, method };
  return { entry: { ...entry, cases: rows.length }, bytes: goldenBytes(rows, new Map(Object.entries(metadata))) };
}

/** Writes golden files and a manifest that is right about their size and checksum. */
export async function writeGoldens(folder: string, files: readonly GoldenFile[]): Promise<void> {
  for (const { entry, bytes } of files) {
    await mkdir(path.dirname(path.join(folder, entry.path)), { recursive: true });
    await writeFile(path.join(folder, entry.path), bytes);
  }
  await writeManifest(
    folder,
    files.map(({ entry, bytes }) => ({ ...entry, sha256: sha256(bytes), bytes: bytes.length })),
  );
}
