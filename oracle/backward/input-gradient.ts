import type { Grade } from '../accept/grade.ts';
import { reductionGrowth, referenceRoundoff } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { Bounded } from '../forward/output.ts';
import { mayPass } from '../forward/overflow.ts';
import type { GradientBatch, GradientSums } from './gradient-sums.ts';

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
 * Code that differentiates the forward pass operation by operation adds mean(x - mean) * r^2 * mean(g * (x - mean)), which only
 * rounding keeps from zero, and rounds every gradient up to three times before it takes their mean; in grade B also x and mean apart
 * in the last factor.
 */
export function gradientThroughStatistics(channel: ChannelGradient): Bounded {
  const { batch, total, normaliser, weight, arithmetic, grade } = channel;
  const { gradients, deviations, values: inputs } = batch;
  const { unitRoundoff: u, tiny } = arithmetic;
  const { mean, meanBound, inverseDeviation: r, inverseDeviationBound: rBound, inverseDeviationHigh: high } = normaliser;
  const count = gradients.length;
  const scale = Math.abs(weight);
  const meanG = total.sum / count;
  const meanGBound = total.sumBound / count + 4 * u * Math.abs(meanG);
  const meanGD = total.weighted / count;
  const meanGDBound = total.weightedBound / count + 4 * u * Math.abs(meanGD);
  const largestGD = Math.abs(meanGD) + meanGDBound;
  const squareBound = Math.max(high * high - r * r, r * r - Math.max(0, r - rBound) ** 2);
  const meanAbsolute = total.absoluteDeviations / count + meanBound;
  const meanDeviation = meanBound + (reductionGrowth(count, arithmetic) + 4 * u) * meanAbsolute;
  const meanGradient = total.absoluteSum / count;
  const eachRounded = 3 * u * meanGradient;
  const lost = underflow({ scale, high, meanGradient, meanAbsolute, largestGD });
  const values = new Float64Array(count);
  const bounds = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const gradient = gradients[index] ?? Number.NaN;
    const deviation = deviations[index] ?? Number.NaN;
    const distance = Math.abs(deviation);
    const slope = deviation * r * r * meanGD;
    const centred = gradient - meanG - slope;
    const apart = grade === 'B' ? Math.abs(inputs[index] ?? Number.NaN) + Math.abs(mean) + meanBound : 0;
    const aboutZero = 8 * u * apart;
    const reach = distance + meanBound + apart;
    const flushed = lost.once + lost.perDeviation * reach + Math.abs(centred) * (1 + count + high);
    const centredBound =
      meanGBound +
      eachRounded +
      (meanBound + meanDeviation + aboutZero) * high * high * largestGD +
      distance * squareBound * largestGD +
      distance * r * r * meanGDBound +
      u * (4 * Math.abs(gradient) + 4 * (Math.abs(meanG) + meanGBound) + 12 * (distance + meanBound) * high * high * largestGD);
    const bound =
      scale * (high * centredBound + rBound * Math.abs(centred)) +
      4 * u * scale * high * (Math.abs(centred) + centredBound) +
      tiny * flushed;
    const own = 16 * referenceRoundoff * scale * r * (Math.abs(gradient) + Math.abs(meanG) + Math.abs(slope));
    values[index] = weight * r * centred;
    bounds[index] = bound + own;
  }
  return { values, bounds };
}

/** The largest that the factors of grad_x may be, over a channel. */
interface Factors {
  /** Of the weight and of the inverse deviation. */
  readonly scale: number;
  readonly high: number;
  /** Means of |g| and |x - mean|, and the largest of g * (x - mean). */
  readonly meanGradient: number;
  readonly meanAbsolute: number;
  readonly largestGD: number;
}

/** How often a conforming grad_x may lose the smallest normal number, with what multiplies it: once, and for each unit of its deviation. */
function underflow({ scale, high, meanGradient, meanAbsolute, largestGD }: Factors): {
  readonly once: number;
  readonly perDeviation: number;
} {
  const square = high * high;
  return {
    once: 6 + scale + 4 * high + 6 * scale * high + scale * largestGD * square * (1 + 8 * high),
    perDeviation:
      3 +
      square * (1 + high * (1 + meanAbsolute)) +
      scale * high * (1 + high * (2 + meanGradient) + square) +
      scale * largestGD * (2 + high),
  };
}

/** grad_x where the running statistics normalise: the plain affine map, weight * r * g. */
export function gradientThroughAffine({ batch, normaliser, weight, arithmetic }: ChannelGradient): Bounded {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { inverseDeviation: r, inverseDeviationBound, inverseDeviationHigh: high } = normaliser;
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
    const flushed = (1 + high) * (1 + scale + size);
    const own = 4 * referenceRoundoff * Math.abs(value);
    return scale * size * inverseDeviationBound + 4 * u * scale * high * size + tiny * flushed + own;
  });
  return { values, bounds };
}
