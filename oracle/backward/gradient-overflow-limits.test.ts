import { describe, expect, it, test } from 'vitest';
import type { Grade } from '../accept/grade.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import { faultless } from '../testing/coarse-arithmetic.ts';
import type { GradientOverflow } from './gradient-overflow.ts';
import { gradientOverflow } from './gradient-overflow.ts';
import type { GradientSums } from './gradient-sums.ts';

const { largest, largestSum } = faultless;

interface Channel {
  readonly count?: number;
  /** sum |g|, and the largest sum of magnitudes on the way to sum g (x - mean). */
  readonly gradients?: number;
  readonly terms?: number;
  /** sum |x - mean|. */
  readonly deviations?: number;
  readonly mean?: number;
  readonly grade?: Grade;
  readonly high?: number;
  readonly scale?: number;
  readonly throughStatistics?: boolean;
  readonly finite?: boolean;
  readonly mayOverflow?: boolean;
}

function overflowOf(channel: Channel): GradientOverflow {
  const { count = 1, gradients = 1, terms = 1, deviations = 0, high = 1, scale = 1, mean = 0 } = channel;
  const { throughStatistics = true, finite = true, mayOverflow = false, grade = 'A' } = channel;
  const total: GradientSums = {
    count,
    sum: 0,
    sumBound: 0,
    weighted: 0,
    weightedBound: 0,
    absoluteWeighted: 0,
    absoluteSum: gradients,
    absoluteTerms: terms,
    absoluteDeviations: deviations,
  };
  const normaliser: Normaliser = {
    mean,
    meanLow: 0,
    meanBound: 0,
    varianceBound: 0,
    inverseDeviation: high,
    inverseDeviationBound: 0,
    inverseDeviationHigh: high,
    mayOverflow,
    meanMayOverflow: false,
  };
  return gradientOverflow(total, { normaliser, scale, throughStatistics, finite, arithmetic: faultless, grade });
}

const none: GradientOverflow = { bias: false, weight: false, input: false };

describe('what may overflow', () => {
  test.each<[string, number, GradientOverflow, (limit: number) => Channel]>([
    ['the sum of gradients', largest, { bias: true, weight: true, input: true }, (limit) => ({ gradients: limit })],
    ['the weighted sum', largest, { ...none, weight: true, input: true }, (limit) => ({ terms: limit })],
    [
      'the weighted sum, and a small inverse deviation does not help',
      largest,
      { ...none, weight: true, input: true },
      (limit) => ({ terms: limit, high: 0.25 }),
    ],
    [
      'the slopes, by a large inverse deviation squared',
      largest,
      { ...none, input: true },
      (limit) => ({ terms: limit / 16, high: 4 }),
    ],
    [
      'a deviation by a large inverse deviation',
      largest,
      { ...none, weight: true, input: true },
      (limit) => ({ deviations: limit / 4, high: 4 }),
    ],
    [
      'a slope by a deviation',
      largestSum,
      { ...none, input: true },
      (limit) => ({ terms: 2 ** 15, deviations: limit / 2 ** 16 }),
    ],
    [
      'a slope by a deviation, by weight and inverse deviation',
      largestSum,
      { ...none, input: true },
      (limit) => ({ count: 4, terms: 2 ** 10, high: 2, scale: -4, deviations: (4 * limit) / 2 ** 16 }),
    ],
    [
      'the inverse deviation cubed',
      largestSum,
      { ...none, input: true },
      (limit) => ({ terms: 0, gradients: 0, high: Math.cbrt(limit) }),
    ],
    [
      'the weight by the inverse deviation',
      largestSum,
      { ...none, input: true },
      (limit) => ({ terms: 0, gradients: 0, high: 4, scale: limit / 4 }),
    ],
    ['N times the gradients', largestSum, { ...none, input: true }, (limit) => ({ count: 2 ** 12, gradients: limit / 2 ** 12 })],
    [
      'N times the gradients, weighed',
      largestSum,
      { ...none, input: true },
      (limit) => ({ count: 4, scale: -(2 ** 16), gradients: limit / 2 ** 18 }),
    ],
    [
      'N times the gradients by the inverse deviation',
      largestSum,
      { ...none, input: true },
      (limit) => ({ count: 2 ** 12, high: 4, gradients: limit / 2 ** 14 }),
    ],
    [
      'the slopes by the inverse deviation cubed',
      largestSum,
      { ...none, input: true },
      (limit) => ({ count: 2 ** 12, high: 4, terms: limit / 2 ** 18 }),
    ],
    [
      'N times the gradients, and a small weight does not help',
      largestSum,
      { ...none, input: true },
      (limit) => ({ count: 2 ** 12, scale: 0.25, high: 0.25, gradients: limit / 2 ** 12 }),
    ],
  ])('%s: as soon as it is no thousandth below the largest', (_name, limit, overflow, channel) => {
    expect(overflowOf(channel((limit / 1.001) * (1 - 1e-9)))).toEqual(none);
    expect(overflowOf(channel((limit / 1.001) * (1 + 1e-9)))).toEqual(overflow);
    expect(overflowOf({ ...channel((limit / 1.001) * (1 + 1e-9)), finite: false })).toEqual(none);
  });

  it('is no sum where running statistics normalise, and no slope', () => {
    expect(overflowOf({ count: 2 ** 12, gradients: largestSum / 2 ** 12, throughStatistics: false })).toEqual(none);
    expect(overflowOf({ terms: largest, high: 4, throughStatistics: false })).toEqual({ ...none, weight: true });
  });

  it('is all that is weighed where the channel may, whatever the gradients are', () => {
    expect(overflowOf({ mayOverflow: true, finite: false })).toEqual({ bias: false, weight: true, input: true });
  });

  it('is in grade B what is multiplied apart from the mean', () => {
    expect(overflowOf({ mean: -largest, grade: 'B' })).toEqual({ ...none, weight: true, input: true });
    expect(overflowOf({ mean: -largest, grade: 'A' })).toEqual(none);
  });

  it('is grad_weight by a large inverse deviation, and grad_x by the square of it', () => {
    const by = (terms: number): GradientOverflow => overflowOf({ terms, high: 4 });
    const [below, above] = [1 - 1e-9, 1 + 1e-9].map((factor) => by((largest / 1.001 / 4) * factor));
    expect([below, above]).toEqual([
      { ...none, input: true },
      { ...none, weight: true, input: true },
    ]);
    expect(overflowOf({ high: Number.POSITIVE_INFINITY })).toEqual({ ...none, weight: true, input: true });
  });
});
