import path from 'node:path';
import { execa } from 'execa';

/** How a process ends that opens a backend, uses it and closes it. */
export type Way = 'webgpu' | 'webasm' | 'loss';

const secondsEach = 30;

/** Starts `count` processes, one after another, and says of each that hung, crashed or wrote to stderr what it did. */
export async function repeatRuns(way: Way, count: number, onRun: () => void = () => undefined): Promise<readonly string[]> {
  const script = path.join(import.meta.dirname, 'one-run.ts');
  const wrong: string[] = [];
  for (let run = 1; run <= count; run += 1) {
    const result = await execa(process.execPath, [script, way], { reject: false, timeout: secondsEach * 1000, stdin: 'ignore' });
    const { exitCode, signal, timedOut, stdout, stderr } = result;
    const isRight = exitCode === 0 && stdout === 'closed' && stderr === '';
    const how = timedOut ? `hung for ${secondsEach} s` : `exit code ${exitCode ?? 'none'}, signal ${signal ?? 'none'}`;
    if (!isRight) wrong.push(`run ${run}: ${how}, stdout ${JSON.stringify(stdout)}, stderr ${JSON.stringify(stderr)}`);
    onRun();
  }
  return wrong;
}
