import { beforeAll, describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { readGolden } from '../../goldens/format/read-golden.ts';
import type { GoldenFile } from '../../goldens/testing/golden-folder.ts';
import { fileOf } from '../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson, existing } from '../../goldens/testing/golden-rows.ts';
import { inVersion } from '../../goldens/testing/other-version.ts';
import { fullCase, smallGolden } from '../../goldens/testing/small-golden.ts';
import type { ComparedCase } from './compare-sets.ts';
import { compareCase, shareCases } from './compare-sets.ts';

let row: GoldenRow;
let entry: ManifestFile;
beforeAll(async () => {
  ({ row, entry } = await fullCase());
});

const casesOf = ({ bytes, entry: own }: GoldenFile): readonly GoldenCase[] => readGolden(bytes, own, own.path);
const compare = (other: GoldenRow): ComparedCase => {
  const [a, b] = [casesOf(fileOf([row], entry)), casesOf(inVersion([other], entry, '2.7.1'))];
  return compareCase(existing(shareCases(a, b)[0]));
};
const differing = ({ comparisons }: ComparedCase): readonly (readonly unknown[])[] =>
  comparisons.flatMap(({ row: place, quantity, difference }) =>
    difference === null ? [] : [[place, quantity, difference.kind]],
  );

describe('shareCases', () => {
  it('pairs the scenarios that both sets hold, by digest and lane', async () => {
    const { rows, entry: own } = await smallGolden('torch-2.13.0/collective-gloo.arrow', 6);
    const a = casesOf(fileOf(rows.slice(0, 4), own));
    const b = casesOf(inVersion(rows.slice(2).toReversed(), own, '2.7.1'));
    const pairs = shareCases(a, b).map((pair) => [pair.a.id, pair.b.id]);
    expect(pairs).toEqual([3, 2].map((index) => existing(rows[index]).id).map((id) => [id, `${id}:2.7.1`]));
  });

  it('does not pair lanes, whose methods differ', () => {
    const elsewhere = { ...row, id: row.id.replace(/@.*$/u, '@collective-gloo') };
    const b = casesOf(inVersion([elsewhere], entry, '2.7.1'));
    expect(shareCases(casesOf(fileOf([row], entry)), b)).toEqual([]);
  });
});

describe('compareCase', () => {
  it('finds nothing where both answered the same: the twin of all below', () => {
    const compared = compare(row);
    expect(differing(compared)).toEqual([]);
    expect(compared).toMatchObject({ id: `${row.id}:2.7.1`, dialect: 'torch', rows: ['train+track'], consequences: 0 });
    expect(new Set(compared.comparisons.map((one) => one.row))).toEqual(new Set(['constructor', 'train+track']));
  });

  it('finds a number that moved, in the row of its step', () => {
    const moved = changeNumber(row, 'trace', ['steps', 0, 'ranks', 0, 'running_var'], 0, (value) => value + 1e-3);
    expect(differing(compare(moved))).toEqual([['train+track', 'running_var', 'numbers']]);
    const made = changeNumber(row, 'trace', ['initial', 'running_var'], 0, (value) => value + 1);
    expect(differing(compare(made))).toEqual([['constructor', 'running_var', 'numbers']]);
  });

  it('counts what follows from an error in one alone apart', () => {
    const error = { stage: 'forward', type: 'ValueError', message: 'no' };
    const raised = editJson(editJson(row.trace, ['steps', 0, 'ranks', 0, 'error'], error), ['steps', 0, 'ranks', 0, 'y'], null);
    const compared = compare({ ...row, trace: raised });
    expect(differing(compared)).toEqual([['train+track', 'error', 'error']]);
    expect(compared.consequences).toBe(1);
    // Without the error the None is a difference of its own.
    const absent = editJson(row.trace, ['steps', 0, 'ranks', 0, 'y'], null);
    expect(differing(compare({ ...row, trace: absent }))).toEqual([['train+track', 'y', 'presence']]);
  });

  it('counts a module that only one could construct as its error alone', () => {
    const error = { type: 'TypeError', message: 'no' };
    const construction = editJson(row.trace, ['construction'], [error, error]);
    const compared = compare({ ...row, trace: editJson(editJson(construction, ['initial'], null), ['steps'], []) });
    expect(differing(compared)).toEqual([
      ['constructor', 'error', 'error'],
      ['constructor', 'error', 'error'],
    ]);
    expect(compared.consequences).toBe(2);
  });
});
