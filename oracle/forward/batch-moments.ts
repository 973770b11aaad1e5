import { pairOf, roundFraction } from '../exact/fraction.ts';
import type { ExactStatistics } from '../exact/statistics.ts';
import { exactStatistics } from '../exact/statistics.ts';
import type { ChannelBatch } from './channel.ts';

/**
 * Count, mean and biased variance of one channel over the ranks that share it, and the sums that error bounds need.
 * The mean is the pair `mean + meanLow`; mean and variance are the float64 nearest to the exact ones. `deviations` are
 * x - mean - meanLow. Where a value is not finite, all of it is what plain float64 arithmetic gives.
 */
export interface BatchMoments {
  readonly count: number;
  readonly mean: number;
  readonly meanLow: number;
  /** Biased: sum of squared deviations / count. */
  readonly variance: number;
  /** Mean and variance unrounded; null for no values, and where one is not finite. */
  readonly exact: ExactStatistics | null;
  readonly deviations: Float64Array;
  readonly sumOfAbsolutes: number;
  /** The larger of the sum of the positive values and that of the negative ones, in magnitude. */
  readonly oneSidedSum: number;
  readonly largestAbsolute: number;
  readonly range: number;
  /** Distance of the mean from the value farthest from it. */
  readonly largestDeviation: number;
  readonly nonEmptyRanks: number;
  readonly allFinite: boolean;
}

export function batchMoments(batch: ChannelBatch): BatchMoments {
  const { values, offsets } = batch;
  const count = values.length;
  let positive = 0;
  let negative = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let allFinite = true;
  for (const value of values) {
    if (value > 0) positive += value;
    else negative -= value;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    allFinite &&= Number.isFinite(value);
  }
  const exact = count > 0 && allFinite ? exactStatistics(values, batch.precision) : null;
  const statistics = exact === null ? plainStatistics(values) : rounded(values, exact);
  return {
    count,
    ...statistics,
    exact,
    sumOfAbsolutes: positive + negative,
    oneSidedSum: Math.max(positive, negative),
    largestAbsolute: count === 0 ? 0 : Math.max(Math.abs(smallest), Math.abs(largest)),
    range: count === 0 ? 0 : largest - smallest,
    largestDeviation: count === 0 ? 0 : Math.max(largest - statistics.mean, statistics.mean - smallest),
    nonEmptyRanks: offsets.filter((offset, index) => index > 0 && offset > (offsets[index - 1] ?? 0)).length,
    allFinite,
  };
}

type Statistics = Pick<BatchMoments, 'mean' | 'meanLow' | 'variance' | 'deviations'>;

function rounded(values: Float64Array, exact: ExactStatistics): Statistics {
  const { high: mean, low: meanLow } = pairOf(exact.mean);
  return { mean, meanLow, variance: roundFraction(exact.variance), deviations: values.map((value) => value - mean - meanLow) };
}

/** Two passes in float64: how NaN and infinities spread. No values have mean and variance zero. */
function plainStatistics(values: Float64Array): Statistics {
  const count = values.length;
  const mean = count === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / count;
  const deviations = values.map((value) => value - mean);
  const squares = deviations.reduce((sum, deviation) => sum + deviation * deviation, 0);
  return { mean, meanLow: 0, variance: count === 0 ? 0 : squares / count, deviations };
}
