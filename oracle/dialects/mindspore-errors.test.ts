import { describe, expect, it, test } from 'vitest';
import { answerScenario } from '../answer-scenario.ts';
import type { PythonValue } from '../python-value.ts';
import { numbersOf, present } from '../testing/answers.ts';
import { errorsOf, smallScenario } from '../testing/small-scenario.ts';
import { isRandomInitialiser } from './mindspore-initialisers.ts';

const float = (value: number): PythonValue => ({ float: value });
const tensor = (...numbers: number[]): PythonValue => ({
  tensor: { dtype: 'float32', shape: [numbers.length], data: Float32Array.from(numbers) },
});
const matrix: PythonValue = { tensor: { dtype: 'float32', shape: [3, 2], data: new Float32Array(6) } };
const us = "For 'SyncBatchNorm', ";
const noFan =
  "ValueError: 'fan_in' and 'fan_out' can not be computed for tensor with fewer than 2 dimensions, but got dimensions 1.";
const initType =
  "TypeError: For 'initializer', the type of the 'init' argument should be 'Tensor', 'number', 'string' or 'initializer', but got ";
const initShape =
  "ValueError: For 'initializer', the shape of the 'init' argument should be same as the argument 'shape', but got the 'init' shape ";

/** Messages of mindspore 2.10.0 as it raised them. */
describe('the constructor', () => {
  test.each<readonly [Record<string, PythonValue>, string]>([
    [{ num_features: 3 }, 'none'],
    [{}, "TypeError: SyncBatchNorm.__init__() missing 1 required positional argument: 'num_features'"],
    [
      { num_features: 3, track_running_stats: true },
      "TypeError: SyncBatchNorm.__init__() got an unexpected keyword argument 'track_running_stats'",
    ],
    [{ num_features: 0 }, `ValueError: ${us}the 'num_features' must be at least 1, but got 0.`],
    [{ num_features: -2 }, `ValueError: ${us}the 'num_features' must be at least 1, but got -2.`],
    [{ num_features: float(3) }, `TypeError: ${us}the type of 'num_features' should be 'int', but got type 'float'.`],
    [{ num_features: true }, `TypeError: ${us}the type of 'num_features' should be 'int', but got type 'bool'.`],
    [{ num_features: null }, `TypeError: ${us}the type of 'num_features' should be 'int', but got type 'NoneType'.`],
    [
      { num_features: 3, momentum: float(-0.1) },
      `ValueError: ${us}the 'momentum' must be a number in range [0, 1], but got -0.1.`,
    ],
    [{ num_features: 3, momentum: 2 }, `ValueError: ${us}the 'momentum' must be a number in range [0, 1], but got 2.`],
    ...[0, 1, true, false, float(0), float(1), float(Number.NaN)].map(
      (momentum) => [{ num_features: 3, momentum, use_batch_statistics: false }, 'none'] as const,
    ),
    [{ num_features: 3, momentum: null }, "TypeError: '<' not supported between instances of 'NoneType' and 'int'"],
    [{ num_features: 3, momentum: 'a' }, "TypeError: '<' not supported between instances of 'str' and 'int'"],
    [
      { num_features: 3, use_batch_statistics: 'yes' },
      `ValueError: ${us}the 'use_batch_statistics' must be a boolean value or None, but got yes.`,
    ],
    [
      { num_features: 3, use_batch_statistics: float(1) },
      `ValueError: ${us}the 'use_batch_statistics' must be a boolean value or None, but got 1.0.`,
    ],
    [{ num_features: 3, gamma_init: 'xavier_uniform' }, noFan],
    [{ num_features: 3, beta_init: 'he_uniform' }, noFan],
    [{ num_features: 3, moving_var_init: { initializer: 'HeNormal' } }, noFan],
    [
      { num_features: 3, moving_var_init: 'nonsense' },
      "ValueError: For 'initializer', the class corresponding to 'nonsense' was not found.",
    ],
    [{ num_features: 3, moving_mean_init: null }, `${initType}<class 'NoneType'>.`],
    [{ num_features: 3, gamma_init: [float(1)] }, `${initType}<class 'list'>.`],
    [{ num_features: 3, gamma_init: tensor(1, 2) }, `${initShape}[2] and the 'shape' [3].`],
    [{ num_features: 3, gamma_init: tensor(1, 2, 3) }, 'none'],
    [{ num_features: 3, gamma_init: matrix }, `${initShape}[3, 2] and the 'shape' [3].`],
    [{ num_features: 3, gamma_init: 'Normal', beta_init: 'uniform', moving_mean_init: 2, moving_var_init: true }, 'none'],
    [{ num_features: 3, affine: 1 }, 'TypeError: The argument `requires_grad` must be bool type'],
    // The first check that fails speaks.
    [{ num_features: 0, momentum: 2 }, `ValueError: ${us}the 'num_features' must be at least 1, but got 0.`],
    [
      { num_features: 3, momentum: 2, use_batch_statistics: 'yes' },
      `ValueError: ${us}the 'momentum' must be a number in range [0, 1], but got 2.`,
    ],
    [{ num_features: 3, moving_mean_init: null, gamma_init: 'he_uniform' }, `${initType}<class 'NoneType'>.`],
    [{ num_features: 3, affine: 1, beta_init: 'he_uniform' }, 'TypeError: The argument `requires_grad` must be bool type'],
  ])('%o: %s', (given, message) => {
    expect(errorsOf('mindspore', { arguments: given, training: true })).toEqual([message]);
  });
});

