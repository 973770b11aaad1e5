import { describe, expect, it, test } from 'vitest';
import type { PythonValue } from '../python-value.ts';
import { errorsOf } from '../testing/small-scenario.ts';
import { shortFloat } from './mindspore-call-errors.ts';

const float = (value: number): PythonValue => ({ float: value });
const signature = (type: string): string =>
  `TypeError: Failed calling BatchNorm with "BatchNorm(is_training=bool, epsilon=${type}, momentum=float, data_format=string)` +
  '(input_x=Tensor, scale=Tensor, bias=Tensor, mean=Tensor, variance=Tensor)".';
const epsilon = (got: string): string => `ValueError: For primitive[BatchNorm], the eps must be in (0,1], but got ${got}.`;

/** Messages of mindspore 2.10.0 on the CPU as it raised them. */
describe.each([true, false])('the call with the flag at %s', (training) => {
  test.each([[[3]], [[4, 3, 2]], [[2, 3, 1, 2, 2]]])('of shape %j is refused', (shape) => {
    const message = `ValueError: For 'SyncBatchNorm', the must have 2 dims or 4 dims, but got ${shape.length}.`;
    expect(errorsOf('mindspore', { training, shapes: [shape] })).toEqual([message]);
  });

  test.each<readonly [PythonValue, string]>([
    [0, signature('int')],
    [true, signature('bool')],
    ['tiny', signature('string')],
    [null, signature('None')],
    [float(0), epsilon('0')],
    [float(-1e-5), epsilon('-1e-05')],
    [float(1.5), epsilon('1.5')],
    [float(Number.NaN), epsilon('nan')],
    [float(Number.POSITIVE_INFINITY), epsilon('inf')],
    [float(1e-60), epsilon('0')],
    [float(1), 'none'],
    [float(1 + 1e-9), 'none'],
    [float(1e-12), 'none'],
  ])('with eps %o: %s', (eps, message) => {
    expect(errorsOf('mindspore', { training, arguments: { num_features: 3, eps } })).toEqual([message]);
  });

  it('of the wrong width is refused', () => {
    expect(errorsOf('mindspore', { training, shapes: [[4, 5, 2, 2]] })).toEqual([
      "ValueError: For BatchNorm, scale.shape[0] should be equal to input_x's channel dimension: 5, bug got scale.shape[0]: 3.",
    ]);
  });

  test.each([
    ['float64', 'Float64'],
    ['bfloat16', 'BFloat16'],
  ] as const)('of %s is refused', (dtype, name) => {
    expect(errorsOf('mindspore', { training, dtype })).toEqual([
      'TypeError: For primitive[BatchNorm], the input argument[input_x] must be a type of {Tensor[Float16], Tensor[Float32]}, ' +
        `but got Tensor[${name}].`,
    ]);
  });

  test.each(['float16', 'float32'] as const)('of %s is taken', (dtype) => {
    expect(errorsOf('mindspore', { training, dtype })).toEqual(['none']);
  });

  it('with momentum NaN is refused only where the batch normalises', () => {
    const message = 'ValueError: For primitive[BatchNorm], the momentum must be in (0,1], but got nan.';
    const given = { num_features: 3, momentum: float(Number.NaN) };
    expect(errorsOf('mindspore', { training, arguments: given })).toEqual([training ? message : 'none']);
    expect(errorsOf('mindspore', { training, arguments: { ...given, use_batch_statistics: true } })).toEqual([message]);
    expect(errorsOf('mindspore', { training, arguments: { ...given, use_batch_statistics: false } })).toEqual(['none']);
  });

  it('with one value per channel is taken', () => {
    expect(errorsOf('mindspore', { training, shapes: [[1, 3]] })).toEqual(['none']);
  });
});

/** As C's `printf("%g")` prints them. */
test.each([
  [0, '0'],
  [-0, '-0'],
  [1, '1'],
  [1.5, '1.5'],
  [-2.25, '-2.25'],
  [0.1, '0.1'],
  [Math.fround(0.1), '0.1'],
  [1e-5, '1e-05'],
  [0.0001, '0.0001'],
  [0.00012345678, '0.000123457'],
  [0.000099999999, '0.0001'],
  [123456, '123456'],
  [1234567, '1.23457e+06'],
  [999999.5, '1e+06'],
  [100, '100'],
  [120_000, '120000'],
  [999_999, '999999'],
  [1e6, '1e+06'],
  [1e12, '1e+12'],
  [0.00005, '5e-05'],
  [10.5, '10.5'],
  [1e20, '1e+20'],
  [1.25e-100, '1.25e-100'],
  [Number.POSITIVE_INFINITY, 'inf'],
  [Number.NEGATIVE_INFINITY, '-inf'],
  [Number.NaN, 'nan'],
])('shortFloat(%f) is %s', (value, text) => {
  expect(shortFloat(value)).toBe(text);
});
