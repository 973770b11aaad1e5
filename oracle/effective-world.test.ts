import { describe, expect, it } from 'vitest';
import type { PythonValue } from './python-value.ts';
import { effectiveWorld, sharingSets } from './sharing.ts';
import { smallScenario } from './testing/small-scenario.ts';

const shapes = [
  [2, 3],
  [3, 3],
  [4, 3],
];

function setsOf(groups: PythonValue): unknown {
  return sharingSets(
    effectiveWorld(smallScenario('mindspore', { shapes, arguments: { num_features: 3, process_groups: groups } })),
  );
}

describe('process_groups of MindSpore', () => {
  it.each<[PythonValue]>([[0], [false], [[]], [[[]]], [[[0]]], [[[0], [1], [2]]]])('%j: nobody shares', (groups) => {
    expect(setsOf(groups)).toEqual([[0], [1], [2]]);
  });

  it('decides who shares, whatever the world says', () => {
    expect(setsOf([[0, 2]])).toEqual([[0, 2], [1]]);
    expect(setsOf(null)).toEqual([[0, 1, 2]]);
  });

  it('means nothing in torch', () => {
    const scenario = smallScenario('torch', { shapes, groups: [[0, 1]] });
    expect(sharingSets(effectiveWorld(scenario))).toEqual([[0, 1], [2]]);
  });
});
