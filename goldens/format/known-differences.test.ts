import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { versionsOf } from '../golden-sets.ts';
import { committedGoldens } from '../testing/golden-folder.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { GoldenError } from './golden-error.ts';
import type { KnownDifference } from './known-differences.ts';
import { readKnownDifferences } from './known-differences.ts';

const entry = { id: 'no-bias', quantity: 'error', actual: 'TypeError: *', reason: 'It came later.', issue: 'a/b#1' };
const file = { format: 'syncbn-oracle/known-differences@1', set: 'torch-2.7.1', differences: [entry] };

async function readBack(content: unknown): Promise<readonly KnownDifference[]> {
  const folder = await temporaryFolder();
  await mkdir(path.join(folder, 'known-differences'));
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(path.join(folder, 'known-differences', 'torch-2.7.1.json'), text);
  return readKnownDifferences(folder, 'torch-2.7.1');
}

describe('known differences', () => {
  it('are read, with any text where no pattern is given', async () => {
    expect(await readBack(file)).toEqual([{ ...entry, cases: '*', expected: '*' }]);
  });

  it('are none where there is no file', async () => {
    expect(await readKnownDifferences(await temporaryFolder(), 'torch-2.7.1')).toEqual([]);
  });

  it('are there for versions that are recorded alone, each file readable', async () => {
    const names = await readdir(path.join(committedGoldens, 'known-differences'));
    const sets = [
      ...versionsOf('torch').map((one) => `torch-${one}`),
      ...versionsOf('mindspore').map((one) => `mindspore-${one}`),
    ];
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const set = path.basename(name, '.json');
      expect(sets).toContain(set);
      expect((await readKnownDifferences(committedGoldens, set)).length).toBeGreaterThan(0);
    }
  });

  it.each<[string, unknown, string]>([
    ['no JSON', '{', 'Expected a file of known differences'],
    ['another format', { ...file, format: 'x' }, 'format: '],
    ['another set', { ...file, set: 'torch-2.14.1' }, 'of torch-2.7.1, got those of torch-2.14.1'],
    ['no reason', { ...file, differences: [{ ...entry, reason: '' }] }, 'differences.0.reason: '],
    ['no issue', { ...file, differences: [{ ...entry, issue: undefined }] }, 'differences.0.issue: '],
    ['an id of other letters', { ...file, differences: [{ ...entry, id: 'No Bias' }] }, 'joined by hyphens'],
    ['an unknown key', { ...file, differences: [{ ...entry, regex: '.*' }] }, 'regex'],
    ['an id twice', { ...file, differences: [entry, entry] }, 'got no-bias twice'],
  ])('are refused with %s, and the file is named', async (_, content, words) => {
    const error = await readBack(content).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GoldenError);
    expect(error).toMatchObject({ code: 'known-differences-invalid', message: expect.stringContaining('torch-2.7.1.json: ') });
    expect(error).toMatchObject({ message: expect.stringContaining(words) });
  });
});
