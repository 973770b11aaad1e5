import { DoubleDoubleSum } from '../exact/double-double-sum.ts';
import type { ChannelBatch } from './channel.ts';

/**
 * Count, mean and biased variance of one channel over the ranks that share it, and the sums that error bounds need.
 * The mean is the pair `mean + meanLow`; `deviations` are x - mean, one rounding each.
 */
export interface BatchMoments {
  readonly count: number;
  readonly mean: number;
  readonly meanLow: number;
  /** Biased: sum of squared deviations / count. */
  readonly variance: number;
  readonly deviations: Float64Array;
  readonly sumOfAbsolutes: number;
  /** The larger of the sum of the positive values and that of the negative ones, in magnitude. */
  readonly oneSidedSum: number;
  readonly largestAbsolute: number;
  readonly range: number;
  readonly nonEmptyRanks: number;
  readonly allFinite: boolean;
}

export function batchMoments(batch: ChannelBatch): BatchMoments {
  const { values, offsets } = batch;
  const count = values.length;
  const sum = new DoubleDoubleSum();
  let positive = 0;
  let negative = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let allFinite = true;
  for (const value of values) {
    sum.add(value);
    if (value > 0) positive += value;
    else negative -= value;
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
    allFinite &&= Number.isFinite(value);
  }
  const { high: mean, low: meanLow } = count === 0 ? { high: 0, low: 0 } : sum.dividedBy(count);
  const deviations = values.map((value) => value - mean - meanLow);
  const squares = new DoubleDoubleSum();
  for (const deviation of deviations) squares.addProduct(deviation, deviation);
  return {
    count,
    mean,
    meanLow,
    variance: count === 0 ? 0 : squares.value / count,
    deviations,
    sumOfAbsolutes: positive + negative,
    oneSidedSum: Math.max(positive, negative),
    largestAbsolute: count === 0 ? 0 : Math.max(Math.abs(smallest), Math.abs(largest)),
    range: count === 0 ? 0 : largest - smallest,
    nonEmptyRanks: offsets.filter((offset, index) => index > 0 && offset > (offsets[index - 1] ?? 0)).length,
    allFinite,
  };
}