describe('the name of an initialiser', () => {
  const spelled = ['HeUniform', 'he_uniform', 'HeNormal', 'he_normal', 'XavierUniform', 'xavier_uniform', 'XavierNormal'];
  const unfit = [...spelled, 'xavier_normal', 'VarianceScaling', 'HE_UNIFORM'];
  const fit = ['zeros', 'Zero', 'ONES', 'one', 'normal', 'Uniform', 'TruncatedNormal'];
  const almost = [
    'zeross',
    'azero',
    'ones1',
    'tone',
    'truncated_normal',
    'he__normal',
    'the_normal',
    'he_normals',
    'variance_scaling',
    '',
  ];
  const every = (names: readonly string[], message: (name: string) => string): readonly (readonly [string, string])[] =>
    names.map((name) => [name, message(name)]);

  test.each([
    ...every(unfit, () => noFan),
    ...every(fit, () => 'none'),
    ...every(almost, (name) => `ValueError: For 'initializer', the class corresponding to '${name}' was not found.`),
  ])('%s, as a string and as an object: %s', (name, message) => {
    for (const beta_init of [name, { initializer: name }]) {
      expect(errorsOf('mindspore', { arguments: { num_features: 3, beta_init }, training: true })).toEqual([message]);
    }
  });
});

describe('process_groups', () => {
  const range = (got: number): string =>
    `ValueError: ${us}the 'rank id in process_groups' must be in range of [0, 2), but got ${got} with type 'int'.`;
  const world = "ValueError: The parameter 'group' must be isinstance of <class 'str'>, but got None.";

  test.each<readonly [PythonValue, string]>([
    [null, world],
    [0, 'none'],
    [false, 'none'],
    [[], 'none'],
    [[[]], 'none'],
    [[[0], [1]], 'none'],
    [[[0, 1]], 'none'],
    [5, "ValueError: The parameter 'process_groups' must be isinstance of <class 'list'>, but got 5."],
    ['all', "ValueError: The parameter 'process_groups' must be isinstance of <class 'list'>, but got all."],
    [[0], "TypeError: 'int' object is not iterable"],
    [[['a']], `TypeError: ${us}the 'rank id in process_groups' must be 'int',  but got 'str'.`],
    [[[0, 2]], range(2)],
    [[[-1]], range(-1)],
    [[[0], [0]], `ValueError: ${us}rank id in 'process_groups' must not be duplicated, but got [[0], [0]].`],
    // Members are looked at one by one: the range of the first before the type of the second.
    [[[7, 'a']], range(7)],
  ])('%o on both ranks: %s', (groups, message) => {
    const small = {
      arguments: { num_features: 3, process_groups: groups },
      training: false,
      shapes: [
        [4, 3],
        [2, 3],
      ],
    };
    expect(errorsOf('mindspore', small)).toEqual([message, message]);
  });

  it('left out asks nothing of the constructor, and None in a world of one neither', () => {
    expect(
      errorsOf('mindspore', {
        training: false,
        shapes: [
          [4, 3],
          [2, 3],
        ],
      }),
    ).toEqual(['none', 'none']);
    expect(errorsOf('mindspore', { arguments: { num_features: 3, process_groups: null }, training: false })).toEqual(['none']);
  });

  it('takes the size of the last group for that of all: only ranks that would synchronise raise', () => {
    const message = `ValueError: ${us}the 'device_num' must be int and must >= 2, but got '1' with type 'int'.`;
    const small = {
      training: false,
      shapes: [
        [4, 3],
        [2, 3],
        [3, 3],
      ],
    };
    const asked = { num_features: 3, process_groups: [[0, 1], [2]] };
    expect(errorsOf('mindspore', { ...small, arguments: asked })).toEqual([message, message, 'none']);
    const turned = { num_features: 3, process_groups: [[2], [0, 1]] };
    expect(errorsOf('mindspore', { ...small, arguments: turned })).toEqual(['none', 'none', 'none']);
  });

  it('where ranks would synchronise, eps 1.0 is the largest that passes', () => {
    const small = {
      arguments: { num_features: 3, eps: float(1), process_groups: [[0, 1]] },
      training: false,
      shapes: [
        [4, 3],
        [2, 3],
      ],
    };
    expect(errorsOf('mindspore', small)).toEqual(['none', 'none']);
  });

  test.each<readonly [PythonValue, string]>([
    [1, `TypeError: ${us}the 'epsilon' must be 'float',  but got 'int'.`],
    [float(0), `ValueError: ${us}the 'epsilon' must be in range of (0, 1], but got 0.0 with type 'float'.`],
    [float(1.5), `ValueError: ${us}the 'epsilon' must be in range of (0, 1], but got 1.5 with type 'float'.`],
  ])('where ranks would synchronise, eps %o is refused at once', (eps, message) => {
    const shapes = [
      [4, 3],
      [2, 3],
    ];
    for (const process_groups of [[[0, 1]], null]) {
      const small = { arguments: { num_features: 3, eps, process_groups }, training: false, shapes };
      expect(errorsOf('mindspore', small)).toEqual([message, message]);
    }
  });
});

