import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { dialects } from '../../oracle/scenario.ts';
import { lanesOf, mainVersion, versionsOf } from '../golden-sets.ts';
import { frameworkOf } from './framework.ts';

const pythonFolder = path.join(import.meta.dirname, 'python');
const everyVersion = dialects.flatMap((dialect) => versionsOf(dialect).map((version) => ({ dialect, version })));

it.each(everyVersion)(
  '$dialect $version has pinned requirements, a folder and lanes of its own',
  async ({ dialect, version }) => {
    const framework = frameworkOf(dialect, pythonFolder, version);
    expect(framework.folder).toBe(`${dialect}-${version}`);
    const lines = (await readFile(framework.requirements, 'utf8'))
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toContain(`${dialect}==${version}`);
    expect(lines.filter((line) => !/^[\w-]+==[\w.]+$/u.test(line))).toEqual([]);
    expect(lanesOf(dialect, version)).toContain('module');
  },
);

it('is the main version where none is named', () => {
  for (const dialect of dialects) {
    expect(frameworkOf(dialect, pythonFolder)).toEqual(frameworkOf(dialect, pythonFolder, mainVersion(dialect)));
  }
});
