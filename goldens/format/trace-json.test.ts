import { beforeAll, describe, expect, it } from 'vitest';
import { fileOf, writeGoldens } from '../testing/golden-folder.ts';
import type { GoldenRow, JsonPath } from '../testing/golden-rows.ts';
import { editJson, jsonAt } from '../testing/golden-rows.ts';
import { refusal } from '../testing/refusal.ts';
import { fullCase } from '../testing/small-golden.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { ManifestFile } from './manifest.ts';
import { decodeTrace } from './trace-json.ts';

let row: GoldenRow;
let entry: ManifestFile;
beforeAll(async () => {
  ({ row, entry } = await fullCase());
});

const rank: JsonPath = ['steps', 0, 'ranks', 1];

describe('decodeTrace', () => {
  it('takes every tensor of the JSON out of its pool', () => {
    const trace = decodeTrace(row.trace, row.tracePools);
    const json: unknown = JSON.parse(row.trace);
    const names = {
      y: 'y',
      gradX: 'grad_x',
      gradWeight: 'grad_weight',
      gradBias: 'grad_bias',
      runningVar: 'running_var',
    } as const;
    for (const [key, name] of Object.entries(names)) {
      const [offset, shape] = ['offset', 'shape'].map((field) => jsonAt(json, [...rank, name, field]));
      const tensor = jsonAt(trace, [...rank, key]);
      expect(jsonAt(tensor, ['shape'])).toEqual(shape);
      expect(jsonAt(tensor, ['data', 0])).toBe(row.tracePools.float32[Number(offset)]);
    }
  });
});

describe('what stands beside the numbers', () => {
  it('is read where it was recorded', () => {
    const beside = { layouts: { y: 'channels_last', grad_x: null }, warnings: ['UserWarning: no'] };
    const json = editJson(editJson(row.trace, [...rank, 'layouts'], beside.layouts), [...rank, 'warnings'], beside.warnings);
    const read = decodeTrace(json, row.tracePools).steps[0]?.ranks[1];
    expect(read).toMatchObject({ layouts: { y: 'channels_last', gradX: null }, warnings: beside.warnings });
  });

  it('is absent where it was not, or where the framework has but one layout', () => {
    const json = editJson(editJson(row.trace, [...rank, 'layouts'], null), [...rank, 'warnings'], undefined);
    const read = decodeTrace(json, row.tracePools).steps[0]?.ranks[1];
    expect([read?.layouts, read?.warnings]).toEqual([undefined, undefined]);
  });
});

describe('a golden whose trace is not as the format says', () => {
  async function expectRefusal(trace: string, words: string): Promise<void> {
    const folder = await temporaryFolder();
    await writeGoldens(folder, [fileOf([{ ...row, trace }], entry)]);
    const error = await refusal(folder);
    expect(error).toMatchObject({ code: 'invalid-case' });
    expect(error.message).toContain(entry.path);
    expect(error.message).toContain(`case ${row.id}: `);
    expect(error.message).toContain(words);
  }

  it.each([
    ['nothing', ''],
    ['a number', '1'],
    ['cut JSON', '{"construction": [null'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ])('is refused: %s', (_, trace) => expectRefusal(trace, ''));

  it.each<[string, JsonPath, unknown, string]>([
    ['a missing key', ['initial'], undefined, 'initial'],
    ['a missing quantity', [...rank, 'grad_x'], undefined, 'grad_x'],
    ['a missing error', [...rank, 'error'], undefined, 'error'],
    ['an extra key', ['more'], 1, 'more'],
    ['an extra quantity', [...rank, 'grad_eps'], null, 'grad_eps'],
    ['no construction', ['construction'], [], 'construction'],
    ['an error without message', ['construction', 0], { type: 'ValueError' }, 'construction.0.message'],
    ['an error of no stage', [...rank, 'error'], { type: 'ValueError', message: '' }, 'error.stage'],
    ['an error of another stage', [...rank, 'error'], { stage: 'sideways', type: 'E', message: '' }, 'error.stage'],
    ['an endless message', ['construction', 0], { type: 'E', message: 'x'.repeat(3000) }, 'construction.0.message'],
    ['an offset beyond the pool', [...rank, 'y', 'offset'], 1e6, 'offset 1000000'],
    ['a huge offset', [...rank, 'y', 'offset'], 1e300, 'offset'],
    ['a huge shape', [...rank, 'y', 'shape'], [1e6, 1e6, 1e6], 'the pool holds only'],
    ['a negative extent', [...rank, 'y', 'shape'], [-2], 'shape'],
    ['another dtype', [...rank, 'y', 'dtype'], 'float8', 'dtype'],
    ['numbers in place', [...rank, 'y'], [1, 2], 'steps.0.ranks.1.y'],
    ['half a batch', [...rank, 'num_batches_tracked'], 0.5, 'num_batches_tracked'],
    ['groups of nothing', ['steps', 0, 'groups'], [null], 'groups.0'],
    ['a group below zero', ['steps', 0, 'groups'], [{ ranks: [-1], grad_weight: null, grad_bias: null }], 'groups.0.ranks'],
    ['a layout of no name', [...rank, 'layouts'], { y: 'sideways', grad_x: null }, 'layouts.y'],
    ['warnings without end', [...rank, 'warnings'], Array.from({ length: 101 }, () => 'W'), 'warnings'],
    ['a flag in words', ['initial', 'training'], 'True', 'initial.training'],
  ])('is refused: %s', (_, place, value, words) => expectRefusal(editJson(row.trace, place, value), words));
});
