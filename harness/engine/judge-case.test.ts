import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { GoldenError } from '../../goldens/format/golden-error.ts';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import type { GoldenRow, JsonPath } from '../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson, existing, jsonAt } from '../../goldens/testing/golden-rows.ts';
import { fullCase, smallGolden } from '../../goldens/testing/small-golden.ts';
import type { CommittedRow } from '../testing/golden-case.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import type { JudgedCase } from './judge-case.ts';
import { judgeCase } from './judge-case.ts';

const judge = (row: GoldenRow, entry: ManifestFile): JudgedCase => judgeCase(caseOf(row, entry), 'A', (id) => `replay ${id}`);
const quantities = (judged: JudgedCase): readonly string[] => judged.findings.map(({ quantity }) => quantity);
const shift = (value: number): number => value + 0.05 * (1 + Math.abs(value));

const rank: JsonPath = ['steps', 0, 'ranks', 1];

describe('a golden with one thing changed', () => {
  let row: GoldenRow;
  let entry: ManifestFile;
  beforeAll(async () => {
    ({ row, entry } = await fullCase());
  });

  it('passes as recorded: the twin of all below', () => {
    const judged = judge(row, entry);
    expect(judged.findings).toEqual([]);
    expect(judged.result).toMatchObject({
      id: row.id,
      status: 'passed',
      reason: null,
      rows: ['train+track'],
      method: 'collective',
    });
    expect(judged.uninformative).toBe(0);
  });

  it.each(['y', 'running_mean', 'running_var', 'grad_x', 'grad_weight', 'grad_bias'])(
    'differs in %s alone, at that element',
    (quantity) => {
      const shape = jsonAt(JSON.parse(row.trace), [...rank, quantity, 'shape']);
      const judged = judge(changeNumber(row, 'trace', [...rank, quantity], 1, shift), entry);
      expect(judged.findings).toHaveLength(1);
      const finding = existing(judged.findings[0]);
      expect(finding).toMatchObject({ quantity, step: 1, rank: 1, mismatches: 1, row: 'train+track', case: row.id });
      const index = existing(finding.at ?? undefined).reduce(
        (outer, place, axis) => outer * Number(jsonAt(shape, [axis])) + place,
        0,
      );
      expect(index).toBe(1);
      expect(finding.error).toBeGreaterThan(Number(finding.bound));
      expect(Number(finding.actual)).not.toBe(Number(finding.expected));
      expect(finding.hint).not.toBe('');
      expect(finding.replay).toBe(`replay ${row.id}`);
      expect(judged.result).toMatchObject({
        status: 'failed',
        reason: `${quantity}: expected ${finding.expected}, got ${finding.actual}`,
      });
    },
  );

  it.each(['weight', 'bias', 'running_mean', 'running_var'])('differs in the constructed %s', (quantity) => {
    const judged = judge(changeNumber(row, 'trace', ['initial', quantity], 0, shift), entry);
    expect(judged.findings).toMatchObject([{ quantity, step: 0, rank: 0, at: [0] }]);
  });

  it('differs in y where an input is another', () => {
    const place: JsonPath = ['steps', 0, 'ranks', 0, 'x'];
    expect(quantities(judge({ ...changeNumber(row, 'scenario', place, 0, shift), id: 'a foreign id' }, entry))).toContain('y');
  });

  it('is refused under an id whose digest is that of another scenario', () => {
    const place: JsonPath = ['steps', 0, 'ranks', 0, 'x'];
    expect(() => judge(changeNumber(row, 'scenario', place, 0, shift), entry)).toThrow(/Expected a scenario with this id/u);
  });

  it('is errored, and nothing else stops, where the reference has no answer', () => {
    const scenario = editJson(row.scenario, ['arguments', 'device'], 'cuda');
    const { result, findings } = judge({ ...row, scenario, id: 'a foreign id' }, entry);
    expect(result).toMatchObject({ status: 'errored', reason: expect.stringContaining('gave no answer: Expected device') });
    expect(findings).toEqual([]);
  });

  it('differs in the gradients alone where an upstream gradient is another', () => {
    const place: JsonPath = ['steps', 0, 'ranks', 0, 'grad_y'];
    const found = quantities(judge({ ...changeNumber(row, 'scenario', place, 0, shift), id: 'a foreign id' }, entry));
    expect(found).toContain('grad_bias');
    expect(found.filter((quantity) => !quantity.startsWith('grad_'))).toEqual([]);
  });

  it.each<[string, JsonPath, unknown, object]>([
    ['the counter', [...rank, 'num_batches_tracked'], 77, { quantity: 'num_batches_tracked', step: 1, rank: 1, actual: '77' }],
    ['no counter', [...rank, 'num_batches_tracked'], null, { quantity: 'num_batches_tracked', actual: 'None' }],
    ['the first counter', ['initial', 'num_batches_tracked'], 1, { quantity: 'num_batches_tracked', step: 0 }],
    ['the training flag', ['initial', 'training'], false, { quantity: 'training', step: 0, expected: 'true', actual: 'false' }],
    ['a missing gradient', [...rank, 'grad_x'], null, { quantity: 'grad_x', actual: 'None' }],
    ['a missing step', ['steps'], [], { quantity: 'steps', expected: '1', actual: '0' }],
    ['no module', ['initial'], null, { quantity: 'constructed', actual: 'nothing' }],
    [
      'an error',
      [...rank, 'error'],
      { stage: 'backward', type: 'ValueError', message: 'no' },
      { quantity: 'error', expected: 'none', actual: 'backward: ValueError: no' },
    ],
  ])('differs in %s', (_, place, value, finding) => {
    const judged = judge({ ...row, trace: editJson(row.trace, place, value) }, entry);
    expect(judged.findings).toMatchObject([finding]);
    expect(judged.findings[0]?.hint).not.toBe('');
  });

  it('is the fault of the file where its ranks cannot be normalised together', () => {
    const narrow = (text: string, name: string): string => editJson(text, ['steps', 0, 'ranks', 1, name, 'shape'], [1, 1]);
    const scenario = narrow(narrow(row.scenario, 'x'), 'grad_y');
    expect(() => judge({ ...row, scenario }, entry)).toThrow(GoldenError);
    expect(() => judge({ ...row, scenario }, entry)).toThrow(row.id);
  });
});

