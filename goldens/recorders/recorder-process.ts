import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RecordBatch } from 'apache-arrow';
import { RecordBatchStreamWriter } from 'apache-arrow';
import type { Chunk } from '../format/scenario-batch.ts';
import { scenarioBatch } from '../format/scenario-batch.ts';
import { RecorderError } from './recorder-error.ts';
import type { RecorderEvent } from './recorder-events.ts';
import { parseEvent } from './recorder-events.ts';
import type { Ending } from './run-limited.ts';
import { lastLines, runLimited } from './run-limited.ts';

/** What a recorder process is given. */
export interface RecorderRun {
  readonly python: string;
  readonly args: readonly string[];
  readonly chunks: readonly Chunk[];
  /** Longest silence before the recorder counts as hung. */
  readonly silenceSeconds: number;
  /** How long a recorder that is asked to end may take. */
  readonly graceMilliseconds?: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a recorder, streams the chunks to its stdin and yields its events. Ends its whole process group when it hangs, when the signal
 * is aborted, or when the caller stops listening; a recorder that dies or babbles is a RecorderError.
 */
export async function* recorderEvents(run: RecorderRun): AsyncGenerator<RecorderEvent, void, undefined> {
  const { stdin, lines, ended, kill } = runLimited(run.python, run.args, 0, run.graceMilliseconds);
  let hung = false;
  let watchdog: NodeJS.Timeout | undefined;
  const watch = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => {
      hung = true;
      kill();
    }, run.silenceSeconds * 1000);
  };
  run.signal.addEventListener('abort', kill, { once: true });
  if (run.signal.aborted) kill();
  watch();
  const feeding = feed(run.chunks, stdin);
  // Not `for await`: leaving it would wait for the recorder to end of itself, before it is asked to.
  const reading = lines()[Symbol.asyncIterator]();
  let done = false;
  try {
    for (let next = await reading.next(); next.done !== true; next = await reading.next()) {
      watch();
      // What is written while it ends may be cut.
      if (run.signal.aborted || hung) continue;
      const event = parseEvent(next.value);
      done ||= event.event === 'done';
      yield event;
    }
    await feeding;
    const result = await ended;
    if (run.signal.aborted) throw new RecorderError('stopped', 'Stopped on request.');
    if (hung)
      throw new RecorderError(
        'hung',
        `Expected the recorder to answer within ${run.silenceSeconds} s, got silence; it was ended.`,
      );
    if (result.exitCode !== 0 || !(done || run.chunks.length === 0)) {
      throw explainEnd(run.python, result);
    }
  } finally {
    clearTimeout(watchdog);
    run.signal.removeEventListener('abort', kill);
    kill();
    await reading.return?.();
    await ended;
  }
}

function explainEnd(python: string, result: Ending): RecorderError {
  const stderr = lastLines(result.stderr);
  if (result.exitCode === undefined && result.signal === undefined) {
    return new RecorderError(
      'no-python',
      `Expected a Python to run at ${python}, got ${result.code ?? 'no process'}. Give another with --python.`,
    );
  }
  const missing = /No module named '?(?<name>[\w.]+)/u.exec(stderr)?.groups?.['name'];
  if (missing !== undefined) {
    return new RecorderError(
      'no-framework',
      `Expected ${python} to have the package ${missing}, got none. Leave --python out to install the pinned versions.`,
    );
  }
  return new RecorderError(
    'died',
    `Expected the recorder to finish, got ${result.signal ?? `exit code ${result.exitCode}`}. The same command goes on where it ended.\n${stderr}`,
  );
}

/** Writes the chunks as an Arrow stream, a record batch each, waiting where the pipe is full. */
async function feed(chunks: readonly Chunk[], stdin: NodeJS.WritableStream): Promise<void> {
  const stream = RecordBatchStreamWriter.writeAll(batchesOf(chunks));
  // A recorder that ends early breaks the pipe; how it ended tells more than that.
  await pipeline(Readable.from(stream), stdin).catch(() => undefined);
}

function* batchesOf(chunks: readonly Chunk[]): Generator<RecordBatch> {
  for (const chunk of chunks) yield scenarioBatch(chunk);
}
