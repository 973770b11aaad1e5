import { describe, expect, it } from 'vitest';
import type { Picked } from '../../generators/corpus/simple-scenario.ts';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { tensorOf } from '../../generators/arbitraries/tensor-of.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Arguments } from '../../oracle/python-value.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import type { Concern } from './concerns.ts';
import { hasGroup, hasLoneValue, isEmpty, nobodyShares, overrulesFlag, valuesOfSet, visits } from './concerns.ts';
import { hasOrdinaryInputs, isOrdinaryBut, namedGroups } from './ordinary.ts';
import type { SeenCase } from './seen-case.ts';
import { showCase } from './seen-case.ts';
import { tellsStatisticsApart } from './telling.ts';

function seen(dialect: Dialect, picked: Picked): SeenCase {
  const scenario = simpleScenario(dialect, picked);
  return showCase(scenario, roundTrace(answerScenario(scenario)));
}

const withArguments = (dialect: Dialect, given: Arguments): SeenCase =>
  seen(dialect, { arguments: { num_features: 3, ...given } });

describe('arguments are ordinary', () => {
  it.each<[Dialect, Arguments, boolean]>([
    ['torch', {}, true],
    ['torch', { eps: { float: 1 }, momentum: 1, affine: true, bias: false, track_running_stats: false }, true],
    ['torch', { eps: 1 }, false],
    ['torch', { eps: { float: 0 } }, false],
    ['torch', { momentum: { float: 1.5 } }, false],
    ['torch', { momentum: null }, false],
    ['torch', { momentum: { float: Number.NaN } }, false],
    ['torch', { affine: false }, false],
    ['torch', { use_batch_statistics: true }, false],
    ['torch', { num_features: 0 }, false],
    ['mindspore', { use_batch_statistics: null, gamma_init: 'ones', beta_init: 2 }, true],
    ['mindspore', { gamma_init: { tensor: tensorOf('float32', [3], [1, 2, 3]) } }, true],
    ['mindspore', { gamma_init: { tensor: tensorOf('float32', [2], [1, 2]) } }, false],
    ['mindspore', { gamma_init: 'xavier_uniform' }, false],
    ['mindspore', { use_batch_statistics: 'yes' }, false],
    ['mindspore', { process_groups: [[0]] }, false],
  ])('of %s: %j is %s', (dialect, given, expected) => {
    expect(isOrdinaryBut()(withArguments(dialect, given))).toBe(expected);
    // What is in question may be anything.
    expect(isOrdinaryBut(...Object.keys(given))(withArguments(dialect, given))).toBe(true);
  });
});

describe('inputs are ordinary', () => {
  it.each<[Picked, boolean]>([
    [{}, true],
    [{ shapes: [[4, 3]] }, true],
    [{ shapes: [[4, 3, 2]] }, false],
    [{ shapes: [[1, 3]] }, false],
    [
      {
        shapes: [
          [4, 3],
          [0, 3],
        ],
      },
      false,
    ],
    [{ shapes: [[4, 2]] }, false],
    [{ dtype: 'float64' }, false],
    [{ parameterDtype: 'float64' }, false],
  ])('%j: %s', (picked, expected) => {
    expect(hasOrdinaryInputs(seen('torch', picked))).toBe(expected);
  });
});

describe('concerns', () => {
  const two = [
    [2, 3],
    [3, 3],
  ];
  const half = [
    [0, 3],
    [3, 3],
  ];
  it.each<[string, Concern, SeenCase, boolean]>([
    ['a row is visited', visits('eval+track'), seen('torch', { training: [true, false] }), true],
    ['a row is not', visits('eval+notrack'), seen('torch', { training: [true, false] }), false],
    ['ranks have a group', hasGroup, seen('torch', { shapes: two }), true],
    ['ranks have none', hasGroup, seen('torch', { shapes: two, groups: [] }), false],
    ['a group shares', nobodyShares, seen('torch', { shapes: two }), false],
    ['a group of which one rank has values', nobodyShares, seen('torch', { shapes: half }), true],
    ['the argument overrules the flag', overrulesFlag, withFlag(true, false), true],
    ['the argument agrees with the flag', overrulesFlag, withFlag(true, true), false],
    ['the argument overrules training', overrulesFlag, withFlag(false, true), true],
    ['the argument leaves it to the flag', overrulesFlag, withFlag(null, true), false],
    ['data tell statistics apart', tellsStatisticsApart, seen('torch', {}), true],
    ['data of mean 0 and variance 1 do not', tellsStatisticsApart, standardised(), false],
  ])('%s', (_, concern, one, expected) => {
    expect(concern(one)).toBe(expected);
  });

  it('count the values of a channel', () => {
    expect([isEmpty([0, 3]), isEmpty([2, 3]), hasLoneValue([1, 3]), hasLoneValue([1, 3, 1, 2]), hasLoneValue([1])]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
    expect(valuesOfSet(simpleScenario('torch', { shapes: two }), [0, 1])).toBe(5);
  });
});

function withFlag(useBatchStatistics: boolean | null, training: boolean): SeenCase {
  return seen('mindspore', { arguments: { num_features: 3, use_batch_statistics: useBatchStatistics }, training: [training] });
}

/** A batch with the mean and the variance that a fresh module has. */
function standardised(): SeenCase {
  const scenario = simpleScenario('torch', { shapes: [[2, 1]], arguments: { num_features: 1 } });
  const [step] = scenario.steps;
  if (step === undefined) throw new RangeError('Expected a step, got none.');
  const x = tensorOf('float32', [2, 1], [-1, 1]);
  const exact = { ...scenario, steps: [{ ...step, ranks: [{ x, gradY: null }] }] };
  return showCase(exact, roundTrace(answerScenario(exact)));
}

describe('named groups', () => {
  it.each<[Arguments, Picked['groups'], readonly (readonly number[])[] | null]>([
    [{}, null, null],
    [{}, [[0, 1]], [[0, 1]]],
    [{ process_groups: [[0], [1]] }, null, [[0], [1]]],
    [{ process_groups: [[0], [0]] }, null, null],
    [{ process_groups: [[0, 2]] }, null, null],
    [{ process_groups: [['a']] }, null, null],
    [{ process_groups: 5 }, null, null],
    [{ process_groups: null }, null, null],
  ])('of %j in a world of %j are %j', (given, groups, expected) => {
    const picked = {
      shapes: [
        [2, 3],
        [2, 3],
      ],
      arguments: { num_features: 3, ...given },
      ...(groups === undefined ? {} : { groups }),
    };
    expect(namedGroups(simpleScenario('mindspore', picked))).toEqual(expected);
  });
});
