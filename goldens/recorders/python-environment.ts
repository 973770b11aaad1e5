import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Framework } from './framework.ts';
import { RecorderError } from './recorder-error.ts';
import { lastLines, runLimited } from './run-limited.ts';

const installMilliseconds = 20 * 60 * 1000;

/**
 * The Python of a virtual environment that holds the pinned requirements of `framework`, made in `folder` when it is not there or
 * was made from other requirements. A marker written last tells a finished environment from one that was cut short.
 */
export async function preparePython(
  framework: Framework,
  folder: string,
  signal: AbortSignal,
  note: (text: string) => void,
): Promise<string> {
  const environment = path.resolve(folder, framework.folder);
  const python = path.join(environment, 'bin', 'python');
  const marker = path.join(environment, '.requirements-sha256');
  const wanted = createHash('sha256')
    .update(await readFile(framework.requirements))
    .digest('hex');
  const have = await readFile(marker, 'utf8').catch(() => '');
  if (have === wanted && existsSync(python)) return python;
  note(`installing ${framework.dialect} ${framework.version} into ${environment} (once)`);
  await rm(environment, { recursive: true, force: true });
  await mkdir(path.dirname(environment), { recursive: true });
  await install('python3', ['-m', 'venv', environment], 'no-python', signal);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', framework.requirements];
  await install(python, pip, 'install-failed', signal);
  await writeFile(marker, wanted);
  return python;
}

async function install(
  file: string,
  args: readonly string[],
  code: 'no-python' | 'install-failed',
  signal: AbortSignal,
): Promise<void> {
  const { ended, kill } = runLimited(file, args, installMilliseconds);
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  const result = await ended;
  signal.removeEventListener('abort', kill);
  if (signal.aborted) throw new RecorderError('stopped', 'Stopped while installing the framework.');
  if (result.exitCode === 0) return;
  const outcome = result.timedOut ? 'no end after 20 minutes' : `exit code ${result.exitCode ?? result.code}`;
  throw new RecorderError(
    code,
    `Expected \`${[file, ...args].join(' ')}\` to succeed, got ${outcome}. Give a Python that has the framework with --python.\n${lastLines(result.stderr)}`,
  );
}