describe('a golden error', () => {
  const error: JsonPath = ['steps', 0, 'ranks', 0, 'error'];

  it.each(['torch', 'mindspore'])('of %s differs in its type, its message and its stage', async (dialect) => {
    const name = dialect === 'torch' ? 'torch-2.13.0/module.arrow' : 'mindspore-2.10.0/module.arrow';
    const { rows, entry } = await smallGolden(name, 1, ({ trace }) => trace.includes('"stage":"forward"'));
    const row = existing(rows[0]);
    expect(judge(row, entry)).toMatchObject({ findings: [], raised: true, predicted: true });
    for (const [key, value] of [
      ['message', 'something else'],
      ['type', 'ArithmeticError'],
      ['stage', 'backward'],
    ] as const) {
      const steps = jsonAt(JSON.parse(row.trace), ['steps']);
      const last = Array.isArray(steps) ? steps.length - 1 : 0;
      const place: JsonPath = [error[0] ?? '', last, ...error.slice(2), key];
      const judged = judge({ ...row, trace: editJson(row.trace, place, value) }, entry);
      expect(judged).toMatchObject({ findings: [{ quantity: 'error', rank: 0 }], raised: true, predicted: false });
    }
  });

  it('at construction differs in its message', async () => {
    const { rows, entry } = await smallGolden('mindspore-2.10.0/module.arrow', 1, ({ trace }) =>
      trace.includes('"initial":null'),
    );
    const row = existing(rows[0]);
    expect(judge(row, entry)).toMatchObject({ findings: [], raised: true, predicted: true });
    const judged = judge({ ...row, trace: editJson(row.trace, ['construction', 0, 'message'], 'other') }, entry);
    expect(judged.findings).toMatchObject([{ quantity: 'error', step: 0, rank: 0 }]);
  });

  describe('in other words of the same key', () => {
    const text = 'expected at least 2D input (got 1D input)';
    let row: GoldenRow;
    let entry: ManifestFile;
    beforeAll(async () => {
      const small = await smallGolden('torch-2.13.0/module.arrow', 1, ({ trace }) => trace.includes(text));
      entry = small.entry;
      const recorded = existing(small.rows[0]);
      row = { ...recorded, trace: recorded.trace.replace(text, text.replace('1D', '7D')) };
    });

    it('differs where the reference knows the words', () => {
      expect(judge(row, entry)).toMatchObject({
        findings: [{ quantity: 'error' }],
        raised: true,
        predicted: false,
        errorKeys: [],
      });
    });

    const judgeOther = (given: GoldenRow): JudgedCase =>
      judge({ ...given, id: `${given.id}:2.14.1` }, { ...entry, version: '2.14.1' });

    it('passes with a note for another version of the framework', () => {
      const judged = judgeOther(row);
      expect(judged).toMatchObject({
        findings: [],
        raised: true,
        predicted: true,
        errorKeys: ['torch/too-few-dimensions'],
        result: { status: 'passed' },
      });
      expect(judged.result.reason).toBe(
        `the same error in other words: expected forward: ValueError: ${text}, got forward: ValueError: ${text.replace('1D', '7D')}`,
      );
    });

    it('differs for another version where the words are those of another key', () => {
      const other = 'SyncBatchNorm number of input channels should be non-zero';
      const swapped = { ...row, trace: row.trace.replace(text.replace('1D', '7D'), other) };
      expect(judgeOther(swapped).findings).toHaveLength(1);
    });
  });
});

