import { describe, expect, it } from 'vitest';
import { answerScenario } from '../answer-scenario.ts';
import type { PythonValue } from '../python-value.ts';
import { numbersOf, present } from '../testing/answers.ts';
import type { Small } from '../testing/small-scenario.ts';
import { errorsOf, smallScenario, vector } from '../testing/small-scenario.ts';
import type { ExpectedTensor, RankAnswer } from '../trace.ts';

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
    ['RuntimeError: Expected weight to have type Double but got Float', { dtype: 'float64', arguments: untracked }],
    ['RuntimeError: Expected weight to have type Float but got Half', { parameterDtype: 'float16' }],
    ['RuntimeError: Expected weight to have type Float but got BFloat16', { dtype: 'float16', parameterDtype: 'bfloat16' }],
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
    ['float64 input with nothing of its own', { dtype: 'float64', arguments: { ...untracked, affine: false } }],
    ['an epsilon that one process refuses', { arguments: { num_features: 3, eps: 0 } }],
  ])('raises nothing for %s', (_, small) => {
    expect(errorsOf('torch', { shapes, ...small })).toEqual(['none', 'none']);
  });
});

describe('a process group that is no group', () => {
  const given = (group: PythonValue, training: boolean, tracks = true): Small => ({
    shapes,
    training,
    arguments: { num_features: 3, process_group: group, track_running_stats: tracks },
  });

  it.each<[PythonValue, string]>([
    ['all', "AttributeError: 'str' object has no attribute 'size'"],
    [5, "AttributeError: 'int' object has no attribute 'size'"],
    [[0, 1], "AttributeError: 'list' object has no attribute 'size'"],
    [vector(1, 2), 'RuntimeError: Boolean value of Tensor with more than one value is ambiguous'],
  ])('%o: is looked at in training', (group, message) => {
    for (const tracks of [true, false]) {
      expect(errorsOf('torch', given(group, true, tracks))).toEqual([message, message]);
      expect(errorsOf('torch', given(group, false, tracks))).toEqual(['none', 'none']);
    }
  });

  it.each<PythonValue>([false, 0, '', []])('%o: means the world', (group) => {
    expect(errorsOf('torch', given(group, true))).toEqual(['none', 'none']);
  });

  it('is not looked at in a world of one', () => {
    expect(errorsOf('torch', { ...given('all', true), shapes: [[4, 3]] })).toEqual(['none']);
  });

  it('cannot be a tensor of one value, which has a size', () => {
    expect(() => errorsOf('torch', given(vector(1), true))).toThrow('Expected process_group to be no tensor');
  });
});

it('the counter has counted before the group is looked at, and the buffers are updated before the parameters are', () => {
  const step = (small: Small): RankAnswer<ExpectedTensor> =>
    present(answerScenario(smallScenario('torch', { shapes, ...small })).steps[0]?.ranks[0]);
  const early = step({ arguments: { num_features: 3, process_group: 'all' } });
  expect([early.numBatchesTracked, ...numbersOf(early.runningMean)]).toEqual([1, 0, 0, 0]);
  const late = step({ parameterDtype: 'float16' });
  expect(late).toMatchObject({ error: { stage: 'forward' }, y: null, numBatchesTracked: 1 });
  expect(numbersOf(late.runningMean)).not.toContain(0);
});
