import { describe, expect, it, test } from 'vitest';
import { answerScenario } from '../answer-scenario.ts';
import type { PythonValue } from '../python-value.ts';
import type { DType, Tensor } from '../tensor.ts';
import { present } from '../testing/answers.ts';
import { errorsOf, smallScenario } from '../testing/small-scenario.ts';
import type { Small } from '../testing/small-scenario.ts';

const ones = (dtype: DType): PythonValue => {
  const data: Tensor['data'] =
    dtype === 'float64'
      ? Float64Array.of(1, 1, 1)
      : dtype === 'float32'
        ? Float32Array.of(1, 1, 1)
        : Uint16Array.of(0x3c00, 0x3c00, 0x3c00);
  return { tensor: { dtype, shape: [3], data } };
};
const parameters = (dtype: DType): Readonly<Record<string, PythonValue>> => ({ gamma_init: ones(dtype), beta_init: ones(dtype) });
const moving = (dtype: DType): Readonly<Record<string, PythonValue>> => ({
  moving_mean_init: ones(dtype),
  moving_var_init: ones(dtype),
});
const inBothModes = (given: Readonly<Record<string, PythonValue>>, small: Small = {}): readonly string[] =>
  [true, false].flatMap((training) => errorsOf('mindspore', { ...small, training, arguments: { num_features: 3, ...given } }));

const mixed = 'TypeError: For primitive[BatchNorm], the input type must be same.';
const inputType = (dtype: string): string =>
  `TypeError: For primitive[BatchNorm], the input argument[input_x] must be a type of {Tensor[Float16], Tensor[Float32]}, but got Tensor[${dtype}].`;

// As mindspore 2.10.0 raised them on a CPU.
describe('initialiser tensors of other types than float32', () => {
  it('make a parameter of their type', () => {
    const given = { num_features: 3, gamma_init: ones('float64') };
    const { weight, bias } = present(answerScenario(smallScenario('mindspore', { arguments: given, shapes: [[3]] })).initial);
    expect([weight?.dtype, bias?.dtype]).toEqual(['float64', 'float32']);
  });

  test.each<[string, Readonly<Record<string, PythonValue>>, string]>([
    ['parameters apart from moving statistics', parameters('float64'), mixed],
    ['moving statistics apart from parameters', moving('float16'), mixed],
    ['all four apart from float32', { ...parameters('float64'), ...moving('float16') }, mixed],
    [
      'all four float64',
      { ...parameters('float64'), ...moving('float64') },
      'TypeError: For primitive[BatchNorm], the input argument[bias] must be a type of {Tensor[Float16], Tensor[Float32]}, but got Ref[Tensor[Float64]].',
    ],
    ['all four float32', { ...parameters('float32'), ...moving('float32') }, 'none'],
  ])('%s', (_, given, message) => {
    expect(inBothModes(given)).toEqual([message, message]);
  });

  it('are looked at last', () => {
    const given = parameters('float64');
    expect(new Set(inBothModes(given, { dtype: 'float64' }))).toEqual(new Set([inputType('Float64')]));
    expect(inBothModes(given, { shapes: [[4, 2]] })[0]).toContain('should be equal to');
    expect(inBothModes({ ...given, eps: { float: 2 } })[0]).toContain('the eps must be in (0,1]');
    expect(inBothModes(given, { shapes: [[4, 3, 2]] })[0]).toContain('2 dims or 4 dims');
  });

  it.each([
    ['gamma alone', { gamma_init: ones('float64') }],
    ['the moving variance alone', { moving_var_init: ones('float16') }],
  ])('of %s are not predicted: MindSpore raises one of two errors', (_, given) => {
    expect(() => inBothModes(given)).toThrow('MindSpore raises one of two errors');
  });

  it('of all four in float16 are not modelled', () => {
    expect(() => inBothModes({ ...parameters('float16'), ...moving('float16') })).toThrow(
      'Expected float32 parameters, got float16',
    );
  });
});
