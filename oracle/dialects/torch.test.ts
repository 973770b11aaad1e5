import { describe, expect, it, test } from 'vitest';
import { answerScenario } from '../answer-scenario.ts';
import type { PythonValue } from '../python-value.ts';
import { present } from '../testing/answers.ts';
import { errorsOf, smallScenario } from '../testing/small-scenario.ts';
import type { Small } from '../testing/small-scenario.ts';

const float = (value: number): PythonValue => ({ float: value });
const three = { num_features: 3 };
const bare = { num_features: 3, track_running_stats: false };
const absent = { process_group: null, device: null, dtype: null };

/** The messages of torch 2.13.0 on the CPU, as it raised them. */
function raises(cases: readonly (readonly [string, Small, string])[]): void {
  test.each(cases)('%s', (_name, small, message) => {
    expect(new Set(errorsOf('torch', small))).toEqual(new Set([message]));
  });
}

describe('the constructor', () => {
  raises([
    [
      'without num_features',
      { arguments: {} },
      "TypeError: SyncBatchNorm.__init__() missing 1 required positional argument: 'num_features'",
    ],
    [
      'with an argument of the other dialect',
      { arguments: { num_features: 3, gamma_init: 'ones' } },
      "TypeError: SyncBatchNorm.__init__() got an unexpected keyword argument 'gamma_init'",
    ],
    [
      'with a foreign argument and nothing else',
      { arguments: { data_format: 'NCHW' } },
      "TypeError: SyncBatchNorm.__init__() got an unexpected keyword argument 'data_format'",
    ],
    [
      'with a negative width',
      { arguments: { num_features: -2 } },
      'RuntimeError: Trying to create tensor with negative dimension -2: [-2]',
    ],
    [
      'with a negative width and buffers alone',
      { arguments: { num_features: -2, affine: false } },
      'RuntimeError: zeros: Dimension size must be non-negative.',
    ],
    [
      'with a float width',
      { arguments: { num_features: float(3) } },
      "TypeError: empty(): argument 'size' (position 1) must be tuple of ints, not float",
    ],
    [
      'with a string for a width',
      { arguments: { num_features: '3', affine: false } },
      "TypeError: zeros(): argument 'size' (position 1) must be tuple of ints, not str",
    ],
    [
      'with None for a width, on two ranks',
      {
        arguments: { num_features: null },
        shapes: [
          [4, 3],
          [4, 3],
        ],
      },
      "TypeError: empty(): argument 'size' (position 1) must be tuple of ints, not NoneType",
    ],
    [
      'with a negative width and nothing to allocate: no error',
      { arguments: { num_features: -1, affine: false, track_running_stats: false } },
      'none',
    ],
    ['with a width and nothing else: no error', { arguments: three }, 'none'],
    [
      'with a width of 0 and buffers alone: no error',
      { arguments: { num_features: 0, affine: false }, shapes: [[0, 3]] },
      'none',
    ],
    [
      'with a width of 0, at an empty batch',
      { arguments: { num_features: 0 }, shapes: [[0, 3]], training: false },
      'IndexError: select(): index 0 out of range for tensor of size [0] at dimension 0',
    ],
    ['with None for the process group, the device and the type: no error', { arguments: { ...three, ...absent } }, 'none'],
  ]);

  it('makes parameters, buffers and a counter only where they are asked for', () => {
    const made = (given: Small['arguments']): readonly boolean[] => {
      const initial = present(answerScenario(smallScenario('torch', { arguments: { ...three, ...given } })).initial);
      const { weight, bias, runningMean, runningVar, numBatchesTracked } = initial;
      return [weight, bias, runningMean, runningVar, numBatchesTracked].map((thing) => thing !== null);
    };
    expect(made({})).toEqual([true, true, true, true, true]);
    expect(made({ affine: false })).toEqual([false, false, true, true, true]);
    expect(made({ bias: false })).toEqual([true, false, true, true, true]);
    expect(made({ track_running_stats: false })).toEqual([true, true, false, false, false]);
    expect(made({ affine: false, track_running_stats: false })).toEqual([false, false, false, false, false]);
  });

  it.each<PythonValue>([false, null, 0, float(0), float(-0), '', []])('takes %o for False', (value) => {
    const small = smallScenario('torch', { arguments: { ...three, affine: value, track_running_stats: value } });
    expect(present(answerScenario(small).initial)).toMatchObject({ weight: null, bias: null, runningMean: null });
  });

  it.each<PythonValue>([true, 2, float(0.5), float(Number.NaN), 'False', [0]])('takes %o for True', (value) => {
    const small = smallScenario('torch', { arguments: { ...three, affine: value, track_running_stats: value, bias: value } });
    const { weight, bias, runningMean } = present(answerScenario(small).initial);
    expect([weight, bias, runningMean]).not.toContain(null);
  });

  it('makes ones and zeros, exactly, and starts in training', () => {
    const initial = present(answerScenario(smallScenario('torch', { parameterDtype: 'float64', dtype: 'float64' })).initial);
    const exactly = (value: number): object => ({
      dtype: 'float64',
      shape: [3],
      values: new Float64Array(3).fill(value),
      bounds: new Float64Array(3),
    });
    expect(initial).toEqual({
      weight: exactly(1),
      bias: exactly(0),
      runningMean: exactly(0),
      runningVar: exactly(1),
      numBatchesTracked: 0,
      training: true,
    });
  });
});

const one = 'ValueError: Expected more than 1 value per channel when training, got input size torch.Size';

