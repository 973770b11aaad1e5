import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { catalogue } from '../../oracle/errors/catalogue.ts';
import { frameworkOf } from '../../goldens/recorders/framework.ts';
import { frameworkVersions } from '../../oracle/framework-versions.ts';
import { dialects } from '../../oracle/scenario.ts';
import { errorsPage } from './errors-page.ts';

it('docs/errors.md is the page of this catalogue and these corpora: npm run --silent errors:table prints it', async () => {
  expect(errorsPage()).toBe(await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8'));
});

it('has a line for each key, with a place and at least one case', () => {
  const lines = errorsPage().split('\n');
  for (const { key } of catalogue) {
    const [line, ...others] = lines.filter((one) => one.startsWith(`| \`${key}\` |`));
    expect(others).toEqual([]);
    expect(line).toMatch(/\| (?:constructor|forward|backward)[^|]*\|[^|]*\| [1-9]\d* \|$/u);
  }
});

it('speaks of the versions that are recorded', () => {
  for (const dialect of dialects) expect(frameworkOf(dialect, '').version).toBe(frameworkVersions[dialect]);
});
