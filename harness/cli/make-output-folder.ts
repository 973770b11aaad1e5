import { mkdir } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

/** Makes the folder that `--out` names, with its parents. */
export async function makeOutputFolder(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true }).catch((error: Error) => {
    throw new UsageError(`Expected --out to name a folder that can be made, got ${directory}: ${error.message}.`);
  });
}