describe('the call in a world of one', () => {
  raises([
    ['1-D', { shapes: [[3]] }, 'ValueError: expected at least 2D input (got 1D input)'],
    ['0-D', { shapes: [[]], training: false }, 'ValueError: expected at least 2D input (got 0D input)'],
    ['no channels', { shapes: [[4, 0]] }, 'ValueError: SyncBatchNorm number of input channels should be non-zero'],
    ['one value in training', { shapes: [[1, 3, 1, 1]] }, `${one}([1, 3, 1, 1])`],
    ['one value in training without buffers', { shapes: [[1, 3]], arguments: bare }, `${one}([1, 3])`],
    ['one value in eval without buffers', { shapes: [[1, 3]], arguments: bare, training: false }, `${one}([1, 3])`],
    ['one value in eval with buffers: no error', { shapes: [[1, 3]], training: false }, 'none'],
    ['an empty batch: no error', { shapes: [[0, 3, 2]] }, 'none'],
    ['six dimensions: no error', { shapes: [[2, 3, 1, 2, 1, 2]] }, 'none'],
    [
      'eps 0 in training',
      { arguments: { ...three, eps: 0 } },
      'ValueError: batch_norm eps must be positive during training, but got 0',
    ],
    [
      'eps -0.0 in training',
      { arguments: { ...three, eps: float(-0) } },
      'ValueError: batch_norm eps must be positive during training, but got -0.0',
    ],
    [
      'eps -1e-05 in eval without buffers',
      { arguments: { ...bare, eps: float(-1e-5) }, training: false },
      'ValueError: batch_norm eps must be positive during training, but got -1e-05',
    ],
    [
      'eps -2.5 in eval',
      { arguments: { ...three, eps: float(-2.5) }, training: false },
      'ValueError: batch_norm eps must be non-negative, but got -2.5',
    ],
    ['eps 0 in eval: no error', { arguments: { ...three, eps: 0 }, training: false }, 'none'],
    ['eps NaN: no error', { arguments: { ...three, eps: float(Number.NaN) } }, 'none'],
    [
      'eps of a string in training',
      { arguments: { ...three, eps: 'tiny' } },
      "TypeError: '<=' not supported between instances of 'str' and 'float'",
    ],
    [
      'eps None in eval',
      { arguments: { ...three, eps: null }, training: false },
      "TypeError: '<' not supported between instances of 'NoneType' and 'float'",
    ],
    [
      'momentum of a string',
      { arguments: { ...three, momentum: 'a' } },
      "TypeError: batch_norm(): argument 'momentum' (position 7) must be float, not str",
    ],
    [
      'momentum of a list, in eval too',
      { arguments: { ...three, momentum: [float(0.1)] }, training: false },
      "TypeError: batch_norm(): argument 'momentum' (position 7) must be float, not list",
    ],
    [
      'momentum None with a counter of -1',
      { arguments: { ...three, momentum: null }, numBatchesTracked: -1 },
      'ZeroDivisionError: float division by zero',
    ],
    ['momentum None with a counter of 0: no error', { arguments: { ...three, momentum: null } }, 'none'],
    ['a momentum with a counter of -1: no error', { arguments: three, numBatchesTracked: -1 }, 'none'],
    ['one value before eps', { arguments: { ...three, eps: 0 }, shapes: [[1, 3]] }, `${one}([1, 3])`],
    [
      'track_running_stats assigned to a module without buffers',
      { arguments: bare, assign: { trackRunningStats: true } },
      'AssertionError: num_batches_tracked must not be None',
    ],
  ]);
});

describe('the width and the types', () => {
  const two = { num_features: 2 };
  const mixed = 'RuntimeError: mixed dtype (CPU): expect parameter to have scalar type of Float';
  raises([
    ['buffers', { arguments: two }, 'RuntimeError: running_mean should contain 3 elements not 2'],
    ['buffers in eval', { arguments: two, training: false }, 'RuntimeError: running_mean should contain 3 elements not 2'],
    [
      'weight where there are no buffers',
      { arguments: { ...two, track_running_stats: false } },
      'RuntimeError: weight should contain 3 elements not 2',
    ],
    [
      'weight where the buffers are not handed on',
      { arguments: two, assign: { trackRunningStats: false } },
      'RuntimeError: weight should contain 3 elements not 2',
    ],
    ['nothing to compare with: no error', { arguments: { ...two, affine: false, track_running_stats: false } }, 'none'],
    [
      'float64 input, float32 parameters',
      { dtype: 'float64' },
      'RuntimeError: mixed dtype (CPU): all inputs must share same datatype.',
    ],
    ['float32 input, float64 parameters', { parameterDtype: 'float64' }, mixed],
    ['float16 input, bfloat16 parameters', { dtype: 'float16', parameterDtype: 'bfloat16' }, mixed],
    [
      'float16 input, a bfloat16 weight without a bias',
      { dtype: 'float16', parameterDtype: 'bfloat16', arguments: { ...three, bias: false } },
      mixed,
    ],
    ['float16 input, float32 parameters: no error', { dtype: 'float16' }, 'none'],
    [
      'float64 input and no parameters: no error',
      { dtype: 'float64', arguments: { num_features: 3, affine: false, track_running_stats: false } },
      'none',
    ],
  ]);
});

describe('the call of ranks that synchronise', () => {
  const alone = [
    [1, 3],
    [1, 3],
  ];
  raises([
    ['does not mind one value', { shapes: alone }, 'none'],
    ['does not mind eps 0', { shapes: alone, arguments: { ...three, eps: 0 } }, 'none'],
    ['minds one value in eval without buffers', { shapes: alone, arguments: bare, training: false }, `${one}([1, 3])`],
    ['minds one value where no rank is in a group', { shapes: alone, groups: [] }, `${one}([1, 3])`],
    ['minds 1-D', { shapes: [[3], [3]] }, 'ValueError: expected at least 2D input (got 1D input)'],
  ]);
});
