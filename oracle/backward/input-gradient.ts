import { referenceRoundoff } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from '../forward/normaliser.ts';
import type { Bounded } from '../forward/output.ts';
import type { GradientSums } from './gradient-sums.ts';

/**
 * grad_x where the batch normalises: the gradient goes through the statistics,
 * weight * r * (g - mean(g) - (x - mean) * r^2 * mean(g * (x - mean))), means over all ranks that share (BACK of BOUNDS.md).
 */
export function gradientThroughStatistics(
  gradients: Float64Array,
  deviations: Float64Array,
  total: GradientSums,
  normaliser: Normaliser,
  weight: number,
  arithmetic: Arithmetic,
): Bounded {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { meanBound, inverseDeviation: r, inverseDeviationBound: rBound, inverseDeviationHigh: high } = normaliser;
  const count = gradients.length;
  const scale = Math.abs(weight);
  const meanG = total.sum / count;
  const meanGBound = total.sumBound / count + 4 * u * Math.abs(meanG);
  const meanGD = total.weighted / count;
  const meanGDBound = total.weightedBound / count + 4 * u * Math.abs(meanGD);
  const largestGD = Math.abs(meanGD) + meanGDBound;
  const squareBound = Math.max(high * high - r * r, r * r - Math.max(0, r - rBound) ** 2);
  const values = new Float64Array(count);
  const bounds = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const gradient = gradients[index] ?? Number.NaN;
    const deviation = deviations[index] ?? Number.NaN;
    const distance = Math.abs(deviation);
    const slope = deviation * r * r * meanGD;
    const centred = gradient - meanG - slope;
    const centredBound =
      meanGBound +
      meanBound * high * high * largestGD +
      distance * squareBound * largestGD +
      distance * r * r * meanGDBound +
      u * (4 * Math.abs(gradient) + 4 * (Math.abs(meanG) + meanGBound) + 12 * (distance + meanBound) * high * high * largestGD) +
      tiny * (6 + 2 * distance * (1 + high * high) + 2 * high * high * Math.abs(meanGD) + 2 * count * Math.abs(centred));
    const bound =
      scale * (high * centredBound + rBound * Math.abs(centred)) +
      4 * u * scale * high * (Math.abs(centred) + centredBound) +
      tiny * (2 + scale + Math.abs(centred) * (1 + count));
    const own = 16 * referenceRoundoff * scale * r * (Math.abs(gradient) + Math.abs(meanG) + Math.abs(slope));
    values[index] = weight * r * centred;
    bounds[index] = bound + own;
  }
  return { values, bounds };
}

/** grad_x where the running statistics normalise: the plain affine map, weight * r * g. */
export function gradientThroughAffine(
  gradients: Float64Array,
  normaliser: Normaliser,
  weight: number,
  arithmetic: Arithmetic,
): Bounded {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { inverseDeviation: r, inverseDeviationBound, inverseDeviationHigh: high } = normaliser;
  const scale = Math.abs(weight);
  const values = gradients.map((gradient) => weight * r * gradient);
  const bounds = gradients.map((gradient, index) => {
    const size = Math.abs(gradient);
    const own = 4 * referenceRoundoff * Math.abs(values[index] ?? 0);
    return scale * size * inverseDeviationBound + 4 * u * scale * high * size + tiny * (2 + scale + size) + own;
  });
  return { values, bounds };
}
