import { listArrowFiles } from '../../goldens/format/list-arrow-files.ts';
import { readListed, readManifestText } from '../../goldens/format/manifest.ts';
import type { GoldenFolder } from '../verify/golden-folder.ts';

/** A folder of goldens on the disk. */
export function readGoldenFolder(directory: string): GoldenFolder {
  return {
    manifestText: () => readManifestText(directory),
    arrowFiles: () => listArrowFiles(directory),
    bytesOf: (path) => readListed(directory, path),
  };
}
