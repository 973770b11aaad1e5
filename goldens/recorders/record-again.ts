import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PlannedCase } from '../../generators/plan-recording.ts';
import { GoldenError, messageOf } from '../format/golden-error.ts';
import type { ManifestFile } from '../format/manifest.ts';
import { sha256 } from '../format/manifest.ts';
import type { GoldenCase } from '../format/read-golden.ts';
import { casesOf, openArrow, originProblems } from '../format/read-golden.ts';
import type { Chunk } from '../format/scenario-batch.ts';
import type { Framework } from './framework.ts';
import { methodOfLane } from './lane-method.ts';
import type { RecordingEvents, RecordingPlace, Speaker } from './record-cases.ts';
import { recordCases } from './record-cases.ts';
import { RecorderError } from './recorder-error.ts';

/** What a framework answers now, in memory: nothing of it is kept on the disk. */
export interface RecordedAgain {
  /** Null where the framework said nothing at all. */
  readonly speaker: Speaker | null;
  readonly cases: ReadonlyMap<string, GoldenCase>;
  /** Why the recorder itself could not run a case, by id. */
  readonly failed: ReadonlyMap<string, string>;
  /** Why it ended before all cases were recorded; null where it did not. */
  readonly ended: RecorderError | null;
}

/**
 * Records cases in a folder that is gone afterwards, however this ends, and gives what was recorded by then. A framework that cannot
 * be asked, or no longer, is an answer too.
 */
export async function recordAgain(
  framework: Framework,
  cases: readonly PlannedCase[],
  place: Omit<RecordingPlace, 'work' | 'versions'>,
  events: Pick<RecordingEvents, 'onNote' | 'onStart' | 'onCase'>,
): Promise<RecordedAgain> {
  const work = await makeTemporaryFolder();
  // A process that is ended at once must not leave it either.
  const remove = (): void => rmSync(work, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await recordInto(work, framework, cases, place, events);
  } finally {
    await rm(work, { recursive: true, force: true });
    process.off('exit', remove);
  }
}

async function recordInto(
  work: string,
  framework: Framework,
  cases: readonly PlannedCase[],
  place: Omit<RecordingPlace, 'work' | 'versions'>,
  events: Pick<RecordingEvents, 'onNote' | 'onStart' | 'onCase'>,
): Promise<RecordedAgain> {
  const speakers: Speaker[] = [];
  const finished: { readonly chunk: Chunk; readonly file: string }[] = [];
  const failed = new Map<string, string>();
  const recorded = new Map<string, GoldenCase>();
  const outcome = (ended: RecorderError | null): RecordedAgain => ({
    speaker: speakers[0] ?? null,
    cases: recorded,
    failed,
    ended,
  });
  const read = async (): Promise<void> => {
    for (const { chunk, file } of finished) {
      for (const one of await readChunk(framework, speakers[0] ?? null, chunk, file)) recorded.set(one.id, one);
    }
  };
  try {
    await recordCases(
      framework,
      cases,
      { ...place, work, versions: 'any' },
      {
        ...events,
        onHello: (speaker) => speakers.push(speaker),
        onFailed: (id, reason) => failed.set(id, reason),
        onChunk: (chunk, file) => finished.push({ chunk, file }),
      },
    ).finally(read);
    return outcome(null);
  } catch (error) {
    if (error instanceof RecorderError) return outcome(error);
    throw error;
  }
}

async function makeTemporaryFolder(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'syncbn-oracle-')).catch((error: Error) => {
    throw new GoldenError(
      'unwritable',
      tmpdir(),
      `Expected a folder for temporary files, got ${error.message}. Name one with TMPDIR.`,
      error,
    );
  });
}

/** The cases of a chunk file, held against what was asked of whom. */
async function readChunk(
  framework: Framework,
  speaker: Speaker | null,
  chunk: Chunk,
  file: string,
): Promise<readonly GoldenCase[]> {
  const name = `${chunk.name}.arrow`;
  try {
    const bytes = await readFile(file);
    const arrow = openArrow(bytes, name);
    const entry: ManifestFile = {
      path: name,
      sha256: sha256(bytes),
      bytes: bytes.length,
      cases: chunk.cases.length,
      framework: framework.dialect,
      version: speaker?.version ?? '',
      lane: chunk.lane,
      method: methodOfLane(chunk.lane),
      provenance: speaker?.provenance ?? {},
    };
    const [problem] = originProblems(arrow, entry);
    if (problem !== undefined) throw new GoldenError('origin-mismatch', name, problem);
    return casesOf(arrow, entry, name);
  } catch (error) {
    throw new RecorderError('bad-output', `Expected a chunk of golden cases from the recorder, got ${messageOf(error)}`, error);
  }
}
