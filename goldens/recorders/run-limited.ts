import { execa } from 'execa';

/** How a subprocess ended; never a rejection. */
export interface Ending {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  /** The system's reason when the process did not start, e.g. ENOENT. */
  readonly code: string | undefined;
  readonly timedOut: boolean;
  readonly stderr: string;
}

/** A subprocess in a process group of its own, which ends with `kill` and at the latest with this process. */
export interface LimitedProcess {
  readonly stdin: NodeJS.WritableStream;
  /** Lines of stdout, as they come. */
  readonly lines: () => AsyncIterable<string>;
  readonly ended: Promise<Ending>;
  /** Ends the whole group: asked first, forced after the grace. */
  readonly kill: () => void;
}

/** Starts `file` with an argument array in a new process group. A timeout of 0 is none. */
export function runLimited(
  file: string,
  args: readonly string[],
  timeoutMilliseconds: number,
  graceMilliseconds = 5000,
): LimitedProcess {
  const subprocess = execa(file, args, {
    reject: false,
    detached: true,
    stdin: 'pipe',
    timeout: timeoutMilliseconds,
    env: { PYTHONDONTWRITEBYTECODE: '1', PYTHONUNBUFFERED: '1', OMP_NUM_THREADS: '1' },
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (subprocess.pid === undefined) return;
    try {
      process.kill(-subprocess.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const child = subprocess.nodeChildProcess;
  let forced: NodeJS.Timeout | undefined;
  const killNow = (): void => signalGroup('SIGKILL');
  process.once('exit', killNow);
  // Whatever the leader leaves behind goes with it; it would hold the pipes open, and nobody would hear of the end.
  child.once('exit', killNow);
  const ended = subprocess.then((result): Ending => {
    clearTimeout(forced);
    process.off('exit', killNow);
    const { exitCode, signal, code, timedOut, stderr } = result;
    return { exitCode, signal, code, timedOut, stderr };
  });
  return {
    stdin: subprocess.stdin,
    lines: () => subprocess.iterable({ from: 'stdout' }),
    ended,
    kill: () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      signalGroup('SIGTERM');
      clearTimeout(forced);
      forced = setTimeout(killNow, graceMilliseconds).unref();
    },
  };
}

/** The end of what a process wrote to stderr, for an error message. */
export function lastLines(text: string, lines = 8): string {
  const trimmed = text.trim();
  return trimmed === '' ? '(nothing on stderr)' : trimmed.split('\n').slice(-lines).join('\n');
}
