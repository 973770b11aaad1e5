import type { Grade } from '../accept/grade.ts';
import { reductionGrowth, referenceRoundoff } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { GradientSums } from './gradient-sums.ts';

/** What the bound of a channel's grad_x follows from, beside its sums. */
export interface GradientContext {
  readonly normaliser: Normaliser;
  readonly weight: number;
  readonly arithmetic: Arithmetic;
  readonly grade: Grade;
}

/**
 * How far a conforming grad_x through the statistics may be from the exact one: `constant + perGradient * |g| +
 * perDistance * |x - mean| + perCentred * |c| + perInput * |x|`, c being what weight and inverse deviation are multiplied with.
 */
export interface StatisticsGradientBound {
  readonly constant: number;
  readonly perGradient: number;
  readonly perDistance: number;
  readonly perCentred: number;
  readonly perInput: number;
}

/**
 * Code that differentiates the forward pass operation by operation adds mean(x - mean) * r^2 * mean(g * (x - mean)), which only
 * rounding keeps from zero, and rounds every gradient up to three times before it takes their mean; in grade B also x and mean apart
 * in the last factor.
 */
export function statisticsGradientBound(total: GradientSums, context: GradientContext): StatisticsGradientBound {
  const { normaliser, weight, arithmetic, grade } = context;
  const { unitRoundoff: u, tiny } = arithmetic;
  const { mean, meanBound, inverseDeviation: r, inverseDeviationBound: rBound, inverseDeviationHigh: high } = normaliser;
  const { count } = total;
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
  const lost = underflow({ scale, high, meanGradient, meanAbsolute, largestGD });
  const steepest = high * high * largestGD;
  const slope = scale * high * (1 + 4 * u);
  const own = 16 * referenceRoundoff * scale * r;
  // Where x and mean are apart in the last factor: |x| and this.
  const apart = grade === 'B' ? Math.abs(mean) + meanBound : 0;
  const perApart = slope * 8 * u * steepest + tiny * lost.perDeviation;
  const centredBound =
    meanGBound +
    3 * u * meanGradient +
    (meanBound + meanDeviation) * steepest +
    u * (4 * (Math.abs(meanG) + meanGBound) + 12 * meanBound * steepest);
  return {
    constant:
      slope * centredBound +
      tiny * (lost.once + lost.perDeviation * meanBound) +
      own * Math.abs(meanG) +
      (apart === 0 ? 0 : apart * perApart),
    perGradient: 4 * u * slope + own,
    perDistance:
      slope * (squareBound * largestGD + r * r * meanGDBound + 12 * u * steepest) +
      tiny * lost.perDeviation +
      own * r * r * Math.abs(meanGD),
    perCentred: scale * rBound + 4 * u * scale * high + tiny * (1 + count + high),
    perInput: grade === 'B' ? perApart : 0,
  };
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

/** How far a conforming weight * r * g may be from the exact one: `constant + perGradient * |g| + perValue * |grad_x|`. */
export interface AffineGradientBound {
  readonly constant: number;
  readonly perGradient: number;
  readonly perValue: number;
}

export function affineGradientBound(normaliser: Normaliser, weight: number, arithmetic: Arithmetic): AffineGradientBound {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { inverseDeviationBound, inverseDeviationHigh: high } = normaliser;
  const scale = Math.abs(weight);
  const flushed = tiny * (1 + high);
  return {
    constant: flushed * (1 + scale),
    perGradient: scale * inverseDeviationBound + 4 * u * scale * high + flushed,
    perValue: 4 * referenceRoundoff,
  };
}
