import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { Framework } from './framework.ts';
import { frameworkOf } from './framework.ts';
import { preparePython } from './python-environment.ts';

/** A `python3` that makes an environment whose `python` writes its arguments down; $1 $2 are `-m venv`. */
const goodPython = `mkdir -p "$3/bin"
printf '#!/bin/sh\\necho "$@" >> "%s/installed"\\n' "$3" > "$3/bin/python"
chmod +x "$3/bin/python"`;

let folder: string;
let framework: Framework;
beforeEach(async () => {
  folder = await temporaryFolder();
  await writeFile(path.join(folder, 'requirements-torch.txt'), 'torch==2.13.0\n');
  framework = frameworkOf('torch', folder);
  await usePython(goodPython);
  return () => vi.unstubAllEnvs();
});

async function usePython(script: string): Promise<void> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(path.join(bin, 'python3'), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(bin, 'python3'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env['PATH'] ?? ''}`);
}

const notes: string[] = [];
const prepare = (signal = new AbortController().signal): Promise<string> => {
  notes.length = 0;
  return preparePython(framework, path.join(folder, 'environments'), signal, (text) => notes.push(text));
};
const environment = (): string => path.join(folder, 'environments', 'torch-2.13.0');
const installs = async (): Promise<number> =>
  (await readFile(path.join(environment(), 'installed'), 'utf8')).trim().split('\n').length;

describe('preparePython', () => {
  it('makes an environment from the requirements, once', async () => {
    expect(await prepare()).toBe(path.join(environment(), 'bin', 'python'));
    expect(notes).toHaveLength(1);
    expect(await readFile(path.join(environment(), 'installed'), 'utf8')).toContain(`--requirement ${framework.requirements}`);
    expect(await prepare()).toBe(path.join(environment(), 'bin', 'python'));
    expect(notes).toEqual([]);
    expect(await installs()).toBe(1);
  });

  it('makes it anew where the requirements changed or the installation was cut short', async () => {
    await prepare();
    await writeFile(framework.requirements, 'torch==2.13.1\n');
    await prepare();
    expect(notes).toHaveLength(1);
    await writeFile(path.join(environment(), '.requirements-sha256'), '');
    await prepare();
    expect(notes).toHaveLength(1);
    expect(await installs()).toBe(1);
  });

  it('tells why an installation failed', async () => {
    await usePython(goodPython.replace('installed"', 'installed"; echo "ERROR: No space left" >&2; exit 1'));
    await expect(prepare()).rejects.toMatchObject({
      code: 'install-failed',
      message: expect.stringMatching(/pip install.*got exit code 1\. .*--python\.\nERROR: No space left$/su),
    });
    await usePython(goodPython);
    await prepare();
    expect(notes).toHaveLength(1);
  });

  it('tells where python3 cannot make environments', async () => {
    await usePython('echo "No module named venv" >&2; exit 1');
    await expect(prepare()).rejects.toMatchObject({
      code: 'no-python',
      message: expect.stringContaining('No module named venv'),
    });
  });

  it('makes an environment of its own for another version, from its own requirements', async () => {
    await writeFile(path.join(folder, 'requirements-torch-2.7.1.txt'), 'torch==2.7.1\n');
    const older = frameworkOf('torch', folder, '2.7.1');
    const python = await preparePython(older, path.join(folder, 'environments'), new AbortController().signal, () => undefined);
    expect(python).toBe(path.join(folder, 'environments', 'torch-2.7.1', 'bin', 'python'));
    expect(await readFile(path.join(path.dirname(path.dirname(python)), 'installed'), 'utf8')).toContain(older.requirements);
  });

  it('stops when asked', async () => {
    const controller = new AbortController();
    await usePython('exec sleep 1000');
    const preparing = preparePython(framework, folder, controller.signal, () => setImmediate(() => controller.abort()));
    await expect(preparing).rejects.toMatchObject({ code: 'stopped' });
  });

  it('does not start where it was stopped before', async () => {
    await usePython('exec sleep 1000');
    await expect(prepare(AbortSignal.abort())).rejects.toMatchObject({ code: 'stopped' });
  });
});
