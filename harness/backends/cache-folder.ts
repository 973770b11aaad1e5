import { homedir } from 'node:os';
import path from 'node:path';

/** Where this package keeps what it found out about a machine: below $XDG_CACHE_HOME or ~/.cache. */
export function userCacheFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { XDG_CACHE_HOME: folder = '' } = environment;
  // The specification: a relative path there is to be ignored.
  return path.join(path.isAbsolute(folder) ? folder : path.join(homedir(), '.cache'), 'syncbn-oracle');
}
