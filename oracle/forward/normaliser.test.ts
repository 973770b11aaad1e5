import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundFraction } from '../exact/fraction.ts';
import { exactInverseDeviation, exactStatistics } from '../exact/statistics.ts';
import { arithmeticOf } from '../formats/arithmetic.ts';
import { manyNumbers } from '../testing/hard-numbers.ts';
import { batchMoments } from './batch-moments.ts';
import type { Normaliser } from './normaliser.ts';
import { batchNormaliser } from './normaliser.ts';

function normaliserOf(values: Float64Array, epsilon: number): Normaliser {
  const moments = batchMoments({ values, offsets: [0, values.length], precision: 'double' });
  return batchNormaliser(moments, epsilon, arithmeticOf('float64'), 'A');
}

describe('the inverse deviation of a batch', () => {
  it('is 1 / sqrt(variance + epsilon) of the exact variance, rounded once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.constantFrom(1e-5, 0.3, 0), (count, seed, epsilon) => {
        const values = manyNumbers(count, 3, seed, 'double');
        const exact = exactInverseDeviation(exactStatistics(values, 'double').variance, epsilon);
        expect(normaliserOf(values, epsilon).inverseDeviation).toBe(exact === null ? Number.NaN : roundFraction(exact));
      }),
      { numRuns: 200 },
    );
  });

  it('is what float64 gives where there is no such number', () => {
    const constant = Float64Array.of(0.1, 0.1, 0.1);
    const inverses = [0, -1, Number.POSITIVE_INFINITY, Number.NaN].map(
      (epsilon) => normaliserOf(constant, epsilon).inverseDeviation,
    );
    expect(inverses).toEqual([Number.POSITIVE_INFINITY, Number.NaN, 0, Number.NaN]);
    expect(normaliserOf(Float64Array.of(1, Number.POSITIVE_INFINITY), 1).inverseDeviation).toBeNaN();
    expect(normaliserOf(new Float64Array(), 0.25).inverseDeviation).toBe(2);
  });
});

describe('a negative epsilon', () => {
  const ranks = (...values: readonly number[][]): Normaliser => {
    const offsets = [0, ...values.map((_, index) => values.slice(0, index + 1).flat().length)];
    const moments = batchMoments({ values: Float64Array.from(values.flat()), offsets, precision: 'single' });
    return batchNormaliser(moments, -1, arithmeticOf('float32'), 'A');
  };

  it('that outweighs the variance of the group leaves no root, for certain: the least variance of a rank is no larger', () => {
    expect(ranks([0, 1], [0.5, 1.5])).toMatchObject({ inverseDeviation: Number.NaN, mayOverflow: false });
    expect(ranks([3], [3])).toMatchObject({ inverseDeviation: Number.NaN, mayOverflow: false });
  });

  it('that a rank may outweigh or not says nothing', () => {
    expect(ranks([0, 1], [10, 20])).toMatchObject({ mayOverflow: true });
    expect(ranks([-1, 1])).toMatchObject({ mayOverflow: true });
  });

  it('that the variance of a rank alone outweighs is as good as any other', () => {
    expect(ranks([-10, 10])).toMatchObject({ inverseDeviation: 1 / Math.sqrt(99), mayOverflow: false });
  });
});
