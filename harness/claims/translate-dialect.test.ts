import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import type { Arguments } from '../../oracle/python-value.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { trainingFlags, withFlags } from './training-flags.ts';
import { translateDialect } from './translate-dialect.ts';

const torch = (given: Arguments, training?: readonly (boolean | null)[]): Scenario =>
  simpleScenario('torch', { arguments: given, ...(training === undefined ? {} : { training }) });
const mindspore = (given: Arguments): Scenario => simpleScenario('mindspore', { arguments: given });

describe('translateDialect', () => {
  it.each<[Arguments, Arguments]>([
    [{ num_features: 3 }, { num_features: 3 }],
    [
      { num_features: 3, momentum: { float: 0.25 } },
      { num_features: 3, momentum: { float: 0.75 } },
    ],
    [
      { num_features: 3, momentum: null },
      { num_features: 3, momentum: null },
    ],
    [
      { num_features: 3, eps: { float: 0.5 }, affine: false },
      { num_features: 3, eps: { float: 0.5 }, affine: false },
    ],
    [
      { num_features: 3, track_running_stats: true },
      { num_features: 3, use_batch_statistics: null },
    ],
    [
      { num_features: 3, track_running_stats: false },
      { num_features: 3, use_batch_statistics: true },
    ],
  ])('takes %j of torch to %j', (given, expected) => {
    const ported = translateDialect(torch(given));
    expect(ported).toMatchObject({ dialect: 'mindspore', arguments: expected });
    expect(Object.keys(ported.arguments).toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it('leaves momentum as it stands where it is told to', () => {
    const { arguments: given } = translateDialect(torch({ num_features: 3, momentum: { float: 0.25 } }), 'the same');
    expect(given['momentum']).toEqual({ float: 0.25 });
  });

  it('comes back to what it was', () => {
    const momentum = fc.constantFrom(0, 0.25, 0.5, 0.875, 1);
    fc.assert(
      fc.property(momentum, fc.boolean(), fc.boolean(), (value, affine, track) => {
        const given = { num_features: 3, momentum: { float: value }, affine, track_running_stats: track };
        const there = translateDialect(torch(given, [true, false]));
        expect(translateDialect(there)).toEqual(torch(given, [true, false]));
      }),
    );
  });

  it('makes a mode that was left alone explicit, because modules begin in different ones', () => {
    expect(translateDialect(torch({ num_features: 3 }, [null, false, null])).steps.map(({ training }) => training)).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('takes the groups that MindSpore names into the world of torch', () => {
    const scenario = simpleScenario('mindspore', {
      shapes: [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      arguments: { num_features: 3, process_groups: [[0, 1], [2]] },
    });
    expect(translateDialect(scenario).world).toEqual({ size: 3, groups: [[0, 1], [2]] });
  });

  it.each<[string, Scenario]>([
    ['bias', torch({ num_features: 3, bias: false })],
    ['gamma_init', mindspore({ num_features: 3, gamma_init: 'ones' })],
    ['use_batch_statistics', mindspore({ num_features: 3, use_batch_statistics: false })],
    ['assign', simpleScenario('torch', { assign: { trackRunningStats: false } })],
  ])('has no counterpart of %s', (words, scenario) => {
    expect(() => translateDialect(scenario)).toThrow(RangeError);
    expect(() => translateDialect(scenario)).toThrow(words);
  });
});

describe('training flags', () => {
  it('begin as each framework does and stay until they are set', () => {
    const training = [null, true, null, false, null];
    expect(trainingFlags(simpleScenario('torch', { training }))).toEqual([true, true, true, false, false]);
    expect(trainingFlags(simpleScenario('mindspore', { training }))).toEqual([false, true, true, false, false]);
  });

  it('can be turned', () => {
    const turned = withFlags(simpleScenario('mindspore', { training: [null, true] }), (flag) => !flag);
    expect(turned.steps.map(({ training }) => training)).toEqual([true, false]);
  });
});
