import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { planRecording } from '../../generators/plan-recording.ts';
import type { Assignment, Scenario } from '../../oracle/scenario.ts';
import type { DType, Tensor } from '../../oracle/tensor.ts';
import { dtypes } from '../../oracle/tensor.ts';
import { fileOf, writeGoldens } from '../testing/golden-folder.ts';
import type { GoldenRow, JsonPath } from '../testing/golden-rows.ts';
import { editJson } from '../testing/golden-rows.ts';
import { refusal } from '../testing/refusal.ts';
import { fullCase } from '../testing/small-golden.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { ManifestFile } from './manifest.ts';
import { decodeScenario, encodeScenario } from './scenario-json.ts';

/** Numbers that a careless way through text or through another dtype would change. */
const awkward = [Number.NaN, -0, 0, Infinity, -Infinity, 5e-324, 2 ** -149, 1e-45, 1 + 2 ** -23, 0.1, 2 ** 127];

function tensor(dtype: DType, shape: readonly number[], numbers: readonly number[]): Tensor {
  if (dtype === 'float64') return { dtype, shape, data: Float64Array.from(numbers) };
  if (dtype === 'float32') return { dtype, shape, data: Float32Array.from(numbers) };
  return { dtype, shape, data: Uint16Array.from(numbers, (_, index) => [0x8000, 0x7e01, 0xffff, 0x7f81, 1][index % 5] ?? 0) };
}

const anyTensor = fc
  .constantFrom(...dtypes)
  .chain((dtype) =>
    fc
      .array(fc.oneof(fc.constantFrom(...awkward), fc.double()), { maxLength: 12 })
      .map((numbers) => tensor(dtype, [numbers.length, 1], numbers)),
  );

function roundTrip(scenario: Scenario): Scenario {
  const { json, pools } = encodeScenario(scenario);
  return decodeScenario(json, pools);
}

describe('a scenario that is encoded and decoded', () => {
  it.each(['torch', 'mindspore'] as const)('is the same, for every planned %s scenario', (dialect) => {
    const planned = planRecording(dialect, 120, 7, true);
    expect(planned.length).toBeGreaterThan(150);
    for (const { scenario } of planned) expect(roundTrip(scenario)).toStrictEqual(scenario);
  });

  it('keeps every number, whatever its dtype', () => {
    const scenario: Scenario = planRecording('torch', 0, 1, true)[0]?.scenario ?? unreachable();
    fc.assert(
      fc.property(anyTensor, fc.option(anyTensor), (x, weight) => {
        const asked: Scenario = {
          ...scenario,
          state: { ...scenario.state, weight },
          steps: [{ training: null, assign: {}, ranks: [{ x, gradY: x }] }],
        };
        expect(roundTrip(asked)).toStrictEqual(asked);
      }),
    );
  });

  it('keeps what happens before a step, and what asks for a gradient', () => {
    const scenario: Scenario = planRecording('torch', 0, 1, true)[0]?.scenario ?? unreachable();
    const assignment = fc.record<Assignment, never>(
      {
        trackRunningStats: fc.boolean(),
        useBatchStatistics: fc.constantFrom(true, false, null),
        momentum: fc.constantFrom(null, 1, true, { float: 0.1 }, { float: Number.NaN }),
        eps: fc.constantFrom(0, { float: 1e-300 }, 'tiny'),
      },
      { requiredKeys: [], noNullPrototype: true },
    );
    const x = tensor('float32', [1, 1], [1]);
    fc.assert(
      fc.property(assignment, fc.option(anyTensor), fc.boolean(), (assign, weight, asks) => {
        const load = { ...scenario.state, weight, numBatchesTracked: 4 };
        const asked: Scenario = {
          ...scenario,
          requiresGrad: { x: asks, weight: !asks, bias: asks },
          steps: [{ training: null, assign, load, ranks: [{ x, gradY: null }] }],
        };
        expect(roundTrip(asked)).toStrictEqual(asked);
      }),
    );
  });

  it('keeps Python values apart', () => {
    const scenario: Scenario = planRecording('torch', 0, 1, true)[0]?.scenario ?? unreachable();
    const one = tensor('float32', [], [1]);
    const values = [null, true, false, 1, { float: 1 }, '1', { tensor: one }, { initializer: 'One' }, [1, [{ float: 1 }]], []];
    const floats = [...awkward, 1e16, 1e-5, 123456.789, 1e22, 1.7976931348623157e308].map((float) => ({ float }));
    for (const momentum of [...values, ...floats]) {
      const asked = { ...scenario, arguments: { momentum } };
      expect(roundTrip(asked)).toStrictEqual(asked);
    }
  });
});

function unreachable(): never {
  throw new RangeError('Expected a scenario in the corpus.');
}

