import type { Arithmetic } from '../formats/arithmetic.ts';
import type { Normaliser } from './normaliser.ts';
import { outputBound } from './output-bound.ts';
import { mayPass } from './overflow.ts';

/** Numbers with the distance an answer may have from each; see `ExpectedTensor` for the meaning of the special bounds. */
export interface Bounded {
  readonly values: Float64Array;
  readonly bounds: Float64Array;
}

/** y = (x - mean) * inverseDeviation * weight + bias for the values of one channel, each with its bound. */
export function normalise(
  values: Float64Array,
  normaliser: Normaliser,
  weight: number,
  bias: number,
  arithmetic: Arithmetic,
): Bounded {
  const { mean, meanLow, meanBound, inverseDeviation: r, inverseDeviationHigh: high } = normaliser;
  const { constant, perDistance, perInput, perOutput } = outputBound(normaliser, weight, bias, arithmetic);
  const outputs = new Float64Array(values.length);
  const bounds = new Float64Array(values.length);
  const scale = Math.abs(weight);
  const finite = [mean, r, weight, bias].every(Number.isFinite);
  for (const [index, value] of values.entries()) {
    const deviation = value - mean - meanLow;
    const distance = Math.abs(deviation);
    const output = deviation * r * weight + bias;
    const apart = Math.abs(value) + Math.abs(mean) + meanBound;
    // In one order of the factors or another.
    const largest = Math.max(1, scale) * Math.max(distance + meanBound, high * Math.max(1, apart)) + Math.abs(bias);
    const overflow = finite && Number.isFinite(value) && mayPass(largest, arithmetic.largest);
    // What becomes of it is left open, also where it is no number here.
    outputs[index] = overflow && !Number.isFinite(output) ? 0 : output;
    bounds[index] = overflow
      ? Number.POSITIVE_INFINITY
      : constant + perDistance * distance + perInput * Math.abs(value) + perOutput * Math.abs(output);
  }
  return settle({ values: outputs, bounds }, normaliser.mayOverflow);
}

/**
 * Gives the bounds their meaning where numbers are not finite: nothing is judged where the compute format may overflow,
 * an expected NaN or infinity must be met exactly, and a bound that is not a number says nothing.
 */
export function settle(bounded: Bounded, mayOverflow: boolean): Bounded {
  const { values, bounds } = bounded;
  for (const [index, value] of values.entries()) {
    if (mayOverflow) bounds[index] = Number.POSITIVE_INFINITY;
    else if (!Number.isFinite(value)) bounds[index] = 0;
    else if (Number.isNaN(bounds[index])) bounds[index] = Number.POSITIVE_INFINITY;
  }
  return bounded;
}