describe('what the constructor makes', () => {
  const made = (given: Record<string, PythonValue>): NonNullable<ReturnType<typeof answerScenario>['initial']> =>
    present(answerScenario(smallScenario('mindspore', { arguments: { num_features: 3, ...given } })).initial);

  it('is ones and zeros by default, in inference mode, and without a counter', () => {
    const { weight, bias, runningMean, runningVar, numBatchesTracked, training } = made({});
    expect([weight, bias, runningMean, runningVar].map(numbersOf)).toEqual([
      [1, 1, 1],
      [0, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
    ]);
    for (const parameter of [weight, bias, runningMean, runningVar])
      expect(present(parameter).bounds).toEqual(new Float64Array(3));
    expect({ numBatchesTracked, training }).toEqual({ numBatchesTracked: null, training: false });
  });

  test.each<readonly [PythonValue, readonly number[]]>([
    ['zeros', [0, 0, 0]],
    ['zero', [0, 0, 0]],
    ['Ones', [1, 1, 1]],
    ['one', [1, 1, 1]],
    [{ initializer: 'Zero' }, [0, 0, 0]],
    [{ initializer: 'ZEROS' }, [0, 0, 0]],
    [{ initializer: 'One' }, [1, 1, 1]],
    [float(0.1), Array.from({ length: 3 }, () => Math.fround(0.1))],
    [-2, [-2, -2, -2]],
    [true, [1, 1, 1]],
    [tensor(0.5, -1, 2), [0.5, -1, 2]],
  ])('an initialiser %o is met exactly', (gamma_init, values) => {
    const { weight } = made({ gamma_init });
    expect([...present(weight).values]).toEqual(values);
    expect(weight).toMatchObject({ dtype: 'float32', shape: [3], bounds: new Float64Array(3) });
  });

  test.each<[PythonValue, number]>([
    ['normal', 0.1],
    ['uniform', 0.07],
    [{ initializer: 'Uniform' }, 0.07],
    [{ initializer: 'TruncatedNormal' }, Infinity],
  ])('a random initialiser %o leaves the shape, and numbers within %f', (beta_init, bound) => {
    const { dtype, shape, values, bounds } = present(made({ beta_init }).bias);
    expect([dtype, shape, [...values], [...bounds]]).toEqual(['float32', [3], [0, 0, 0], [bound, bound, bound]]);
  });

  test.each<[PythonValue, boolean]>([
    ['normal', true],
    [{ initializer: 'TruncatedNormal' }, true],
    ['zeros', false],
    [float(0.1), false],
    [tensor(0.5, -1, 2), false],
  ])('an initialiser %o is random: %s', (initialiser, random) => {
    expect(isRandomInitialiser(initialiser)).toBe(random);
  });
});
