import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** What every fake script in Python begins with; standard library only. */
const pythonStart = `
import json, os, signal, subprocess, sys

def emit(event, **fields):
    sys.stdout.write(json.dumps({"event": event, **fields}) + "\\n")
    sys.stdout.flush()

def hello(version="2.13.0"):
    emit("hello", framework="torch", version=version, provenance={"python": "3.11.2", "threads": 1})

`;

/** A recorder in Python, as the command that runs it. */
export async function fakeRecorder(body: string): Promise<{ readonly python: string; readonly args: readonly string[] }> {
  const script = path.join(await temporaryFolder(), 'fake_recorder.py');
  await writeFile(script, pythonStart + body);
  return { python: 'python3', args: [script] };
}

/** A shell script in place of Python: it starts within milliseconds. */
export async function fakePython(body: string): Promise<{ readonly python: string; readonly args: readonly string[] }> {
  const python = path.join(await temporaryFolder(), 'python');
  await writeFile(python, `#!/bin/sh\n${body}\n`);
  await chmod(python, 0o755);
  return { python, args: [] };
}

/** Whether a process is there and has not ended; one that nobody waits for has. */
export async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !/\) [ZX] /u.test(stat);
}