describe('a golden whose scenario is not as the format says', () => {
  let row: GoldenRow;
  let entry: ManifestFile;
  beforeAll(async () => {
    ({ row, entry } = await fullCase());
  });

  async function expectRefusal(scenario: string, words: string): Promise<void> {
    const folder = await temporaryFolder();
    await writeGoldens(folder, [fileOf([{ ...row, scenario }], entry)]);
    const error = await refusal(folder);
    expect(error).toMatchObject({ code: 'invalid-case' });
    expect(error.message).toContain(entry.path);
    expect(error.message).toContain(`case ${row.id}: `);
    expect(error.message).toContain(words);
  }

  it.each([
    ['nothing', ''],
    ['cut JSON', '{"dialect": "torch",'],
    ['null', 'null'],
    ['a list', '[]'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deeply nested arguments', `{"arguments":{"eps":${'['.repeat(5000)}${']'.repeat(5000)}}}`],
  ])('is refused: %s', (_, scenario) => expectRefusal(scenario, ''));

  const x: JsonPath = ['steps', 0, 'ranks', 0, 'x'];
  it.each<[string, JsonPath, unknown, string]>([
    ['a missing key', ['layout'], undefined, 'layout'],
    ['a missing key of the state', ['state', 'bias'], undefined, 'state.bias'],
    ['a missing tensor', x, undefined, 'steps.0.ranks.0.x'],
    ['an extra key', ['more'], 1, 'more'],
    ['an extra key of a step', ['steps', 0, 'more'], 1, 'more'],
    ['an extra key of a tensor', [...x, 'more'], 1, 'more'],
    ['an attribute that is not known', ['steps', 0, 'assign', 'gain'], 1, 'gain'],
    ['another dialect', ['dialect'], 'jax', 'dialect'],
    ['another layout', ['layout'], 'sparse', 'layout'],
    ['another dtype', [...x, 'dtype'], 'int8', 'dtype'],
    ['a dtype whose pool is empty', [...x, 'dtype'], 'float64', 'float64 tensor'],
    ['an offset beyond the pool', [...x, 'offset'], 1_000_000, 'offset 1000000'],
    ['an offset before the pool', [...x, 'offset'], -1, 'offset'],
    ['half an offset', [...x, 'offset'], 0.5, 'offset'],
    ['a shape beyond the pool', [...x, 'shape'], [1000, 2, 3], 'shape [1000, 2, 3]'],
    ['a huge shape', ['state', 'weight'], { dtype: 'float32', shape: Array(8).fill(1e6), offset: 0 }, 'the pool holds only'],
    ['an extent beyond all', [...x, 'shape'], [2 ** 40, 0], 'shape'],
    ['a negative extent', [...x, 'shape'], [-1, 2], 'shape'],
    ['too many axes', [...x, 'shape'], Array.from({ length: 9 }, () => 1), 'shape'],
    ['an upstream gradient of another shape', [...x, 'shape'], [1, 2], 'grad_y of shape [1, 2]'],
    ['a rank more than the world', ['world', 'size'], 1, 'each of 1 ranks, got 2'],
    ['a rank less than the world', ['world', 'size'], 3, 'each of 3 ranks, got 2'],
    ['a world of none', ['world', 'size'], 0, 'world.size'],
    ['a huge world', ['world', 'size'], 1e9, 'world.size'],
    ['a group outside the world', ['world', 'groups'], [[0, 2]], 'got rank 2'],
    ['a step without ranks', ['steps', 0, 'ranks'], [], 'steps.0.ranks'],
    ['a huge number of channels', ['arguments', 'num_features'], 2 ** 40, 'num_features'],
    ['half a channel', ['arguments', 'num_features'], 2.5, 'num_features'],
    ['a bare float', ['arguments', 'eps'], 1e-5, 'arguments.eps'],
    ['a float that is none', ['arguments', 'eps'], { float: '1e' }, 'arguments.eps'],
    ['a float in words', ['arguments', 'eps'], { float: 'Infinity' }, 'arguments.eps'],
    ['a counter that is no integer', ['state', 'num_batches_tracked'], 1.5, 'state.num_batches_tracked'],
    ['text for a flag', ['steps', 0, 'training'], 'True', 'steps.0.training'],
  ])('is refused: %s', (_, place, value, words) => expectRefusal(editJson(row.scenario, place, value), words));

  it('is accepted as recorded: the twin of all above', async () => {
    const folder = await temporaryFolder();
    await writeGoldens(folder, [fileOf([{ ...row, scenario: editJson(row.scenario, ['layout'], 'contiguous') }], entry)]);
    await expect(refusal(folder)).rejects.toThrow('it was accepted');
  });
});
