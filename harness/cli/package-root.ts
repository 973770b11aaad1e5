import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of this package, wherever it runs from: the sources or dist. */
export const packageRoot: string = findRoot(import.meta.dirname);

/** The version in package.json. */
export const packageVersion: string = readVersion();

function findRoot(start: string): string {
  let directory = start;
  while (!existsSync(path.join(directory, 'package.json'))) {
    const parent = path.dirname(directory);
    if (parent === directory) throw new Error(`Expected a package.json above ${start}, found none. Install syncbn-oracle again.`);
    directory = parent;
  }
  return directory;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
