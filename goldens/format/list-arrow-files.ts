import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Every `.arrow` file below a folder, hidden ones too, relative to it and with forward slashes. */
export async function listArrowFiles(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true });
  return names
    .filter((name) => name.endsWith('.arrow'))
    .map((name) => name.split(path.sep).join('/'))
    .toSorted();
}
