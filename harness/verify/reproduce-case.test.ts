import { beforeAll, describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson, existing } from '../../goldens/testing/golden-rows.ts';
import { fullCase, smallGolden } from '../../goldens/testing/small-golden.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import { reproduceCase } from './reproduce-case.ts';
import { answerAgain } from './testing/answer-again.ts';

let row: GoldenRow;
let entry: ManifestFile;
beforeAll(async () => {
  ({ row, entry } = await fullCase());
});

const y = ['steps', 0, 'ranks', 1, 'y'] as const;

describe('reproduceCase', () => {
  it('passes what is answered as it was, over all lanes', async () => {
    for (const committed of await committedRows(40)) {
      const { result, findings, compared } = answerAgain(committed.entry, committed.row, committed.row);
      expect(result).toMatchObject({ id: committed.row.id, status: 'passed', reason: null });
      expect(findings).toEqual([]);
      expect(compared.length).toBeGreaterThan(0);
    }
  });

  it('passes a number that is off by what rounding allows', () => {
    const now = changeNumber(row, 'trace', y, 0, (number) => number * (1 + 2 ** -23));
    expect(answerAgain(entry, row, now).result.status).toBe('passed');
  });

  it('fails a number beyond its bound, and says where', () => {
    const now = changeNumber(row, 'trace', y, 2, (number) => number + 1);
    const { result, findings } = answerAgain(entry, row, now);
    expect(result).toMatchObject({ status: 'failed', reason: expect.stringMatching(/^y: recorded .*, now /u) });
    const [finding, ...others] = findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      case: row.id,
      dialect: 'torch',
      method: 'collective',
      row: 'train+track',
      quantity: 'y',
      step: 1,
      rank: 1,
      mismatches: 1,
      replay: `replay ${row.id}`,
    });
    const { shape } = existing(caseOf(row, entry).decode().trace.steps[0]?.ranks[1]?.y ?? undefined);
    expect(existing(finding?.at ?? undefined)).toHaveLength(shape.length);
    expect(finding?.at?.reduce((index, at, axis) => index * (shape[axis] ?? 0) + at, 0)).toBe(2);
    expect(finding?.error).toBeCloseTo(1);
    expect(finding?.bound).toBeGreaterThan(0);
  });

  it('fails an error that reads otherwise', async () => {
    const raises = ({ trace }: GoldenRow): boolean => /"construction":\[\{/u.test(trace);
    const { rows, entry: module } = await smallGolden('torch-2.13.0/module.arrow', 1, raises);
    const recorded = existing(rows[0]);
    const now = { ...recorded, trace: editJson(recorded.trace, ['construction', 0, 'message'], 'something else') };
    expect(answerAgain(module, recorded, now)).toMatchObject({
      result: { status: 'failed' },
      findings: [
        { quantity: 'error', step: 0, rank: 0, actual: expect.stringContaining('something else'), error: null, bound: null },
      ],
    });
  });

  it('fails a sum over a group beyond its bound, and names the ranks', async () => {
    const sums = ({ id, trace }: GoldenRow): boolean =>
      /^torch\/train\+track\/world2\(\d,[2-9]\)\/f32/u.test(id) && /"groups":\[\{"ranks":\[0,1\],"grad_weight":\{/u.test(trace);
    const { rows, entry: whole } = await smallGolden('torch-2.13.0/global-batch.arrow', 1, sums);
    const recorded = existing(rows[0]);
    const now = changeNumber(recorded, 'trace', ['steps', 0, 'groups', 0, 'grad_weight'], 0, (number) => number * 2 + 1);
    expect(answerAgain(whole, recorded, now).findings).toMatchObject([{ quantity: 'grad_weight over ranks 0,1', rank: null }]);
  });

  it.each<[string, (row: GoldenRow) => GoldenRow, string]>([
    ['does not read', (one) => ({ ...one, trace: '{}' }), 'the recorder gave something else than an answer: '],
    [
      'is to another scenario',
      (one) => changeNumber(one, 'scenario', ['steps', 0, 'ranks', 0, 'x'], 0, (number) => number + 1),
      'the recorder answered another scenario',
    ],
  ])('has no verdict on an answer that %s', (_, change, reason) => {
    const { result, findings } = answerAgain(entry, row, change(row));
    expect(result).toMatchObject({ status: 'errored', reason: expect.stringContaining(reason) });
    expect(findings).toEqual([]);
  });

  it('has no verdict where there is no answer, and says why', () => {
    const { result, compared } = reproduceCase(caseOf(row, entry), { reason: 'rank 1 gave no answer in 30 s' }, '');
    expect(result).toMatchObject({ status: 'errored', elements: 0, reason: 'rank 1 gave no answer in 30 s' });
    expect(compared).toEqual([]);
  });
});
