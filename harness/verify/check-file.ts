import type { Dialect } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import { caseSets } from '../../generators/plan-recording.ts';
import { columnProblems } from '../../goldens/format/golden-columns.ts';
import { GoldenError } from '../../goldens/format/golden-error.ts';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import { checkBytes } from '../../goldens/format/manifest.ts';
import { provenanceProblems } from '../../goldens/format/provenance.ts';
import type { ArrowFile, GoldenCase } from '../../goldens/format/read-golden.ts';
import { casesOf, openArrow, originProblems } from '../../goldens/format/read-golden.ts';
import { goldenSetOf, lanesOf } from '../../goldens/golden-sets.ts';
import { fileStem } from '../../goldens/recorders/chunk-plan.ts';
import { methodOfLane } from '../../goldens/recorders/lane-method.ts';
import type { GoldenProblem } from '../../reports/model.ts';
import { checkCase } from './check-case.ts';

/** What a golden file holds, and everything in it that is not as it should be. */
export interface CheckedFile {
  readonly cases: readonly GoldenCase[];
  readonly problems: readonly GoldenProblem[];
}

/** What the manifest says of a file, as far as it can be held against itself: place, lane, method and provenance. */
export function checkEntry(entry: ManifestFile): readonly GoldenProblem[] {
  const problems = [...placeProblems(entry), ...provenanceProblems(entry.provenance)];
  return problems.map((problem) => ({ path: entry.path, case: null, problem }));
}

function placeProblems({ path, framework, version, lane, method }: ManifestFile): readonly string[] {
  const own = lanesOf(dialectOf(framework), version);
  const known = own.find((name) => name === lane);
  if (known === undefined) return [`Expected a lane of ${framework} ${version} (${own.join(', ')}), got ${lane}. ${restore}`];
  const right = methodOfLane(known);
  const places = caseSets.map((set) => `${goldenSetOf(framework, version)}/${fileStem({ lane: known, set })}.arrow`);
  return [
    ...(method === right ? [] : [`Expected method ${right} for lane ${lane}, got ${method}. ${restore}`]),
    ...(places.includes(path)
      ? []
      : [`Expected lane ${lane} of ${framework} ${version} in ${places.join(' or ')}, got it in ${path}. ${restore}`]),
  ];
}

/** Holds the bytes of a golden file against its entry, its columns and cases against the format. */
export function checkFile(bytes: Uint8Array, entry: ManifestFile): CheckedFile {
  const wholeFile = (problem: string): GoldenProblem => ({ path: entry.path, case: null, problem });
  const problems = checkBytes(bytes, entry).map(({ text }) => wholeFile(text));
  try {
    const file = openArrow(bytes, entry.path);
    problems.push(...[...originProblems(file, entry), ...columnProblems(file.schema)].map(wholeFile));
    const cases = casesOf(file, entry, entry.path);
    if (cases.length !== entry.cases)
      problems.push(wholeFile(`Expected ${entry.cases} cases as the manifest says, got ${cases.length}. ${restore}`));
    // A file that says another origin than the manifest is said so once, not for every case.
    const origin = originOf(file, entry);
    problems.push(...cases.flatMap((golden) => checkCase(golden, origin)));
    return { cases, problems };
  } catch (error) {
    if (!(error instanceof GoldenError)) throw error;
    return { cases: [], problems: [...problems, wholeFile(error.problem)] };
  }
}

const restore = 'Restore the file and the manifest, or record again.';

function originOf({ schema }: ArrowFile, entry: ManifestFile): Pick<ManifestFile, 'framework' | 'version' | 'lane'> {
  return {
    framework: schema.metadata.get('framework') ?? entry.framework,
    version: schema.metadata.get('framework_version') ?? entry.version,
    lane: schema.metadata.get('lane') ?? entry.lane,
  };
}

function dialectOf(framework: string): Dialect {
  const dialect = dialects.find((name) => name === framework);
  if (dialect === undefined) throw new RangeError(`Expected a framework of ${dialects.join(', ')}, got ${framework}.`);
  return dialect;
}
