import { describe, expect, it } from 'vitest';
import type { Small } from '../testing/small-scenario.ts';
import { errorsOf } from '../testing/small-scenario.ts';

const shapes = [
  [2, 3],
  [3, 3],
];
const untracked = { num_features: 3, track_running_stats: false };

// As recorded over gloo; the type messages come from the checks of the CUDA kernels.
describe('the synchronised path of torch', () => {
  it.each<[string, Small]>([
    ['RuntimeError: Expected counts to have type Half but got Float', { dtype: 'float16', arguments: untracked }],
    ['RuntimeError: Expected counts to have type BFloat16 but got Float', { dtype: 'bfloat16', arguments: untracked }],
    ['RuntimeError: Expected counts to have type Half but got Float', { dtype: 'float16', assign: { trackRunningStats: false } }],
    ['RuntimeError: Expected mean to have type Float but got Double', { dtype: 'float64' }],
    ['RuntimeError: Expected mean to have type Double but got Float', { parameterDtype: 'float64' }],
    [
      "TypeError: batch_norm_stats(): argument 'eps' (position 2) must be float, not str",
      { arguments: { num_features: 3, eps: 'x' } },
    ],
    [
      "TypeError: batch_norm_gather_stats_with_counts(): argument 'momentum' (position 6) must be float, not str",
      { arguments: { num_features: 3, momentum: 'x' } },
    ],
  ])('%s', (message, small) => {
    expect(errorsOf('torch', { shapes, ...small })).toEqual([message, message]);
  });

  it.each<[string, Small]>([
    ['float32', {}],
    ['float16 input with float32 parameters', { dtype: 'float16' }],
    ['momentum None', { arguments: { num_features: 3, momentum: null } }],
    ['float64 input with float32 parameters and no buffers', { dtype: 'float64', arguments: untracked }],
    ['an epsilon that one process refuses', { arguments: { num_features: 3, eps: 0 } }],
  ])('raises nothing for %s', (_, small) => {
    expect(errorsOf('torch', { shapes, ...small })).toEqual(['none', 'none']);
  });
});
