import { mkdir, readFile, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { CaseSet } from '../../generators/plan-recording.ts';
import { GoldenError } from '../format/golden-error.ts';
import type { ManifestFile } from '../format/manifest.ts';
import { readManifest, sha256 } from '../format/manifest.ts';
import { countCases } from '../format/read-golden.ts';
import { setOfFile } from './chunk-plan.ts';
import type { Framework } from './framework.ts';
import { frameworkOf } from './framework.ts';
import { methodOfLane } from './lane-method.ts';
import type { CasesWanted } from './choose-cases.ts';
import { describeCases, chooseCases } from './choose-cases.ts';
import type { FailedCase, RecordedCases, RecordingEvents, RecordingPlace } from './record-cases.ts';
import { recordCases } from './record-cases.ts';
import { RecorderError } from './recorder-error.ts';
import { lastLines, runLimited } from './run-limited.ts';
import { writeManifest } from './write-manifest.ts';

const assembleMilliseconds = 10 * 60 * 1000;

type Place = Pick<RecordingPlace, 'python' | 'environments' | 'pythonFolder' | 'timeoutSeconds' | 'signal'>;

export interface RecordOptions extends CasesWanted, Place {
  /** Folder of goldens: `<out>/<framework>-<version>/*.arrow` and the manifest. */
  readonly out: string;
  readonly toolVersion: string;
  readonly date: Date;
}

/** What a recording tells whoever watches it. */
export type RecordEvents = Pick<RecordingEvents, 'onNote' | 'onStart' | 'onCase'>;

export interface Recording {
  readonly files: readonly ManifestFile[];
  /** Cases the recorder itself could not run: left out, never made goldens. */
  readonly failed: readonly FailedCase[];
}

/** Records goldens from a real framework: finished chunks survive an interruption and are not recorded again. */
export async function record(options: RecordOptions, events: RecordEvents): Promise<Recording> {
  const framework = frameworkOf(options.dialect, options.pythonFolder, options.version);
  const planned = await chooseCases(options);
  if (planned.length === 0)
    throw new RecorderError('nothing', 'Expected scenarios to record, got none. Give a --count above 0, or the corpus.');
  // Before anything is recorded or replaced: a manifest that does not read must not cost the goldens beside it.
  await otherFiles(options.out, framework, options.sets);
  const work = path.join(options.out, '.recording', framework.folder);
  const recorded = await recordCases(framework, planned, { ...options, work, versions: 'pinned' }, events);
  events.onNote('joining the chunks');
  const assembled = await assembleFiles(framework, work, recorded);
  const provenance = {
    ...recorded.provenance,
    generator: `syncbn-oracle ${options.toolVersion}`,
    date: options.date.toISOString().slice(0, 10),
  };
  const files = await publish(options, framework, assembled, provenance);
  await rm(work, { recursive: true, force: true });
  // Its parent may hold what is left of another framework's recording.
  await rmdir(path.dirname(work)).catch(() => undefined);
  return { files, failed: recorded.failed };
}

interface AssembledFile {
  readonly stem: string;
  readonly lane: string;
  readonly file: string;
}

/** Joins the chunks of each golden file in the work folder. */
async function assembleFiles(
  framework: Framework,
  work: string,
  { python, chunks }: RecordedCases,
): Promise<readonly AssembledFile[]> {
  const assembled: AssembledFile[] = [];
  for (const [stem, own] of Map.groupBy(chunks, ({ chunk }) => chunk.stem)) {
    const file = path.join(work, `file-${stem}.arrow`);
    const lane = own[0]?.chunk.lane ?? '';
    const args = [framework.script, 'assemble', '--out', file, '--lane', lane, ...own.map((part) => part.file)];
    const result = await runLimited(python, args, assembleMilliseconds).ended;
    if (result.exitCode !== 0) {
      throw new RecorderError(
        'died',
        `Expected the chunks of ${stem} to be joined, got exit code ${result.exitCode}.\n${lastLines(result.stderr)}`,
      );
    }
    assembled.push({ stem, lane, file });
  }
  return assembled;
}

/** Moves finished files that hold a case to their place, drops those that are no longer there, and writes the manifest last. */
async function publish(
  options: RecordOptions,
  framework: Framework,
  assembled: readonly AssembledFile[],
  provenance: Readonly<Record<string, string>>,
): Promise<readonly ManifestFile[]> {
  const read = await Promise.all(
    assembled.map(async ({ stem, lane, file }) => {
      const bytes = await readFile(file);
      return { stem, lane, file, bytes, cases: countCases(bytes, file) };
    }),
  );
  const recorded = read.filter(({ cases }) => cases > 0);
  if (recorded.length === 0) {
    throw new RecorderError('nothing', 'Expected recorded cases, got none: every one failed. The goldens are as they were.');
  }
  const { out, sets } = options;
  const folder = path.join(out, framework.folder);
  await mkdir(folder, { recursive: true });
  const files: ManifestFile[] = [];
  for (const { stem, lane, file, bytes, cases } of recorded) {
    await rename(file, path.join(folder, `${stem}.arrow`));
    files.push({
      path: `${framework.folder}/${stem}.arrow`,
      sha256: sha256(bytes),
      bytes: bytes.length,
      cases,
      framework: framework.dialect,
      version: framework.version,
      lane,
      method: methodOfLane(lane),
      provenance: { ...provenance, generator: `${provenance['generator']}, ${describeCases(options, setOfFile(stem))}` },
    });
  }
  const kept = new Set(files.map((file) => path.basename(file.path)));
  const stale = (await readdir(folder)).filter(
    (name) => name.endsWith('.arrow') && !kept.has(name) && sets.includes(setOfFile(name)),
  );
  await Promise.all(stale.map((name) => rm(path.join(folder, name))));
  const others = await otherFiles(out, framework, sets);
  await writeManifest(out, [...others, ...files]);
  return files;
}

/** The manifest's entries of other frameworks and sets; none where there is no manifest yet. */
async function otherFiles(out: string, framework: Framework, sets: readonly CaseSet[]): Promise<readonly ManifestFile[]> {
  return readManifest(out).then(
    (manifest) =>
      manifest.files.filter((file) => !file.path.startsWith(`${framework.folder}/`) || !sets.includes(setOfFile(file.path))),
    (error: unknown) => {
      if (error instanceof GoldenError && error.code === 'manifest-missing') return [];
      throw error;
    },
  );
}
