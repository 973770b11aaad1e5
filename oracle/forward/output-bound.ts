import { referenceRoundoff } from '../accept/reduction.ts';
import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from './normaliser.ts';

/**
 * How far a conforming y = (x - mean) * inverseDeviation * weight + bias may be from the exact one, for every element of a channel:
 * `constant + perDistance * |x - mean| + perInput * |x| + perOutput * |y|` (Y of BOUNDS.md).
 */
export interface OutputBound {
  readonly constant: number;
  readonly perDistance: number;
  readonly perInput: number;
  readonly perOutput: number;
}

/** For both the centred form and the fused one, x * scale + shift. */
export function outputBound(normaliser: Normaliser, weight: number, bias: number, arithmetic: Arithmetic): OutputBound {
  const { unitRoundoff: u, tiny } = arithmetic;
  const { mean, meanBound, inverseDeviation: r, inverseDeviationBound, inverseDeviationHigh: high } = normaliser;
  const scale = Math.abs(weight);
  const slope = scale * high;
  // A computed x - mean is off by this, and by u of itself.
  const meanError = meanBound * (1 + u) + 2 * tiny;
  const fused = 4 * u * slope * (Math.abs(mean) + meanBound);
  const rounded = 1 + u;
  return {
    constant:
      rounded * (slope * meanError * (1 + 3 * u) + fused + u * Math.abs(bias)) + tiny * (3 + 2 * scale + Math.abs(mean) + high),
    perDistance:
      rounded * (slope * u + scale * inverseDeviationBound + 3 * u * slope * rounded) +
      tiny * high +
      8 * referenceRoundoff * scale * Math.abs(r),
    perInput: rounded * u * slope + tiny,
    perOutput: u + 2 * referenceRoundoff,
  };
}
