import { describe, expect, it, test } from 'vitest';
import type { PythonValue } from '../python-value.ts';
import { errorsOf, scalar, vector } from '../testing/small-scenario.ts';

const float = (value: number): PythonValue => ({ float: value });
const us = "For 'SyncBatchNorm', ";
const tooMany = Number.MAX_SAFE_INTEGER;
const shapes = [
  [4, 3],
  [2, 3],
];
const dtypes =
  'int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 bfloat16 complex64 complex128 int4 bool_ string_';
const noDtype = (type: string): string =>
  `TypeError: For 'Tensor', the 'dtype' should be one of [${dtypes
    .split(' ')
    .map((name) => `mindspore.${name}`)
    .join(', ')}], but got '<class '${type}'>'.`;
const unfit =
  "ValueError: 'fan_in' and 'fan_out' can not be computed for tensor with fewer than 2 dimensions, but got dimensions 1.";

/** As mindspore 2.10.0 raised them on a CPU. */
function raises(cases: readonly (readonly [Readonly<Record<string, PythonValue>>, string])[]): void {
  test.each(cases)('%o', (given, message) => {
    expect(errorsOf('mindspore', { arguments: { num_features: 3, ...given } })).toEqual([message]);
  });
}

describe('more features than there is memory', () => {
  const sizes: readonly (readonly [number, string])[] = [
    [tooMany, '32.0 PiB'],
    [2 ** 50, '4.00 PiB'],
    [2 ** 47, '512. TiB'],
    [2 ** 48 - 2 ** 40, '1020. TiB'],
  ];
  raises(
    sizes.map(([features, size]) => [
      { num_features: features },
      `MemoryError: Unable to allocate ${size} for an array with shape (${features},) and data type float32`,
    ]),
  );
});

describe('initialisers that no parameter has dimensions for', () => {
  raises([
    [
      { gamma_init: 'Identity' },
      'ValueError: For Identity initializer, the dimension of the initialized tensor should be 2, but got 1.',
    ],
    [
      { beta_init: { initializer: 'Dirac' } },
      'ValueError: For Dirac initializer, only support to initialize tensor with dimension of 3, 4 or 5, but got 1.',
    ],
    [
      { moving_mean_init: 'orthogonal' },
      'ValueError: For Orthogonal initializer, the dimension of the initialized tensor should be no less than 2, but got 1.',
    ],
    [{ moving_var_init: 'sparse' }, "TypeError: Sparse.__init__() missing 1 required positional argument: 'sparsity'"],
    [{ gamma_init: { initializer: 'Initializer' } }, 'NotImplementedError: Must be overridden!'],
    [{ gamma_init: 'initializer' }, "ValueError: For 'initializer', the class corresponding to 'initializer' was not found."],
  ]);
});

describe('dtype', () => {
  raises([
    [{ dtype: null }, 'ValueError: init, dtype and shape must have values at the same time.'],
    [{ dtype: 'float32' }, noDtype('str')],
    [{ dtype: vector(1) }, noDtype('mindspore.common.tensor.Tensor')],
    [{ dtype: 5, moving_mean_init: 'he_uniform' }, noDtype('int')],
    [{ dtype: 5, moving_mean_init: 'sparse' }, "TypeError: Sparse.__init__() missing 1 required positional argument: 'sparsity'"],
    [{ dtype: 5, moving_mean_init: vector(1, 2, 3) }, noDtype('int')],
    [{ num_features: tooMany, dtype: 5 }, noDtype('int')],
    [
      { dtype: 5, moving_mean_init: vector(1, 2) },
      "ValueError: For 'initializer', the shape of the 'init' argument should be same as the argument 'shape', but got the 'init' shape [2] and the 'shape' [3].",
    ],
  ]);
});

describe('momentum as a tensor', () => {
  raises([
    [
      { momentum: vector(0.5, 1) },
      'ValueError: The tensor should have only one element, but got 2, more than one element is ambiguous.',
    ],
    [
      { momentum: vector() },
      'ValueError: The tensor should have only one element, but got 0, more than one element is ambiguous.',
    ],
    [{ momentum: vector(0.5) }, 'none'],
    [{ momentum: scalar(0.5), eps: scalar(0.5) }, 'none'],
    [{ num_features: vector(3) }, `TypeError: ${us}the type of 'num_features' should be 'int', but got type 'Tensor'.`],
  ]);

  it('of one value with dimensions fails where the batch normalises', () => {
    const given = { num_features: 3, momentum: vector(0.5) };
    const [error] = errorsOf('mindspore', { arguments: given, training: true });
    expect(error).toContain('epsilon=float, momentum=Tensor,');
    expect(errorsOf('mindspore', { arguments: given, training: false })).toEqual(['none']);
  });

  it.each<Readonly<Record<string, PythonValue>>>([
    { momentum: scalar(1.5) },
    { use_batch_statistics: scalar(1) },
    { process_groups: vector(1) },
    { process_groups: [vector(1)] },
  ])('%o is not predicted: the message prints it', (given) => {
    expect(() => errorsOf('mindspore', { arguments: { num_features: 3, ...given } })).toThrow(
      /Expected no tensor|to be no tensors/u,
    );
  });
});

test.each<[PythonValue, string]>([
  [[], 'List<>'],
  [[1, float(1)], 'List<int, float>'],
  [[[null], 'a', true], 'List<List<None>, string, bool>'],
  [vector(0.5), 'Tensor'],
])('eps %o has the signature %s', (eps, signature) => {
  const [error] = errorsOf('mindspore', { arguments: { num_features: 3, eps } });
  expect(error).toMatch(/^TypeError: Failed calling BatchNorm with /u);
  expect(error).toContain(`epsilon=${signature}, momentum=float`);
});

describe('process_groups in a world of two', () => {
  test.each<[PythonValue, string]>([
    [['0'], `TypeError: ${us}the 'rank id in process_groups' must be 'int',  but got 'str'.`],
    [[''], "ValueError: The parameter 'sub group' must be isinstance of <class 'list'>, but got ."],
    [[[0], ''], "ValueError: The parameter 'sub group' must be isinstance of <class 'list'>, but got ."],
    [[[0], null], "TypeError: 'NoneType' object is not iterable"],
    [[[true]], `TypeError: ${us}the 'rank id in process_groups' must be 'int',  but got 'bool'.`],
    [vector(0, 1), 'ValueError: The tensor should have only one element, but got 2, more than one element is ambiguous.'],
  ])('%o on both ranks', (process_groups, message) => {
    expect(errorsOf('mindspore', { shapes, arguments: { num_features: 3, process_groups } })).toEqual([message, message]);
  });

  it('an initialiser is looked at first', () => {
    const given = { num_features: 3, process_groups: [''], beta_init: 'he_uniform' };
    expect(errorsOf('mindspore', { shapes, arguments: given })).toEqual([unfit, unfit]);
  });
});
