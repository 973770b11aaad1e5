import type { Grade } from '../accept/grade.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { Bounded } from '../forward/output.ts';
import { mayPass } from '../forward/overflow.ts';
import type { GradientBatch, GradientSums } from './gradient-sums.ts';
import { affineGradientBound, statisticsGradientBound } from './input-gradient-bound.ts';

/** One channel over the ranks that share it, with all that its input gradient follows from. */
export interface ChannelGradient {
  readonly batch: GradientBatch;
  /** Rank k holds the numbers from offsets[k] up to offsets[k + 1]. */
  readonly offsets: readonly number[];
  /** The sums of each rank, and over all of them. */
  readonly slices: readonly GradientSums[];
  readonly total: GradientSums;
  readonly normaliser: Normaliser;
  readonly weight: number;
  readonly arithmetic: Arithmetic;
  readonly grade: Grade;
}

/**
 * grad_x where the batch normalises: the gradient goes through the statistics,
 * weight * r * (g - mean(g) - (x - mean) * r^2 * mean(g * (x - mean))), means over all ranks that share (Ioffe and Szegedy 2015).
 */
export function gradientThroughStatistics(channel: ChannelGradient): Bounded {
  const { batch, total, normaliser, weight, arithmetic, grade } = channel;
  const { gradients, deviations, values: inputs } = batch;
  const { inverseDeviation: r } = normaliser;
  const count = gradients.length;
  const meanG = total.sum / count;
  const meanGD = total.weighted / count;
  const { constant, perGradient, perDistance, perCentred, perInput } = statisticsGradientBound(total, {
    normaliser,
    weight,
    arithmetic,
    grade,
  });
  const values = new Float64Array(count);
  const bounds = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const gradient = gradients[index] ?? Number.NaN;
    const deviation = deviations[index] ?? Number.NaN;
    const centred = gradient - meanG - deviation * r * r * meanGD;
    values[index] = weight * r * centred;
    const bound =
      constant + perGradient * Math.abs(gradient) + perDistance * Math.abs(deviation) + perCentred * Math.abs(centred);
    bounds[index] = perInput === 0 ? bound : bound + perInput * Math.abs(inputs[index] ?? Number.NaN);
  }
  return { values, bounds };
}

/** grad_x where the running statistics normalise: the plain affine map, weight * r * g. */
export function gradientThroughAffine({ batch, normaliser, weight, arithmetic }: ChannelGradient): Bounded {
  const { inverseDeviation: r, inverseDeviationHigh: high } = normaliser;
  const { constant, perGradient, perValue } = affineGradientBound(normaliser, weight, arithmetic);
  const scale = Math.abs(weight);
  const finite = Number.isFinite(weight) && Number.isFinite(r);
  const values = batch.gradients.map((gradient) => weight * r * gradient);
  const bounds = batch.gradients.map((gradient, index) => {
    const size = Math.abs(gradient);
    const value = values[index] ?? Number.NaN;
    // In one order of the factors or another.
    const largest = Math.max(scale * size, scale * high, size * high);
    if (finite && Number.isFinite(gradient) && mayPass(largest, arithmetic.largestSum)) {
      // What becomes of it is left open, also where it is no number here.
      if (!Number.isFinite(value)) values[index] = 0;
      return Number.POSITIVE_INFINITY;
    }
    return constant + perGradient * size + perValue * Math.abs(value);
  });
  return { values, bounds };
}
