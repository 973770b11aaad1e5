import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { arithmeticOf } from '../formats/arithmetic.ts';
import { batchMoments } from '../forward/batch-moments.ts';
import type { BatchMoments } from '../forward/batch-moments.ts';
import { algorithms } from '../testing/float32-algorithms.ts';
import { families, randomChannel } from '../testing/random-channel.ts';
import type { Family } from '../testing/random-channel.ts';
import type { MomentBound } from './moment-bound.ts';
import { mergedBound, momentBound, twoPassBound } from './moment-bound.ts';
import { reductionGrowth } from './reduction.ts';

const single = arithmeticOf('float32');
const epsilon = 2 ** -7;
const sizes = fc.constantFrom([2], [3], [64], [257], [7, 9], [5, 1, 3], [100, 60, 30, 10]);

function ranksOf(family: Family, lengths: readonly number[], seed: number): readonly (readonly number[])[] {
  return randomChannel(family, lengths, seed).map(({ x }) => x);
}

function momentsOf(ranks: readonly (readonly number[])[]): BatchMoments {
  const offsets = [0];
  for (const rank of ranks) offsets.push((offsets.at(-1) ?? 0) + rank.length);
  return batchMoments({ values: Float64Array.from(ranks.flat()), offsets, precision: 'single' });
}

/** What rebuilding a variance as 1 / inverse^2 - epsilon may take away below zero; the normaliser allows for it beside the bound. */
const rebuilt = 24 * single.unitRoundoff * epsilon;

/** Whether a mean and a variance are within the bound of the exact ones. */
function holds(bound: MomentBound, exact: BatchMoments, mean: number, variance: number): boolean {
  const meanError = Math.abs(mean - exact.mean - exact.meanLow);
  return (
    meanError <= bound.mean && Math.abs(variance - exact.variance) <= bound.variance && variance >= bound.lowestVariance - rebuilt
  );
}

/** The names of the algorithms whose moments are outside `boundOf`. */
function outside(
  ranks: readonly (readonly number[])[],
  names: readonly string[],
  boundOf: (m: BatchMoments) => MomentBound,
): readonly string[] {
  const exact = momentsOf(ranks);
  const bound = boundOf(exact);
  return names.filter((name) => {
    const computed = algorithms[name]?.moments(ranks, epsilon);
    return computed === undefined || !holds(bound, exact, computed.mean, Math.fround(computed.squares / computed.count));
  });
}

const names = Object.keys(algorithms);
const twoPassNames = names.filter((name) => name.startsWith('two-pass'));

describe.each(families)('on %s data', (family) => {
  it('two-pass sums in any order are within the two-pass bound', () => {
    expect(twoPassNames).toHaveLength(6);
    fc.assert(
      fc.property(sizes, fc.nat(), (lengths, seed) => {
        expect(outside(ranksOf(family, lengths, seed), twoPassNames, (exact) => twoPassBound(exact, single))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('every algorithm is within the merged bound, and so within what is accepted', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), (lengths, seed) => {
        const ranks = ranksOf(family, lengths, seed);
        expect(outside(ranks, names, (exact) => mergedBound(exact, epsilon, single))).toEqual([]);
        expect(outside(ranks, names, (exact) => momentBound(exact, epsilon, single, 'A'))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

it('a one-pass variance, E[x^2] - E[x]^2 in float32, is outside the two-pass bound far from zero', () => {
  const f = Math.fround;
  fc.assert(
    fc.property(fc.integer({ min: 16, max: 64 }), fc.nat(), (length, seed) => {
      const [values = []] = ranksOf('offset 1e4', [length], seed);
      const exact = momentsOf([values]);
      const mean = f(values.reduce((sum, x) => f(sum + x), 0) / length);
      const square = f(values.reduce((sum, x) => f(sum + f(x * x)), 0) / length);
      expect(holds(twoPassBound(exact, single), exact, mean, f(square - f(mean * mean)))).toBe(false);
    }),
    { numRuns: 40 },
  );
});

describe('the accepted bound', () => {
  it('is at least as wide as either class', () => {
    fc.assert(
      fc.property(fc.constantFrom(...families), sizes, fc.nat(), (family, lengths, seed) => {
        const exact = momentsOf(ranksOf(family, lengths, seed));
        const accepted = momentBound(exact, epsilon, single, 'A');
        for (const part of [twoPassBound(exact, single), mergedBound(exact, epsilon, single)]) {
          expect(accepted.mean).toBeGreaterThanOrEqual(part.mean);
          expect(accepted.variance).toBeGreaterThanOrEqual(part.variance);
          expect(accepted.lowestVariance).toBeLessThanOrEqual(part.lowestVariance);
        }
      }),
    );
  });

  it('allows no error in the mean of one value', () => {
    expect(momentBound(momentsOf([[Math.fround(12345.678)], []]), epsilon, single, 'A')).toMatchObject({
      mean: 0,
      lowestVariance: 0,
    });
  });

  it('loses the variance to an infinite epsilon only where it travels', () => {
    const bounds = [[[1, 2, 4]], [[1, 2], [4]]].map((ranks) =>
      momentBound(momentsOf(ranks), Number.POSITIVE_INFINITY, single, 'A'),
    );
    expect(bounds.map(({ variance }) => Number.isFinite(variance))).toEqual([true, false]);
  });
});

describe('reductionGrowth', () => {
  test.each([0, 1])('%i terms are exact', (terms) => {
    expect(reductionGrowth(terms, single)).toBe(0);
  });

  it('grows with the terms, and says nothing from half of 1 / roundoff on', () => {
    expect(reductionGrowth(1025, single)).toBeCloseTo(1024 * 2 ** -24, 7);
    expect(reductionGrowth(1025, single)).toBeGreaterThan(1024 * 2 ** -24);
    expect(reductionGrowth(2 ** 23, single)).toBeLessThan(1.001);
    expect(reductionGrowth(2 ** 23 + 1, single)).toBe(Number.POSITIVE_INFINITY);
  });

  it('knows that sums of half types are wider than they are', () => {
    expect(reductionGrowth(100, arithmeticOf('float16'))).toBe(reductionGrowth(100, single));
  });
});
