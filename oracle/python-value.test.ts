import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isFloat, isInitializer, isList, isTensor, numberIn, repr, reprFloat, str, typeName } from './python-value.ts';
import type { PythonValue } from './python-value.ts';

const tensor: PythonValue = { tensor: { dtype: 'float32', shape: [1], data: Float32Array.of(1) } };

describe('reprFloat', () => {
  /** As CPython prints them. */
  test.each([
    [1e-5, '1e-05'],
    [0.0001, '0.0001'],
    [0.00012345, '0.00012345'],
    [0.1, '0.1'],
    [-2.5, '-2.5'],
    [1, '1.0'],
    [100, '100.0'],
    [123456789012345.0, '123456789012345.0'],
    [9999999999999998, '9999999999999998.0'],
    [1e16, '1e+16'],
    [1.5e16, '1.5e+16'],
    [1e22, '1e+22'],
    [1e100, '1e+100'],
    [-1e-7, '-1e-07'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e+308'],
    [0.30000000000000004, '0.30000000000000004'],
    [0.0001234567890123456, '0.0001234567890123456'],
    [0, '0.0'],
    [-0, '-0.0'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('of %d is %s', (value, text) => {
    expect(reprFloat(value)).toBe(text);
  });

  it('reads back as the same number, and never as an int', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = reprFloat(value);
        expect(Number(text)).toBe(value);
        expect(text).toMatch(/[.e]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('has an exponent exactly below 1e-4 and from 1e16', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e20, noNaN: true }), (value) => {
        expect(reprFloat(value).includes('e')).toBe(value < 1e-4 || value >= 1e16);
      }),
      { numRuns: 300 },
    );
  });
});

test.each<readonly [PythonValue, string, string, number | undefined]>([
  [null, 'None', 'NoneType', undefined],
  [true, 'True', 'bool', 1],
  [false, 'False', 'bool', 0],
  [3, '3', 'int', 3],
  [{ float: 3 }, '3.0', 'float', 3],
  ['3', "'3'", 'str', undefined],
  [[[0, 1], [], ['a', { float: 1e-5 }]], "[[0, 1], [], ['a', 1e-05]]", 'list', undefined],
  [{ initializer: 'XavierUniform' }, 'XavierUniform', 'XavierUniform', undefined],
  [tensor, 'Tensor', 'Tensor', undefined],
])('%o: repr %s, type %s, number %s', (value, text, type, number) => {
  expect(repr(value)).toBe(text);
  expect(typeName(value)).toBe(type);
  expect(numberIn(value)).toBe(number);
});

/** As CPython prints them. */
test.each([
  ['plain', "'plain'"],
  ['', "''"],
  ["it's", `"it's"`],
  ['say "so"', `'say "so"'`],
  [`it's "so", isn't it`, String.raw`'it\'s "so", isn\'t it'`],
  [String.raw`a\b`, String.raw`'a\\b'`],
  [String.raw`it's a\b\c`, String.raw`"it's a\\b\\c"`],
])('the string %s is quoted as %s, and str() leaves it as it is', (value, text) => {
  expect(repr(value)).toBe(text);
  expect(str(value)).toBe(value);
});

test.each<PythonValue>([null, true, 3, { float: 3 }, ['a'], tensor])('str(%o) of anything else is its repr', (value) => {
  expect(str(value)).toBe(repr(value));
});

it('tells the tagged values apart', () => {
  const values: PythonValue[] = [{ float: 1 }, tensor, { initializer: 'One' }, [], 1, null, 'float', true];
  const where = (claim: (value: PythonValue) => boolean): readonly number[] =>
    values.flatMap((value, i) => (claim(value) ? [i] : []));
  expect([isFloat, isTensor, isInitializer, isList].map(where)).toEqual([[0], [1], [2], [3]]);
});
