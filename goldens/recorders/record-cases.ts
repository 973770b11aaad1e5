import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { PlannedCase } from '../../generators/plan-recording.ts';
import { GoldenError } from '../format/golden-error.ts';
import type { Provenance } from '../format/provenance.ts';
import { recorderKeys } from '../format/provenance.ts';
import type { Chunk } from '../format/scenario-batch.ts';
import { planChunks } from './chunk-plan.ts';
import type { Framework } from './framework.ts';
import { recorderHash } from './framework.ts';
import { preparePython } from './python-environment.ts';
import { RecorderError } from './recorder-error.ts';
import type { RecorderEvent } from './recorder-events.ts';
import { provenanceText } from './recorder-events.ts';
import { recorderEvents } from './recorder-process.ts';

/** Where and how cases are recorded. */
export interface RecordingPlace {
  /** A Python that has the framework; null makes an environment in `environments`. */
  readonly python: string | null;
  readonly environments: string;
  /** Folder of the Python recorders. */
  readonly pythonFolder: string;
  /** Folder of the chunk files; those that are there already are not recorded again. */
  readonly work: string;
  /** Whether a framework of another version than the pinned one may answer. */
  readonly versions: 'pinned' | 'any';
  /** Limit for a case of several ranks. */
  readonly timeoutSeconds: number;
  /** Longest silence before the recorder counts as hung; by default somewhat above the limit for a case. */
  readonly silenceSeconds?: number;
  readonly signal: AbortSignal;
}

/** What recording cases tells whoever watches it. */
export interface RecordingEvents {
  readonly onNote: (text: string) => void;
  readonly onStart: (total: number, done: number) => void;
  readonly onCase: (id: string) => void;
  /** Who answers; called before the first case. */
  readonly onHello?: (speaker: Speaker) => void;
  /** The recorder itself could not run this case. */
  readonly onFailed?: (id: string, reason: string) => void;
  /** A chunk file is complete. */
  readonly onChunk?: (chunk: Chunk, file: string) => void;
}

/** The framework that answers, as its recorder introduces it. */
export interface Speaker {
  readonly version: string;
  /** With the digest of the recorder. */
  readonly provenance: Provenance;
}

/** A case that the recorder itself could not run. */
export interface FailedCase {
  readonly id: string;
  readonly reason: string;
}

export interface RecordedCases extends Speaker {
  readonly python: string;
  /** What was recorded, a file each in the work folder. */
  readonly chunks: readonly { readonly chunk: Chunk; readonly file: string }[];
  readonly failed: readonly FailedCase[];
}

/**
 * Records the answers of an installed framework to these cases, a file a chunk. Throws a RecorderError where the framework cannot
 * be asked; the chunks that are finished by then stay.
 */
export async function recordCases(
  framework: Framework,
  cases: readonly PlannedCase[],
  place: RecordingPlace,
  events: RecordingEvents,
): Promise<RecordedCases> {
  const recorder = recorderHash(place.pythonFolder);
  const chunks = planChunks(cases, recorder).map((chunk) => ({ chunk, file: path.join(place.work, `${chunk.name}.arrow`) }));
  const python = place.python ?? (await preparePython(framework, place.environments, place.signal, events.onNote));
  await mkdir(place.work, { recursive: true }).catch((error: Error) => {
    throw new GoldenError('unwritable', place.work, `Expected a folder that can be written to, got ${error.message}.`, error);
  });
  const missing = chunks.filter(({ file }) => !existsSync(file)).map(({ chunk }) => chunk);
  const count = (some: readonly Chunk[]): number => some.reduce((sum, chunk) => sum + chunk.cases.length, 0);
  events.onStart(cases.length, cases.length - count(missing));
  const { timeoutSeconds, silenceSeconds = timeoutSeconds + 90, signal } = place;
  const task = missing.length === 0 ? ['hello'] : ['record', '--work', place.work, '--timeout', String(timeoutSeconds)];
  const failed: FailedCase[] = [];
  let speaker: Speaker | null = null;
  const run = { python, args: [framework.script, ...task], chunks: missing, silenceSeconds, signal };
  for await (const event of recorderEvents(run)) {
    if (event.event === 'hello') {
      speaker = meet(event, framework, python, place.versions, recorder);
      events.onHello?.(speaker);
    }
    if (event.event === 'failed') {
      failed.push({ id: event.id, reason: event.reason });
      events.onFailed?.(event.id, event.reason);
    }
    if (event.event === 'case' || event.event === 'failed') events.onCase(event.id);
    const finished = event.event === 'chunk' && chunks.find(({ chunk }) => chunk.name === event.chunk);
    if (finished) events.onChunk?.(finished.chunk, finished.file);
  }
  if (speaker === null) throw new RecorderError('bad-output', 'Expected the recorder to say hello first, got an end without it.');
  return { python, chunks, failed, ...speaker };
}

/** Holds a recorder's introduction against the framework that was asked for. */
function meet(
  hello: Extract<RecorderEvent, { readonly event: 'hello' }>,
  framework: Framework,
  python: string,
  versions: RecordingPlace['versions'],
  recorder: string,
): Speaker {
  const isOther = hello.framework !== framework.dialect;
  if (isOther || (versions === 'pinned' && hello.version !== framework.version)) {
    throw new RecorderError(
      'no-framework',
      `Expected ${framework.dialect} ${framework.version} in ${python}, got ${hello.framework} ${hello.version}. Install ${path.basename(framework.requirements)} there.`,
    );
  }
  const absent = recorderKeys.filter((key) => hello.provenance[key] === undefined);
  if (absent.length > 0) {
    throw new RecorderError(
      'bad-output',
      `Expected the recorder to say its ${recorderKeys.join(', ')}, got no ${absent.join(', ')}.`,
    );
  }
  return { version: hello.version, provenance: { ...provenanceText(hello.provenance), recorder_sha256: recorder } };
}
