import { beforeAll, describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson } from '../../goldens/testing/golden-rows.ts';
import { fullCase } from '../../goldens/testing/small-golden.ts';
import { caseOf } from '../testing/golden-case.ts';
import { reproduceCase } from './reproduce-case.ts';
import { tallyReproduction } from './tally-reproduction.ts';
import { answerAgain } from './testing/answer-again.ts';

let row: GoldenRow;
let entry: ManifestFile;
beforeAll(async () => {
  ({ row, entry } = await fullCase());
});

const rank = ['steps', 0, 'ranks', 0] as const;
const lowBit = (): GoldenRow => changeNumber(row, 'trace', [...rank, 'y'], 0, (number) => number * (1 + 2 ** -23));

function tally(...now: readonly GoldenRow[]): ReturnType<typeof tallyReproduction> {
  const asked = {
    framework: 'torch' as const,
    version: '2.13.0',
    recorded: [entry.provenance],
    speaker: { version: '2.13.0', provenance: entry.provenance },
    cases: now.length,
    ended: null,
  };
  return tallyReproduction(
    asked,
    now.map((one) => answerAgain(entry, row, one)),
  );
}

describe('tallyReproduction', () => {
  it('counts what is the same in every bit and word', () => {
    const tallied = tally(row, row);
    expect(tallied).toMatchObject({
      framework: 'torch',
      version: '2.13.0',
      installed: '2.13.0',
      cases: 2,
      compared: 2,
      identical: 2,
      words: { errors: 0, counters: 0, presence: 0, others: 0 },
      changes: [],
      ended: null,
    });
    expect(tallied.quantities.map(({ quantity }) => quantity)).toEqual([
      'constructor',
      'y',
      'running_mean',
      'running_var',
      'grad_x',
      'grad_weight',
      'grad_bias',
    ]);
    for (const { elements, identical, largest } of tallied.quantities) {
      expect(identical).toBe(elements);
      expect(largest).toBeNull();
    }
  });

  it('adds up over cases what differs, and names the case of the largest difference', () => {
    const [one, two] = [tally(row), tally(row, lowBit())];
    const of = (tallied: typeof one, name: string): (typeof one.quantities)[number] | undefined =>
      tallied.quantities.find(({ quantity }) => quantity === name);
    const [y, both] = [of(one, 'y'), of(two, 'y')];
    expect(both?.elements).toBe(2 * (y?.elements ?? 0));
    expect(both).toMatchObject({ identical: (both?.elements ?? 0) - 1, outside: 0, largest: { case: row.id } });
    expect(two).toMatchObject({ compared: 2, identical: 1 });
    expect(of(two, 'grad_x')).toMatchObject({ largest: null });
  });

  it('counts each case once a kind of word', () => {
    const words = (trace: string): unknown => tally({ ...row, trace }).words;
    const none = { errors: 0, counters: 0, presence: 0, others: 0 };
    const counted = editJson(row.trace, [...rank, 'num_batches_tracked'], 9);
    expect(words(editJson(counted, ['steps', 0, 'ranks', 1, 'num_batches_tracked'], 9))).toEqual({ ...none, counters: 1 });
    expect(words(editJson(row.trace, [...rank, 'grad_x'], null))).toEqual({ ...none, presence: 1 });
    const error = { stage: 'forward', type: 'ValueError', message: 'no' };
    expect(words(editJson(row.trace, [...rank, 'error'], error))).toEqual({ ...none, errors: 1 });
    expect(words(editJson(row.trace, ['initial', 'training'], false))).toEqual({ ...none, others: 1 });
  });

  it('leaves out what was not answered', () => {
    const asked = { framework: 'torch' as const, version: '2.13.0', recorded: [], speaker: null, cases: 3, ended: 'no Python' };
    const unanswered = reproduceCase(caseOf(row, entry), { reason: 'no Python' }, '');
    expect(tallyReproduction(asked, [unanswered])).toMatchObject({
      installed: null,
      cases: 3,
      compared: 0,
      identical: 0,
      quantities: [],
      changes: [],
      ended: 'no Python',
    });
  });
});
