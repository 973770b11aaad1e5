import { describe, expect, it } from 'vitest';
import type { ExpectedTensor } from '../trace.ts';
import { largestUse } from './judge-channel.ts';

const largest = 2 ** 128 - 2 ** 104;

function useOf(value: number, bound: number, number: number): number {
  const expected: ExpectedTensor = {
    dtype: 'float32',
    shape: [1],
    values: Float64Array.of(value),
    bounds: Float64Array.of(bound),
  };
  return largestUse({ quantity: 'gradX', expected, numbers: [number] });
}

describe('the use of a bound', () => {
  it('is the distance in units of it', () => {
    expect(useOf(1, 0.5, 1.25)).toBe(0.5);
    expect(useOf(1, 0.5, 2)).toBe(2);
  });

  it('is none for an overflow where float32 overflows within the bound, and infinite where it does not', () => {
    expect(useOf(largest * 1.01, largest * 1e-7, Number.POSITIVE_INFINITY)).toBe(0);
    expect(useOf(largest * 0.99, largest * 1e-7, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(useOf(largest * 1.01, largest * 1e-7, Number.NEGATIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is infinite for NaN, but where nothing finite is expected', () => {
    expect(useOf(1, 0.5, Number.NaN)).toBe(Number.POSITIVE_INFINITY);
    expect(useOf(Number.NaN, Number.NaN, Number.NaN)).toBe(0);
    expect(useOf(Number.NaN, Number.NaN, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});
