import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reduceRows, sumError } from '../../oracle/accelerated/reduce-parts.ts';
import type { AdapterArithmetic, SumRows } from '../../oracle/accelerated/reduce-parts.ts';
import { openForTest } from './testing/open-for-test.ts';

const width = 3;
const number = fc.oneof(fc.float({ noNaN: true, min: -1000, max: 1000 }), fc.float({ noNaN: true, min: -1, max: 1 }));

/** Rows that are each a number of its own: two columns to add up, then the least and the largest. */
function rowsOf(numbers: readonly number[]): SumRows {
  const zeros = new Float64Array(numbers.length);
  const sums = Float32Array.from(numbers.flatMap((each) => [each, each, each]));
  return { sums, width, least: 1, growth: zeros, last: zeros };
}

describe.each<AdapterArithmetic>([
  { unitRoundoff: 2 ** -24, compensated: true },
  { unitRoundoff: 2 ** -24, compensated: false },
])('%o', (arithmetic) => {
  it('sums of groups are as near as they say, however many levels it takes', async (context) => {
    const { runner } = await openForTest('webasm', context);
    const small = { ...runner, mostElements: 4096 };
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 200, max: 900 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(number, { minLength: 1, maxLength: 50 }), async (counts, some) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        const numbers = Array.from({ length: total }, (_, index) =>
          Math.fround((some[index % some.length] ?? 0) * (1 + (index % 7))),
        );
        const { sums, growth, last } = await reduceRows(small, arithmetic, rowsOf(numbers), counts);
        let from = 0;
        for (const [group, count] of counts.entries()) {
          const own = numbers.slice(from, from + count);
          from += count;
          // Exact: multiples of a power of two that float64 holds.
          const exact = own.reduce((sum, each) => sum + each, 0);
          const magnitudes = own.reduce((sum, each) => sum + Math.abs(each), 0);
          const error = (growth[group] ?? 0) * magnitudes + (last[group] ?? 0) * Math.abs(exact);
          expect(Math.abs((sums[group * width] ?? Number.NaN) - exact)).toBeLessThanOrEqual(1.001 * error + 1e-12 * magnitudes);
          expect(sums[group * width + 1]).toBe(Math.min(...own));
          expect(sums[group * width + 2]).toBe(Math.max(...own));
        }
      }),
      { numRuns: 60 },
    );
  });
});

it('a sum of one number is that, and compensation gains as much as it says', () => {
  const [compensated, plain] = [true, false].map((flag) => sumError(256, { unitRoundoff: 2 ** -24, compensated: flag }));
  expect(sumError(1, { unitRoundoff: 2 ** -24, compensated: true })).toEqual({ growth: 0, last: 0 });
  expect(plain).toEqual({ growth: (255 * 2 ** -24) / (1 - 255 * 2 ** -24), last: 0 });
  expect(compensated?.last).toBe(2 ** -24);
  expect(compensated?.growth).toBeLessThan(2 ** -30);
});
