import { chmod, readFile, readdir, rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeGoldens } from '../goldens/testing/golden-folder.ts';
import { inVersion } from '../goldens/testing/other-version.ts';
import type { SmallGolden } from '../goldens/testing/small-golden.ts';
import { smallGolden } from '../goldens/testing/small-golden.ts';
import { temporaryFolder } from '../goldens/testing/temporary-folder.ts';
import type { CliResult } from './testing/built-cli.ts';
import { buildCli, runCli } from './testing/built-cli.ts';
import { fakeTorch } from './testing/fake-torch.ts';
import { snapshotFolder } from './testing/snapshot-folder.ts';

let entry: string;
let torch: SmallGolden;
let mindspore: SmallGolden;
beforeAll(async () => {
  entry = await buildCli();
  const trains = ({ id }: { readonly id: string }): boolean => /^torch\/train\+track\/world2\([2-9],[2-9]\)\/f32\//u.test(id);
  torch = await smallGolden('torch-2.13.0/collective-threads.arrow', 4, trains);
  mindspore = await smallGolden('mindspore-2.10.0/module.arrow', 4);
});

let folder: string;
let goldens: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  goldens = path.join(folder, 'goldens');
  await writeGoldens(goldens, [torch.file, inVersion(torch.rows, torch.entry, '2.7.1'), mindspore.file]);
  await setModes(0o444, 0o555);
  return () => setModes(0o644, 0o755);
});

async function setModes(file: number, directory: number): Promise<void> {
  await chmod(goldens, directory);
  for (const one of await readdir(goldens, { recursive: true, withFileTypes: true })) {
    await chmod(path.join(one.parentPath, one.name), one.isDirectory() ? directory : file);
  }
}

/** Runs a command over the goldens, and holds that nothing of them has changed. */
async function runUntouched(args: readonly string[]): Promise<CliResult> {
  const before = await snapshotFolder(goldens);
  const result = await runCli(entry, args, folder);
  expect(await snapshotFolder(goldens)).toEqual(before);
  return result;
}

/** What a command needs to be told, or what makes it quick over so few goldens. */
const told: Readonly<Record<string, readonly string[]>> = {
  mutants: ['--mutant', 'buffer-biased', '--fuzz', '0'],
  drift: ['torch-2.7.1'],
  // Reads the goldens of the main version for another one.
  record: ['torch', '--framework-version', '2.7.1', '--count', '1', '--python', '/nonexistent/python', '--out', 'recorded'],
};

/** The commands that read goldens: those that take --goldens. */
async function readingCommands(): Promise<readonly string[]> {
  const { stdout } = await runCli(entry, ['--help'], folder);
  const names = [...stdout.matchAll(/^ {2}(?<name>[a-z-]+) \[options\]/gmu)].flatMap(({ groups }) => groups?.['name'] ?? []);
  const helped = names.map(async (name) => ({ name, help: (await runCli(entry, [name, '--help'], folder)).stdout }));
  return (await Promise.all(helped)).filter(({ help }) => help.includes('--goldens <dir>')).map(({ name }) => name);
}

describe('goldens', () => {
  // A dozen runs of the program.
  it('are left alone by every command that reads them', async () => {
    const commands = await readingCommands();
    expect(commands).toEqual(expect.arrayContaining(['gate', 'mutants', 'verify']));
    for (const name of commands) {
      const { exitCode, stderr } = await runUntouched([name, '--goldens', goldens, ...(told[name] ?? [])]);
      // Bad usage would have read nothing.
      expect({ name, exitCode, stderr }).toMatchObject({ name, exitCode: expect.toBeOneOf([0, 1, 3]) });
    }
  }, 300_000);

  it('are left alone where they are recorded again', async () => {
    const fake = await fakeTorch([torch]);
    const args = ['verify', '--live', '--goldens', goldens, '--dialect', 'torch', '--python', fake.python];
    expect(await runUntouched(args)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await fake.received()).not.toBe('');
  });

  it('are left alone where recording again fails', async () => {
    const fake = await fakeTorch([torch]);
    await fake.order({ dieAfter: 0 });
    const args = ['verify', '--live', '--goldens', goldens, '--python', fake.python];
    expect(await runUntouched(args)).toMatchObject({ exitCode: 3 });
  });
});

describe('a snapshot', () => {
  const file = (): string => path.join(goldens, torch.entry.path);

  it('is the same where nothing was touched', async () => {
    expect(await snapshotFolder(goldens)).toEqual(await snapshotFolder(goldens));
  });

  it.each<[string, () => Promise<void>]>([
    ['a new file', () => writeFile(path.join(goldens, 'new'), '')],
    ['a file written again as it was', async () => writeFile(file(), await readFile(file()))],
    ['another time', () => utimes(file(), 1, 1)],
    ['another name', () => rename(file(), `${file()}.old`)],
    ['another mode', () => chmod(file(), 0o600)],
  ])('tells of %s', async (_, touch) => {
    await setModes(0o644, 0o755);
    const before = await snapshotFolder(goldens);
    await touch();
    expect(await snapshotFolder(goldens)).not.toEqual(before);
  });
});
