import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { batchMoments } from '../forward/batch-moments.ts';
import type { BatchMoments } from '../forward/batch-moments.ts';
import { coarse, expectTerms } from '../testing/coarse-arithmetic.ts';
import type { MomentBound } from './moment-bound.ts';
import { mergedBound, momentBound, onePassBound, sumOfSquares, twoPassBound } from './moment-bound.ts';

// docs/acceptance-bounds.md in its own notation, written apart from the code, with the terms in `tiny` that it leaves out.
const { unitRoundoff: u, accumulatorRoundoff: ug, tiny } = coarse;
const epsilon = 0.375;
const c = 8;

/** What the formulas are about, taken from the numbers of each rank. */
function quantitiesOf(
  ranks: readonly (readonly number[])[],
): Record<'N' | 'mu' | 'v' | 'A1' | 'Am' | 'rng' | 'xmax' | 'dmax' | 'D' | 'G', number> {
  const x = ranks.flat();
  const N = x.length;
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
  const mu = total(x) / N;
  const k = (N - 1) * ug;
  return {
    N,
    mu,
    v: total(x.map((each) => (each - mu) ** 2)) / N,
    A1: total(x.map(Math.abs)),
    Am: Math.max(total(x.filter((each) => each > 0)), -total(x.filter((each) => each < 0))),
    rng: Math.max(...x) - Math.min(...x),
    xmax: Math.max(...x.map(Math.abs)),
    dmax: Math.max(...x.map((each) => Math.abs(each - mu))),
    D: ranks.filter((rank) => rank.length > 0).length,
    G: k / (1 - k),
  };
}

type Ranks = readonly (readonly number[])[];

function twoPass(ranks: Ranks): MomentBound {
  const { N, v, A1, Am, G } = quantitiesOf(ranks);
  const dmu = (G * Am + 4 * u * A1) / N + 4 * tiny;
  const cc = G * (2 * dmu * Math.sqrt(v) + 3 * dmu ** 2) + 4 * u * dmu ** 2;
  const spread = (G + 6 * u) * (v + dmu ** 2);
  return { mean: dmu, variance: spread + Math.max(dmu ** 2, cc) + 4 * tiny, lowestVariance: v - spread - cc - 4 * tiny };
}

function merged(ranks: Ranks): MomentBound {
  const { N, v, A1, Am, G, rng, xmax, D } = quantitiesOf(ranks);
  const [L, sigma] = [Math.log2(N), Math.sqrt(v)];
  const W = 1 + L / 2;
  const flushed = (N + 4) * tiny;
  const between = (D - 1) * Math.min(rng, Math.sqrt(N) * sigma);
  const dmu = (G * Am + (4 + 3 * D) * u * A1) / N + 3 * u * ((1.5 + L) * sigma + between) + flushed;
  const E = Math.max(1.01 * ug * Math.min((N - 1) * xmax, Am) + 3 * u * rng + ((4 + 3 * D) * u * A1) / N + 3 * u * between, dmu);
  const dv =
    (G + (8 + 4 * D) * u) * v + 4 * Math.sqrt(W) * E * sigma + 4 * W * E ** 2 + (2 * c + 8) * u * (v + epsilon) + flushed;
  return { mean: dmu, variance: dv, lowestVariance: Math.max(0, v - dv) };
}

function onePass(ranks: Ranks): MomentBound {
  const { N, mu, v, A1, Am, G, dmax, D } = quantitiesOf(ranks);
  const about = (distance: number, squares: number, dmu: number): number =>
    ((G + (6 + 2 * D) * u) * squares) / N + 2 * distance * dmu + dmu ** 2 + 3 * u * (distance + dmu) ** 2 + 2 * u * v + 4 * tiny;
  const plainMean = (G * Am + (4 + 3 * D) * u * A1) / N + 4 * tiny;
  const plain = about(Math.abs(mu), N * (v + mu ** 2), plainMean);
  const squares = N * (v + dmax ** 2);
  const shiftedMean = (G + (6 + 3 * D) * u) * Math.sqrt(squares / N) + 4 * tiny;
  const shifted = about(dmax, squares, shiftedMean);
  return {
    mean: Math.max(plainMean, shiftedMean + 2 * u * (Math.abs(mu) + dmax)),
    variance: Math.max(plain, shifted),
    lowestVariance: v - Math.max(plain, shifted),
  };
}

function widest(...bounds: readonly MomentBound[]): MomentBound {
  return {
    mean: Math.max(...bounds.map(({ mean }) => mean)),
    variance: Math.max(...bounds.map(({ variance }) => variance)),
    lowestVariance: Math.min(...bounds.map(({ lowestVariance }) => lowestVariance)),
  };
}

