import { GoldenError } from '../../../goldens/format/golden-error.ts';
import type { ManifestFile } from '../../../goldens/format/manifest.ts';
import { sha256 } from '../../../goldens/format/manifest.ts';
import type { GoldenFile } from '../../../goldens/testing/golden-folder.ts';
import type { GoldenProblem } from '../../../reports/model.ts';
import type { GoldenFolder } from '../golden-folder.ts';
import { verifyGoldens } from '../verify-goldens.ts';

/** A folder of goldens in memory, to be spoilt. */
export interface MemoryFolder extends GoldenFolder {
  readonly files: Map<string, Uint8Array>;
  /** The entries of its manifest. */
  readonly entries: ManifestFile[];
}

/** A folder whose manifest is right about the size and checksum of its files. */
export function memoryFolder(golden: readonly GoldenFile[]): MemoryFolder {
  const files = new Map(golden.map(({ entry, bytes }) => [entry.path, bytes]));
  const entries = golden.map(({ entry, bytes }) => ({ ...entry, sha256: sha256(bytes), bytes: bytes.length }));
  return {
    files,
    entries,
    manifestText: async () => JSON.stringify({ format: 'syncbn-oracle/manifest@1', files: entries }),
    arrowFiles: async () => [...files.keys()],
    bytesOf: async (path) => {
      const bytes = files.get(path);
      if (bytes === undefined) throw new GoldenError('unreadable', path, 'Expected the golden file, got ENOENT. Restore it.');
      return bytes;
    },
  };
}

/** Everything that is wrong with a folder. */
export async function problemsOf(folder: GoldenFolder): Promise<readonly GoldenProblem[]> {
  const silent = { onStart: () => undefined, onFile: () => undefined, isStopped: () => false };
  return (await verifyGoldens(folder, null, silent)).problems;
}
