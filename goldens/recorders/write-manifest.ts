import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Manifest, ManifestFile } from '../format/manifest.ts';
import { manifestName } from '../format/manifest.ts';

/** Writes the manifest: its files in order of path, in one rename. */
export async function writeManifest(directory: string, files: readonly ManifestFile[]): Promise<void> {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const manifest: Manifest = { format: 'syncbn-oracle/manifest@1', files: sorted };
  await writeFileAtomic(path.join(directory, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
}