function momentsOf(ranks: Ranks): BatchMoments {
  const offsets = [0];
  for (const rank of ranks) offsets.push((offsets.at(-1) ?? 0) + rank.length);
  return batchMoments({ values: Float64Array.from(ranks.flat()), offsets, precision: 'single' });
}

function expectSame(got: MomentBound, wanted: MomentBound): void {
  expectTerms(got.mean, wanted.mean);
  expectTerms(got.variance, wanted.variance);
  expectTerms(got.lowestVariance, wanted.lowestVariance);
}

/** Two values or more, on up to four ranks, some of them empty: small whole numbers about zero or about something else. */
const channels: fc.Arbitrary<Ranks> = fc
  .record({
    offset: fc.constantFrom(0, 1, -3, 40, 4096),
    size: fc.constantFrom(0, 1, 6, 100),
    ranks: fc.array(fc.array(fc.integer({ min: -100, max: 100 }), { maxLength: 9 }), { minLength: 1, maxLength: 4 }),
  })
  .map(({ offset, size, ranks }) => ranks.map((rank) => rank.map((value) => offset + (size * value) / 128)))
  .filter((ranks) => ranks.flat().length > 1);

describe('every term of the documented formula is in the bound', () => {
  test.each<[string, (ranks: Ranks) => MomentBound, (moments: BatchMoments) => MomentBound]>([
    ['of two passes', twoPass, (moments) => twoPassBound(moments, coarse)],
    ['of merged ranks', merged, (moments) => mergedBound(moments, epsilon, coarse)],
    ['of one pass', onePass, (moments) => onePassBound(moments, coarse)],
    ['of grade A+', twoPass, (moments) => momentBound(moments, epsilon, coarse, 'A+')],
    ['of grade A', (ranks) => widest(twoPass(ranks), merged(ranks)), (moments) => momentBound(moments, epsilon, coarse, 'A')],
    [
      'of grade B',
      (ranks) => widest(twoPass(ranks), merged(ranks), onePass(ranks)),
      (moments) => momentBound(moments, epsilon, coarse, 'B'),
    ],
  ])('%s', (_name, documented, boundOf) => {
    fc.assert(fc.property(channels, (ranks) => expectSame(boundOf(momentsOf(ranks)), documented(ranks))));
  });
});

describe('one value a channel', () => {
  const alone = (): BatchMoments => momentsOf([[3], []]);

  it('has an exact mean, and a variance that only a rebuilt epsilon moves', () => {
    expect(momentBound(alone(), -epsilon, coarse, 'A+')).toEqual({ mean: 0, variance: 4 * tiny, lowestVariance: 0 });
    expect(momentBound(alone(), -epsilon, coarse, 'A')).toEqual({
      mean: 0,
      variance: 24 * u * epsilon + 4 * tiny,
      lowestVariance: 0,
    });
  });

  it('is squared in grade B', () => {
    expectSame(
      momentBound(alone(), epsilon, coarse, 'B'),
      widest({ mean: 0, variance: 24 * u * epsilon, lowestVariance: 0 }, onePass([[3]])),
    );
  });
});

describe('where a bound says nothing', () => {
  const nothing = { mean: Number.POSITIVE_INFINITY, variance: Number.POSITIVE_INFINITY };
  const rough = { ...coarse, accumulatorRoundoff: 0.25 };

  it('is infinite: as many values as rounding lets no sum of them be known', () => {
    const moments = momentsOf([[1, 2], [4]]);
    expect(twoPassBound(moments, rough)).toMatchObject(nothing);
    expect(mergedBound(moments, epsilon, rough)).toEqual({ ...nothing, lowestVariance: 0 });
    expect(onePassBound(moments, rough)).toMatchObject(nothing);
  });

  it('an epsilon that is not finite loses the variance of ranks that send it, and leaves the mean as it is', () => {
    const ranks = [[1, 2], [4]];
    for (const odd of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const bound = momentBound(momentsOf(ranks), odd, coarse, 'A');
      expect(bound).toMatchObject({ variance: Number.POSITIVE_INFINITY, lowestVariance: Number.NEGATIVE_INFINITY });
      expectTerms(bound.mean, merged(ranks).mean);
    }
    const alone = momentsOf([[1, 2, 4]]);
    const kept = widest(twoPassBound(alone, coarse), mergedBound(alone, 0, coarse));
    expect(momentBound(alone, Number.NaN, coarse, 'A')).toEqual(kept);
  });
});

it('the sum of squares is that of the numbers', () => {
  expect(sumOfSquares(momentsOf([[1, -2], [6]]))).toBeCloseTo(41, 12);
});
