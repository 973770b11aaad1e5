import { expect, it, test } from 'vitest';
import { dtypes, elementCount, valuesOf } from './tensor.ts';

test.each([
  [[], 1],
  [[3], 3],
  [[2, 3, 4], 24],
  [[0, 3], 0],
])('shape %j holds %i numbers', (shape, count) => {
  expect(elementCount(shape)).toBe(count);
});

test.each([
  { dtype: 'float16', data: Uint16Array.of(0x3c00, 0xc100, 0x0001, 0x7c00), numbers: [1, -2.5, 2 ** -24, Infinity] },
  { dtype: 'bfloat16', data: Uint16Array.of(0x3f80, 0xc020, 0x0001, 0xff80), numbers: [1, -2.5, 2 ** -133, -Infinity] },
  { dtype: 'float32', data: Float32Array.of(1, -2.5, 0.1, -0), numbers: [1, -2.5, Math.fround(0.1), -0] },
  { dtype: 'float64', data: Float64Array.of(1, -2.5, 0.1, 5e-324), numbers: [1, -2.5, 0.1, 5e-324] },
] as const)('the numbers of a $dtype tensor', ({ dtype, data, numbers }) => {
  expect([...valuesOf({ dtype, shape: [4], data })]).toEqual(numbers);
});

it('knows four dtypes', () => {
  expect(dtypes).toHaveLength(4);
});
