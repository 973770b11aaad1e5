import { describe, expect, it, test } from 'vitest';
import type { Layout } from '../scenario.ts';
import { smallScenario } from '../testing/small-scenario.ts';
import type { ExpectedTensor, RankAnswer } from '../trace.ts';
import { torchLayouts } from './torch-layouts.ts';

const answer = (shape: readonly number[]): RankAnswer<ExpectedTensor> => {
  const tensor: ExpectedTensor = { dtype: 'float32', shape, values: new Float64Array(), bounds: new Float64Array() };
  const none = { error: null, gradWeight: null, gradBias: null, runningMean: null, runningVar: null, numBatchesTracked: null };
  return { ...none, y: tensor, gradX: tensor };
};

/** As the installed torch answered, and of the shapes between. */
const measured: readonly [Layout, readonly number[], Layout, Layout][] = [
  ['contiguous', [4, 3, 2, 2], 'contiguous', 'contiguous'],
  ['channels_last', [4, 3, 2, 2], 'channels_last', 'channels_last'],
  ['channels_last', [4, 3, 2, 2, 2], 'channels_last', 'channels_last'],
  ['channels_last', [4, 1, 2, 2], 'contiguous', 'contiguous'],
  ['channels_last', [4, 3, 1, 1], 'contiguous', 'contiguous'],
  ['channels_last', [0, 3, 2, 2], 'contiguous', 'contiguous'],
  ['channels_last', [4, 3, 5], 'contiguous', 'strided'],
  ['channels_last', [4, 3], 'contiguous', 'contiguous'],
  ['strided', [4, 3, 2, 2], 'contiguous', 'strided'],
  ['strided', [1, 3, 2, 2, 2], 'contiguous', 'strided'],
  ['strided', [4, 3], 'contiguous', 'strided'],
  ['strided', [2, 3, 1, 2], 'contiguous', 'contiguous'],
  ['strided', [2, 1, 3], 'contiguous', 'contiguous'],
];

describe('torchLayouts', () => {
  test.each(measured)('%s %j: y %s, grad_x %s', (layout, shape, y, gradX) => {
    const scenario = { ...smallScenario('torch', {}), layout };
    expect(torchLayouts(scenario, answer(shape))).toEqual({ layouts: { y, gradX } });
  });

  it('has none for what is not there', () => {
    const scenario = smallScenario('torch', {});
    expect(torchLayouts(scenario, { ...answer([2, 2]), gradX: null })).toEqual({ layouts: { y: 'contiguous', gradX: null } });
  });
});
