import path from 'node:path/posix';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { GoldenProblem } from '../../reports/model.ts';

/** Where an unfinished recording keeps its chunks. */
const workFolder = '.recording/';

/** The golden files that lie in the folder and that no manifest vouches for. */
export function checkListing(found: readonly string[], listed: readonly string[]): readonly GoldenProblem[] {
  const known = new Set(listed);
  const stray = found.filter((name) => !known.has(name)).toSorted();
  const unfinished = stray.filter((name) => name.startsWith(workFolder));
  return [
    ...stray
      .filter((name) => !name.startsWith(workFolder))
      .map((name) => ({
        path: name,
        case: null,
        problem: 'Expected every golden file in the manifest, got one that it does not list. Remove it, or record again.',
      })),
    ...(unfinished.length === 0
      ? []
      : [
          {
            path: workFolder,
            case: null,
            problem: `Expected finished recordings alone, got ${unfinished.length} files of an unfinished one. Give its record command again, or remove the folder.`,
          },
        ]),
  ];
}

/** The folders that hold files of more than one recorder: their answers were not asked for in the same way. */
export function checkRecorders(files: readonly ManifestFile[]): readonly GoldenProblem[] {
  return [...Map.groupBy(files, (file) => path.dirname(file.path))].flatMap(([folder, own]) => {
    const recorders = Map.groupBy(own, ({ provenance }) => provenance['recorder_sha256'] ?? 'none');
    if (recorders.size === 1) return [];
    const each = [...recorders].map(
      ([hash, some]) => `${hash.slice(0, 12)} (${some.map((file) => path.basename(file.path)).join(', ')})`,
    );
    const problem = `Expected one recorder_sha256 in a folder, got ${each.join(' and ')}. Record the files of the older recorder again.`;
    return [{ path: folder, case: null, problem }];
  });
}

/** The cases that stand in the folder more than once. */
export function checkUniqueness(cases: readonly GoldenCase[]): readonly GoldenProblem[] {
  const first = new Map<string, string>();
  return cases.flatMap(({ id, file }) => {
    const before = first.get(id);
    if (before === undefined) {
      first.set(id, file.path);
      return [];
    }
    const problem = `Expected each case once, got it again after ${before}. Restore the file, or record it again.`;
    return [{ path: file.path, case: id, problem }];
  });
}