describe('any committed golden', () => {
  let all: readonly CommittedRow[];
  beforeAll(async () => {
    all = await committedRows(13);
  });

  /** Paths to the tensors of the answers in a trace. */
  function tensorsIn(row: GoldenRow): readonly JsonPath[] {
    const json: unknown = JSON.parse(row.trace);
    const names = ['y', 'grad_x', 'grad_weight', 'grad_bias', 'running_mean', 'running_var'];
    const steps = jsonAt(json, ['steps']);
    return (Array.isArray(steps) ? steps : []).flatMap((step, index) => {
      const ranks = jsonAt(step, ['ranks']);
      const groups = jsonAt(step, ['groups']);
      const within = (owner: string, list: unknown): JsonPath[] =>
        (Array.isArray(list) ? list : []).flatMap((item: object, place) =>
          names.filter((name) => Reflect.get(item, name) != null).map((name): JsonPath => ['steps', index, owner, place, name]),
        );
      return [...within('ranks', ranks), ...within('groups', groups)];
    });
  }

  it('differs where a number becomes NaN, or NaN a number, in any of its tensors', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(share, share, share, (chosenCase, chosenTensor, chosenElement) => {
        const { row, entry } = existing(all[Math.floor(chosenCase * all.length)]);
        const tensors = tensorsIn(row);
        fc.pre(tensors.length > 0);
        const place = existing(tensors[Math.floor(chosenTensor * tensors.length)]);
        const shape = jsonAt(JSON.parse(row.trace), [...place, 'shape']);
        const count = (Array.isArray(shape) ? shape.map(Number) : []).reduce((product, extent) => product * extent, 1);
        fc.pre(count > 0);
        const before = judge(row, entry);
        expect(before.findings).toEqual([]);
        fc.pre(before.uninformative === 0);
        const isHalf = String(jsonAt(JSON.parse(row.trace), [...place, 'dtype'])).endsWith('16');
        // 0x7fff is NaN in both half types; 1 is the smallest number of both.
        const flip = (value: number): number =>
          isHalf
            ? (value & 0x7f80) === 0x7f80 || (value & 0x7c00) === 0x7c00
              ? 1
              : 0x7fff
            : Number.isFinite(value)
              ? Number.NaN
              : 1;
        const judged = judge(changeNumber(row, 'trace', place, Math.floor(chosenElement * count), flip), entry);
        expect(judged.result.status).toBe('failed');
        expect(judged.findings).toHaveLength(1);
      }),
      { numRuns: 120 },
    );
  });
});
