import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../../oracle/scenario.ts';
import { goldenSetOf, mainVersion } from '../golden-sets.ts';

/** A framework that goldens are recorded from, and the Python that asks it. */
export interface Framework {
  readonly dialect: Dialect;
  readonly version: string;
  /** Its golden set: folder of its goldens, and of its virtual environment. */
  readonly folder: string;
  readonly script: string;
  readonly requirements: string;
}

/** A version of the framework of a dialect, the main one where none is named; `pythonFolder` holds the recorders. */
export function frameworkOf(dialect: Dialect, pythonFolder: string, version: string = mainVersion(dialect)): Framework {
  const pinned = version === mainVersion(dialect) ? dialect : goldenSetOf(dialect, version);
  return {
    dialect,
    version,
    folder: goldenSetOf(dialect, version),
    script: path.join(pythonFolder, `record_${dialect}.py`),
    requirements: path.join(pythonFolder, `requirements-${pinned}.txt`),
  };
}

/** SHA-256 over the Python sources and requirements: recordings made by different recorders are never mixed. */
export function recorderHash(pythonFolder: string): string {
  const hash = createHash('sha256');
  const sources = readdirSync(pythonFolder).filter((name) => name.endsWith('.py') || name.endsWith('.txt'));
  for (const name of sources.toSorted()) hash.update(name).update(readFileSync(path.join(pythonFolder, name)));
  return hash.digest('hex');
}
