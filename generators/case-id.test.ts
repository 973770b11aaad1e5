import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { rowsVisited } from '../oracle/answer-scenario.ts';
import type { Scenario } from '../oracle/scenario.ts';
import { dialects } from '../oracle/scenario.ts';
import { tensorOf } from './arbitraries/tensor-of.ts';
import { torchScenario } from './arbitraries/torch-scenario.ts';
import { caseId, parseCaseId } from './case-id.ts';
import { simpleScenario } from './corpus/simple-scenario.ts';
import { planRecording } from './plan-recording.ts';

const uneven = [
  [3, 3, 2],
  [0, 3, 2],
  [5, 3, 2],
];

describe('an id', () => {
  test.each([
    [simpleScenario('torch', {}), /^torch\/train\+track\/world1\/f32\/momentum=default\/4x3x2x2#[0-9a-f]{8}$/u],
    [
      simpleScenario('torch', {
        shapes: uneven,
        arguments: { num_features: 3, momentum: null },
        dtype: 'float64',
        parameterDtype: 'float64',
      }),
      /^torch\/train\+track\/world3\(3,0,5\)\/f64:f64\/momentum=none\/8x3x2#[0-9a-f]{8}$/u,
    ],
    [
      simpleScenario('torch', { shapes: uneven, groups: [[0, 2], [1]], training: [true, false], dtype: 'bfloat16' }),
      /^torch\/train\+track,eval\+track\/world3\(3,0,5\)groups\(0,2\)\(1\)\/bf16\/momentum=default\/8x3x2#/u,
    ],
    [
      simpleScenario('mindspore', { arguments: { num_features: 3, momentum: { float: 0.875 }, use_batch_statistics: true } }),
      /^mindspore\/batch\/world1\/f32\/momentum=0\.875\/4x3x2x2#/u,
    ],
    [simpleScenario('torch', { arguments: { num_features: 3, momentum: 'a' }, shapes: [[]] }), /momentum=str\/scalar#/u],
  ])('reads as the scenario: %#', (scenario, pattern) => {
    expect(caseId(scenario)).toMatch(pattern);
  });

  test.each(dialects)('parses back to what the %s scenario says', (dialect) => {
    for (const { id, lane, scenario } of planRecording(dialect, 150, 3, true)) {
      const inputs = scenario.steps[0]?.ranks.map(({ x }) => x) ?? [];
      const [size = 0, ...rest] = inputs[0]?.shape ?? [];
      const batch = inputs.slice(1).reduce((sum, { shape }) => sum + (shape[0] ?? 0), size);
      const alone = scenario.world.size === 1;
      const { groups, momentum, digest, ...parsed } = parseCaseId(id) ?? { groups: null, momentum: '', digest: '' };
      expect(parsed).toEqual({
        dialect,
        rows: rowsVisited(scenario),
        worldSize: scenario.world.size,
        batchSizes: alone ? [] : inputs.map(({ shape }) => shape[0] ?? 0),
        dtype: inputs[0]?.dtype,
        parameterDtype: scenario.parameterDtype,
        shape: inputs[0]?.shape.length === 0 ? [] : [batch, ...rest],
        lane,
        version: null,
      });
      expect(groups).toEqual(alone ? null : scenario.world.groups);
      expect(digest).toMatch(/^[0-9a-f]{8}$/u);
      expect(id).toContain(`/momentum=${momentum}/`);
    }
  });

  it('carries the lane at its end, and only there', () => {
    const scenario = simpleScenario('torch', {});
    expect(caseId(scenario, 'module')).toBe(`${caseId(scenario)}@module`);
    expect(parseCaseId(caseId(scenario))?.lane).toBeNull();
  });

  it('carries the version after the lane, where it is not the main one', () => {
    const scenario = simpleScenario('torch', {});
    const id = caseId(scenario, 'collective-gloo', '2.7.1');
    expect(id).toBe(`${caseId(scenario)}@collective-gloo:2.7.1`);
    expect(parseCaseId(id)).toEqual({ ...parseCaseId(caseId(scenario)), lane: 'collective-gloo', version: '2.7.1' });
    for (const broken of [`${caseId(scenario)}:2.7.1`, `${id}:2.7.2`, `${caseId(scenario)}@module:`]) {
      expect(parseCaseId(broken)).toBeUndefined();
    }
  });
});

describe('the digest', () => {
  const scenarios = torchScenario({ worldSizes: [1, 2], dtypes: [['float32', 'float32']], emptyRanks: false });
  const alterations: readonly (readonly [string, (scenario: Scenario) => Scenario])[] = [
    ['an argument', (scenario) => ({ ...scenario, arguments: { ...scenario.arguments, eps: { float: 0.0625 } } })],
    ['an int for a float', (scenario) => ({ ...scenario, arguments: { ...scenario.arguments, eps: 1e-5 } })],
    ['a loaded weight', (scenario) => ({ ...scenario, state: { ...scenario.state, weight: tensorOf('float32', [1], [42]) } })],
    ['the counter', (scenario) => ({ ...scenario, state: { ...scenario.state, numBatchesTracked: 77 } })],
    ['the layout', (scenario) => ({ ...scenario, layout: scenario.layout === 'strided' ? 'contiguous' : 'strided' })],
    ['the parameter type', (scenario) => ({ ...scenario, parameterDtype: 'float64' })],
    ['one more step', (scenario) => ({ ...scenario, steps: [...scenario.steps, ...scenario.steps] })],
    ['a last bit of an input', changeLastBit],
  ];

  test.each(alterations)('changes with %s', (_name, change) => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(parseCaseId(caseId(change(scenario)))?.digest).not.toBe(parseCaseId(caseId(scenario))?.digest);
      }),
      { numRuns: 15 },
    );
  });

  it('is that of the contents: a copy has the same', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(caseId(structuredClone(scenario))).toBe(caseId(scenario));
      }),
      { numRuns: 15 },
    );
  });
});

function changeLastBit(scenario: Scenario): Scenario {
  const copy = structuredClone(scenario);
  const data = copy.steps[0]?.ranks[0]?.x.data;
  if (data !== undefined) new Uint8Array(data.buffer)[0] = (new Uint8Array(data.buffer)[0] ?? 0) ^ 1;
  return copy;
}

describe('what is no id', () => {
  const good = caseId(simpleScenario('torch', { shapes: uneven }), 'module');

  it('does not parse', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseCaseId(text)).toBeUndefined();
      }),
    );
  });

  test.each([
    good.replace('torch/', 'jax/'),
    good.replace('/f32', '/f31'),
    good.replace('/f32', '/f32:f8'),
    good.replace('#', ''),
    good.replace(/#.{8}/u, '#1f3a'),
    good.replace('world3', 'world'),
    `${good} `,
    ` ${good}`,
    good.replace('@module', '@'),
  ])('%s does not parse', (text) => {
    expect(parseCaseId(good)).toBeDefined();
    expect(parseCaseId(text)).toBeUndefined();
  });
});
