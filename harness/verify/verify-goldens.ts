import { GoldenError } from '../../goldens/format/golden-error.ts';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import { checkManifest, manifestName } from '../../goldens/format/manifest.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import type { GoldenProblem } from '../../reports/model.ts';
import type { CheckedFile } from './check-file.ts';
import { checkEntry, checkFile } from './check-file.ts';
import { checkListing, checkRecorders, checkUniqueness } from './check-folder.ts';
import type { GoldenFolder } from './golden-folder.ts';

/** What verifying a folder of goldens found; without problems, its cases can be trusted. */
export interface Verification {
  readonly files: readonly ManifestFile[];
  readonly cases: readonly GoldenCase[];
  readonly problems: readonly GoldenProblem[];
  readonly interrupted: boolean;
}

/** What a verification tells whoever watches it. */
export interface VerifyEvents {
  readonly onStart: (files: number) => void;
  readonly onFile: (file: ManifestFile) => void;
  /** Asked before each file; true stops the verification with what it has. */
  readonly isStopped: () => boolean;
}

/** Holds a folder of goldens, or the part of one framework, against its manifest and its format, and lists everything that is wrong. */
export async function verifyGoldens(folder: GoldenFolder, dialect: Dialect | null, events: VerifyEvents): Promise<Verification> {
  const manifest = checkManifest(await folder.manifestText());
  const problems: GoldenProblem[] = manifest.problems.map((problem) => ({ path: manifestName, case: null, problem }));
  const files = manifest.files.filter((file) => dialect === null || file.framework === dialect);
  const found = (await folder.arrowFiles()).filter((name) => dialect === null || isOf(dialect, name));
  const listed = manifest.files.map((file) => file.path);
  problems.push(...checkListing(found, listed), ...checkRecorders(files));
  events.onStart(files.length);
  const cases: GoldenCase[] = [];
  for (const entry of files) {
    // Lets a signal be heard.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (events.isStopped()) return { files, cases, problems, interrupted: true };
    const checked = await readAndCheck(folder, entry);
    cases.push(...checked.cases);
    problems.push(...checkEntry(entry), ...checked.problems);
    events.onFile(entry);
  }
  problems.push(...checkUniqueness(cases));
  return { files, cases, problems, interrupted: false };
}

async function readAndCheck(folder: GoldenFolder, entry: ManifestFile): Promise<CheckedFile> {
  try {
    return checkFile(await folder.bytesOf(entry.path), entry);
  } catch (error) {
    if (!(error instanceof GoldenError)) throw error;
    return { cases: [], problems: [{ path: entry.path, case: null, problem: error.problem }] };
  }
}

/** Whether a file belongs to the goldens of a dialect, finished or not. */
function isOf(dialect: Dialect, name: string): boolean {
  return name.replace('.recording/', '').startsWith(`${dialect}-`);
}
