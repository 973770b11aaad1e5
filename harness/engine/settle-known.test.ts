import { beforeAll, describe, expect, it } from 'vitest';
import type { KnownDifference } from '../../goldens/format/known-differences.ts';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson, existing } from '../../goldens/testing/golden-rows.ts';
import { inVersion } from '../../goldens/testing/other-version.ts';
import { fullCase } from '../../goldens/testing/small-golden.ts';
import { readGolden } from '../../goldens/format/read-golden.ts';
import { gradeQuantities } from './grade-quantities.ts';
import type { JudgedCase } from './judge-case.ts';
import { judgeCase } from './judge-case.ts';
import type { SettledCases } from './settle-known.ts';
import { settleKnown } from './settle-known.ts';

let row: GoldenRow;
let entry: ManifestFile;
beforeAll(async () => {
  ({ row, entry } = await fullCase());
});

/** What the gate makes of a golden of version 2.7.1 that holds this row. */
function judge(changed: GoldenRow): JudgedCase {
  const file = inVersion([changed], entry, '2.7.1');
  return judgeCase(existing(readGolden(file.bytes, file.entry, file.entry.path)[0]), 'A', (id) => `replay ${id}`);
}

const wider = (value: number): number => value * 1.5 + 1;
const withNumber = (quantity: string): GoldenRow => changeNumber(row, 'trace', ['steps', 0, 'ranks', 1, quantity], 0, wider);
/** As an older version would answer whose constructor raises. */
function refusedRow(): GoldenRow {
  const error = { type: 'TypeError', message: "unexpected keyword argument 'bias'" };
  const construction = editJson(row.trace, ['construction'], [error, error]);
  return { ...row, trace: editJson(editJson(construction, ['initial'], null), ['steps'], []) };
}

const known = (change: Partial<KnownDifference> & Pick<KnownDifference, 'quantity'>): KnownDifference => ({
  id: 'one',
  cases: '*',
  expected: '*',
  actual: '*',
  reason: 'It came later.',
  issue: 'a/b#1',
  ...change,
});
const settle = (judged: JudgedCase, differences: readonly KnownDifference[], complete = true): SettledCases =>
  settleKnown([judged], new Map([['torch-2.7.1', differences]]), complete);
const only = ({ judged }: SettledCases): JudgedCase => existing(judged[0]);

describe('a known difference', () => {
  it('is taken out of the findings: the case is known to differ, not failed', () => {
    const judged = judge(withNumber('running_var'));
    expect(judged.result.status).toBe('failed');
    const settled = settle(judged, [known({ quantity: 'running_var' })]);
    expect(only(settled)).toMatchObject({ findings: [], result: { status: 'known', reason: 'one: It came later.' } });
    expect(only(settled).result.elements).toBeLessThan(judged.result.elements);
    expect(settled.known).toEqual([
      {
        id: 'one',
        goldenSet: 'torch-2.7.1',
        reason: 'It came later.',
        issue: 'a/b#1',
        cases: 1,
        findings: 1,
        firstCase: judged.result.id,
        outdated: false,
      },
    ]);
  });

  it('does not spoil the grade of its quantity, which its twin that is not known does', () => {
    const judged = judge(withNumber('running_var'));
    const gradeOf = (one: JudgedCase): unknown =>
      gradeQuantities([one]).find(({ quantity }) => quantity === 'running_var')?.grade;
    expect(gradeOf(judged)).toBe('fail');
    expect(gradeOf(only(settle(judged, [known({ quantity: 'running_var' })])))).not.toBe('fail');
  });

  it('leaves what else differs in the case, which fails as before', () => {
    const both = changeNumber(withNumber('running_var'), 'trace', ['steps', 0, 'ranks', 1, 'y'], 0, wider);
    const settled = only(settle(judge(both), [known({ quantity: 'running_var' })]));
    expect(settled.findings.map(({ quantity }) => quantity)).toEqual(['y']);
    expect(settled.result.status).toBe('failed');
  });

  it('covers what follows from its error, and nothing without the error', () => {
    const judged = judge(refusedRow());
    expect(judged.findings.map(({ quantity }) => quantity)).toEqual(['error', 'error', 'constructed', 'steps']);
    const error = known({ quantity: 'error', expected: 'none', actual: "TypeError: *'bias'" });
    expect(only(settle(judged, [error])).findings).toEqual([]);
    expect(settle(judged, [error]).known).toMatchObject([{ cases: 1, findings: 4 }]);
    const other = { ...error, actual: "ValueError: *'bias'" };
    expect(only(settle(judged, [other])).findings).toHaveLength(4);
  });

  it.each<[string, Partial<KnownDifference>, boolean]>([
    ['every text', {}, true],
    ['the whole text', { expected: 'none', actual: "TypeError: unexpected keyword argument 'bias'" }, true],
    ['a part of the text', { actual: 'TypeError' }, false],
    ['several parts in order', { actual: 'Type*: *keyword*bias*' }, true],
    ['several parts in another order', { actual: '*bias*keyword*' }, false],
    ['parts that overlap', { actual: "*'bias*bias'" }, false],
    ['what else would be a pattern', { actual: '.*' }, false],
    ['a case id', { cases: 'torch/train+track/*:2.7.1' }, true],
    ['another case id', { cases: 'torch/eval*' }, false],
  ])('matches %s', (_, change, matches) => {
    const settled = settle(judge(refusedRow()), [known({ quantity: 'error', ...change })]);
    expect(only(settled).result.status).toBe(matches ? 'known' : 'failed');
  });

  it('is of its own golden set alone', () => {
    const judged = judge(refusedRow());
    const settled = settleKnown([judged], new Map([['torch-2.14.1', [known({ quantity: 'error' })]]]), false);
    expect(settled.judged).toEqual([judged]);
  });
});

describe('a known difference that shows nowhere', () => {
  it('is out of date where the whole set was judged, and only there', () => {
    const judged = judge(row);
    expect(judged.findings).toEqual([]);
    const differences = [known({ quantity: 'error' })];
    expect(settle(judged, differences).known).toMatchObject([{ cases: 0, firstCase: null, outdated: true }]);
    expect(settle(judged, differences, false).known).toMatchObject([{ cases: 0, outdated: false }]);
    expect(only(settle(judged, differences))).toEqual(judged);
  });
});
