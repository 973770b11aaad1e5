import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './usage-error.ts';

/** Makes the folder that `--out` names, with its parents. */
export async function makeOutputFolder(directory: string): Promise<void> {
  await makeFolder(path.resolve(directory)).catch((error: Error) => {
    throw new UsageError(`Expected --out to name a folder that can be made, got ${directory}: ${error.message}.`);
  });
}

/** One level at a time: Node's recursive mkdir never returns where a file system answers ENOENT below a folder that exists, as /proc does. */
async function makeFolder(directory: string): Promise<void> {
  const exists = await stat(directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (exists) return;
  const parent = path.dirname(directory);
  if (parent !== directory) await makeFolder(parent);
  await mkdir(directory);
}
