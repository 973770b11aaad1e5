import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../goldens/testing/temporary-folder.ts';
import type { CliResult } from '../testing/built-cli.ts';
import { buildCli, runCli } from '../testing/built-cli.ts';
import { main } from './main.ts';

let entry: string;
beforeAll(async () => {
  entry = await buildCli();
});

async function run(args: readonly string[], nodeArgs: readonly string[] = []): Promise<CliResult> {
  return runCli(entry, args, await temporaryFolder(), nodeArgs);
}

/** Runs the command line in this process, which is much quicker. */
async function runHere(args: readonly string[]): Promise<CliResult> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      texts[name] += String(text);
      return true;
    });
  }
  try {
    await main(['node', 'syncbn-oracle', ...args]);
    return { ...texts, exitCode: Number(process.exitCode ?? 0) };
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  }
}

describe('the command line', () => {
  it.each([
    [['--help'], 'gate'],
    [['gate', '--help'], '$ syncbn-oracle gate --dialect torch'],
    [['verify', '--help'], '$ syncbn-oracle verify --live'],
    [['claims', '--help'], '$ syncbn-oracle claims --dialect mindspore'],
    [['record', '--help'], '$ syncbn-oracle record torch'],
    [['drift', '--help'], '$ syncbn-oracle drift torch-2.7.1'],
    [['doctor', '--help'], '$ syncbn-oracle doctor --backend webgpu'],
  ])('helps with %j', async (args, words) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('Usage: syncbn-oracle');
    expect(stdout).toContain(words);
  });

  it('says its version', async () => {
    const manifest: unknown = JSON.parse(await readFile(path.join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ version: (await run(['--version'])).stdout });
  });

  it('ends with 2 on bad usage as a process too', async () => {
    const { exitCode, stdout, stderr } = await run(['gate', '--dialekt', 'torch']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Did you mean --dialect?');
  });

  it.each<[string, readonly string[], string]>([
    ['an unknown flag', ['gate', '--dialekt', 'torch'], 'Did you mean --dialect?'],
    ['an unknown command', ['gaet'], 'Did you mean gate?'],
    ['an unknown dialect', ['gate', '--dialect', 'jax'], 'Allowed choices are torch, mindspore'],
    ['an unknown framework', ['record', 'jax'], 'Allowed choices are torch, mindspore'],
    ['a shard before the first', ['gate', '--shard', '0/3'], 'such as 2/5, got 0/3'],
    ['a shard after the last', ['gate', '--shard', '4/3'], 'such as 2/5, got 4/3'],
    ['a shard that is none', ['gate', '--shard', 'x'], 'such as 2/5, got x'],
    ['half a shard', ['gate', '--shard', '1.5/3'], 'got 1.5/3'],
    ['no findings', ['gate', '--max-findings', '0'], 'from 1 to 100000, got 0'],
    ['findings in words', ['gate', '--max-findings', 'all'], 'got all'],
    ['claims of an unknown dialect', ['claims', '--dialect', 'jax'], 'Allowed choices are torch, mindspore'],
    ['a flag that claims do not have', ['claims', '--filter', 'x'], "unknown option '--filter'"],
    ['a flag without its value', ['gate', '--filter'], 'argument missing'],
    ['too many words', ['gate', 'torch'], 'too many arguments'],
    ['no framework', ['record'], 'missing required argument'],
    ['a seed too large', ['record', 'torch', '--seed', '99999999999'], 'got 99999999999'],
    ['a flag of verify --live alone', ['verify', '--sample', '5'], 'Expected --live with --sample'],
    ['a negative count', ['record', 'torch', '--count=-1'], 'got -1'],
    [
      'a version that nobody records',
      ['record', 'torch', '--framework-version', '1.0'],
      'one of 2.13.0, 2.7.1, 2.14.1 for torch, got 1.0',
    ],
    ['a version of the other framework', ['record', 'mindspore', '--framework-version', '2.7.1'], 'one of 2.10.0, 2.7.0'],
    [
      'a set of cases of another version',
      ['record', 'torch', '--framework-version', '2.7.1', '--set', 'designed'],
      'with torch 2.13.0 alone',
    ],
    [
      'a golden set that is not there',
      ['gate', '--golden-set', 'torch-1.0'],
      'got torch-1.0. Name one of mindspore-2.10.0, mindspore-2.7.0, torch-2.13.0',
    ],
    ['drift of nothing', ['drift'], 'missing required argument'],
    [
      'drift of a set that is not there',
      ['drift', 'torch-1.0'],
      'got torch-1.0. Name one of mindspore-2.10.0, mindspore-2.7.0, torch-2.13.0',
    ],
    ['drift from a set to itself', ['drift', 'torch-2.13.0'], 'Expected two golden sets, got torch-2.13.0 twice'],
    ['drift between frameworks', ['drift', 'torch-2.13.0', 'mindspore-2.10.0'], 'Expected two versions of one framework'],
    ['a timeout of nothing', ['record', 'torch', '--timeout', '0'], 'from 1 to 3600, got 0'],
    ['nothing at all', [], 'Usage: syncbn-oracle'],
  ])('ends with 2 on %s', async (_, args, words) => {
    const { exitCode, stdout, stderr } = await runHere(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).not.toContain('    at ');
  });

  it('ends with 3 where the Python for recording is not there, and says what to do', async () => {
    const { exitCode, stderr } = await run(['record', 'torch', '--count', '1', '--no-corpus', '--python', '/nonexistent/python']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Expected a Python to run at /nonexistent/python, got ENOENT. Give another with --python.');
    expect(stderr).not.toContain('defect of syncbn-oracle');
  });

  it.each(['20.20.0', '24.10.9'])('says what to do on Node %s', async (version) => {
    const old = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
    const { exitCode, stdout, stderr } = await run(['gate'], ['--import', `data:text/javascript,${encodeURIComponent(old)}`]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain(`expected Node 24.11 or newer, got ${version}`);
    expect(stderr).toContain('npx syncbn-oracle');
  });
});
