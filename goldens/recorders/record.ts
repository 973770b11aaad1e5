import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import type { CaseSet } from '../../generators/plan-recording.ts';
import { planCases } from '../../generators/plan-cases.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { GoldenError } from '../format/golden-error.ts';
import type { ManifestFile } from '../format/manifest.ts';
import { readManifest, sha256, writeManifest } from '../format/manifest.ts';
import { countCases } from '../format/read-golden.ts';
import type { Chunk } from '../format/scenario-batch.ts';
import { planChunks, setOfFile } from './chunk-plan.ts';
import type { Framework } from './framework.ts';
import { frameworkOf, recorderHash } from './framework.ts';
import { preparePython } from './python-environment.ts';
import { RecorderError } from './recorder-error.ts';
import { provenanceText } from './recorder-events.ts';
import { recorderEvents } from './recorder-process.ts';
import { lastLines, runLimited } from './run-limited.ts';

const assembleMilliseconds = 10 * 60 * 1000;

export interface RecordOptions {
  readonly dialect: Dialect;
  /** What is recorded; the files of another set stay as they are. */
  readonly sets: readonly CaseSet[];
  readonly count: number;
  readonly seed: number;
  readonly corpus: boolean;
  /** Folder of goldens: `<out>/<framework>-<version>/*.arrow` and the manifest. */
  readonly out: string;
  /** A Python that has the framework; null makes an environment in `environments`. */
  readonly python: string | null;
  readonly environments: string;
  /** Folder of the Python recorders. */
  readonly pythonFolder: string;
  /** Limit for a case of several ranks. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly toolVersion: string;
  readonly date: Date;
}

/** What a recording tells whoever watches it. */
export interface RecordEvents {
  readonly onNote: (text: string) => void;
  readonly onStart: (total: number, done: number) => void;
  readonly onCase: (id: string) => void;
}

export interface Recording {
  readonly files: readonly ManifestFile[];
  /** Cases the recorder itself could not run: left out, never made goldens. */
  readonly failed: readonly { readonly id: string; readonly reason: string }[];
}

/** Records goldens from a real framework: finished chunks survive an interruption and are not recorded again. */
export async function record(options: RecordOptions, events: RecordEvents): Promise<Recording> {
  const framework = frameworkOf(options.dialect, options.pythonFolder);
  const recorder = recorderHash(options.pythonFolder);
  const chunks = planChunks(planCases(options.dialect, options), recorder);
  if (chunks.length === 0)
    throw new RecorderError('nothing', 'Expected scenarios to record, got none. Give a --count above 0, or the corpus.');
  // Before anything is recorded or replaced: a manifest that does not read must not cost the goldens beside it.
  await otherFiles(options.out, framework, options.sets);
  const python = options.python ?? (await preparePython(framework, options.environments, options.signal, events.onNote));
  const work = path.join(options.out, '.recording', framework.folder);
  await mkdir(work, { recursive: true }).catch((error: Error) => {
    throw new GoldenError('unwritable', options.out, `Expected a folder that can be written to, got ${error.message}.`, error);
  });
  const { hello, failed } = await recordChunks(options, framework, python, work, chunks, events);
  events.onNote('joining the chunks');
  const assembled = await assembleFiles(framework, python, work, chunks);
  const provenance = {
    ...provenanceText(hello),
    recorder_sha256: recorder,
    generator: `syncbn-oracle ${options.toolVersion}`,
    date: options.date.toISOString().slice(0, 10),
  };
  const files = await publish(options, framework, assembled, provenance);
  await rm(work, { recursive: true, force: true });
  // Its parent may hold what is left of another framework's recording.
  await rmdir(path.dirname(work)).catch(() => undefined);
  return { files, failed };
}

async function recordChunks(
  options: RecordOptions,
  framework: Framework,
  python: string,
  work: string,
  chunks: readonly Chunk[],
  events: RecordEvents,
): Promise<{ readonly hello: Readonly<Record<string, unknown>>; readonly failed: { id: string; reason: string }[] }> {
  const missing = chunks.filter((chunk) => !existsSync(chunkFile(work, chunk)));
  const count = (some: readonly Chunk[]): number => some.reduce((sum, chunk) => sum + chunk.cases.length, 0);
  events.onStart(count(chunks), count(chunks) - count(missing));
  const failed: { id: string; reason: string }[] = [];
  let hello: Readonly<Record<string, unknown>> | null = null;
  const args =
    missing.length === 0
      ? [framework.script, 'hello']
      : [framework.script, 'record', '--work', work, '--timeout', String(options.timeoutSeconds)];
  const silenceSeconds = options.timeoutSeconds + 90;
  for await (const event of recorderEvents({ python, args, chunks: missing, silenceSeconds, signal: options.signal })) {
    if (event.event === 'hello') {
      if (event.version !== framework.version) {
        throw new RecorderError(
          'no-framework',
          `Expected ${framework.dialect} ${framework.version} in ${python}, got ${event.framework} ${event.version}. Install ${path.basename(framework.requirements)} there.`,
        );
      }
      hello = event.provenance;
    }
    if (event.event === 'failed') failed.push({ id: event.id, reason: event.reason });
    if (event.event === 'case' || event.event === 'failed') events.onCase(event.id);
  }
  if (hello === null) throw new RecorderError('bad-output', 'Expected the recorder to say hello first, got an end without it.');
  return { hello, failed };
}

interface AssembledFile {
  readonly stem: string;
  readonly lane: string;
  readonly file: string;
}

/** Joins the chunks of each golden file in the work folder. */
async function assembleFiles(
  framework: Framework,
  python: string,
  work: string,
  chunks: readonly Chunk[],
): Promise<readonly AssembledFile[]> {
  const assembled: AssembledFile[] = [];
  for (const [stem, own] of Map.groupBy(chunks, (chunk) => chunk.stem)) {
    const file = path.join(work, `file-${stem}.arrow`);
    const lane = own[0]?.lane ?? '';
    const parts = own.map((chunk) => chunkFile(work, chunk));
    const args = [framework.script, 'assemble', '--out', file, '--lane', lane, ...parts];
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
  { out, sets, seed, count, corpus }: RecordOptions,
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
  const folder = path.join(out, framework.folder);
  await mkdir(folder, { recursive: true });
  const files: ManifestFile[] = [];
  for (const { stem, lane, file, bytes, cases } of recorded) {
    await rename(file, path.join(folder, `${stem}.arrow`));
    const set = setOfFile(stem);
    const chosen = set === 'general' ? `seed ${seed}, ${count} random cases${corpus ? ' and the corpus' : ''}` : `${set} cases`;
    files.push({
      path: `${framework.folder}/${stem}.arrow`,
      sha256: sha256(bytes),
      bytes: bytes.length,
      cases,
      framework: framework.dialect,
      version: framework.version,
      lane,
      method: lane.startsWith('collective') ? 'collective' : lane === 'processes' ? 'module' : lane,
      provenance: { ...provenance, generator: `${provenance['generator']}, ${chosen}` },
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

function chunkFile(work: string, chunk: Chunk): string {
  return path.join(work, `${chunk.name}.arrow`);
}
