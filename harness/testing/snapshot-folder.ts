import { createHash } from 'node:crypto';
import { lstat, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Every entry of a folder with its content, mode and times of change, but not of reading: equal exactly when nothing was touched. */
export async function snapshotFolder(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = ['.', ...(await readdir(folder, { recursive: true }))].toSorted();
  const entries = names.map(async (name) => {
    const file = path.join(folder, name);
    const { mode, mtimeNs, ctimeNs, ino } = await lstat(file, { bigint: true });
    const isFolder = (await lstat(file)).isDirectory();
    const digest = isFolder
      ? 'folder'
      : createHash('sha256')
          .update(await readFile(file))
          .digest('hex');
    return [name, `${digest} ${mode} ${mtimeNs} ${ctimeNs} ${ino}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
