import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, glob, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

const root = path.resolve(import.meta.dirname, '..', '..');
const sources = '{oracle,generators,goldens,harness,reports}/**/*.ts';
const isBuilt = (file: string): boolean => !file.endsWith('.test.ts') && !file.includes('testing/');

/** How a run of the program ended. */
export interface CliResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Builds the program as `npm run build` does, into a folder named after the sources, and gives the path of its entry. Test files that
 * run at the same time never see each other's half-written output, and a second run finds the first one's.
 */
export async function buildCli(): Promise<string> {
  const place = path.join(root, 'node_modules', '.cache', 'syncbn-oracle');
  const built = path.join(place, await hashSources());
  const entry = path.join(built, 'dist', 'harness', 'cli', 'bin.js');
  if (existsSync(entry)) return entry;
  const making = `${built}-${process.pid}`;
  await mkdir(making, { recursive: true });
  await copyFile(path.join(root, 'package.json'), path.join(making, 'package.json'));
  await symlink(path.join(root, 'goldens'), path.join(making, 'goldens'));
  const args = ['-p', 'tsconfig.build.json', '--outDir', path.join(making, 'dist')];
  try {
    await execa('tsc', args, { cwd: root, preferLocal: true });
    // Whoever comes second leaves the first one's in place.
    if (!existsSync(built)) await rename(making, built);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return entry;
}

async function hashSources(): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [];
  for await (const file of glob(sources, { cwd: root })) if (isBuilt(file)) files.push(file);
  for (const file of [...files.toSorted(), 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    hash.update(file).update(await readFile(path.join(root, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Runs the program in `cwd` with the Node that runs the tests; `nodeArgs` go before the entry. */
export async function runCli(
  entry: string,
  args: readonly string[],
  cwd: string,
  nodeArgs: readonly string[] = [],
): Promise<CliResult> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [...nodeArgs, entry, ...args], {
    cwd,
    reject: false,
    stdin: 'ignore',
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
  });
  return { exitCode, stdout, stderr };
}
