import type { GoldenFile } from './model.ts';

/** The cases recorded from one version of one framework. */
export interface GoldenTotal {
  readonly framework: string;
  readonly version: string;
  readonly cases: number;
}

/** The golden files added up by framework and version, in the order in which they first occur. */
export function summariseGoldens(goldens: readonly GoldenFile[]): readonly GoldenTotal[] {
  const groups = Map.groupBy(goldens, (file) => JSON.stringify([file.framework, file.version]));
  return [...groups.values()].flatMap((files) => {
    const [first] = files;
    if (first === undefined) return [];
    return [{ framework: first.framework, version: first.version, cases: files.reduce((sum, file) => sum + file.cases, 0) }];
  });
}
