import { elementCount } from '../../oracle/tensor.ts';
import type { DType, Tensor } from '../../oracle/tensor.ts';
import type { RandomSource } from './random-source.ts';
import { tensorOf } from './tensor-of.ts';

/** Families of input data; what each is for stands beside its numbers below. */
export const dataClasses = ['ordinary', 'ladder', 'constant', 'offset', 'huge', 'tiny', 'nonfinite', 'integers'] as const;
export type DataClass = (typeof dataClasses)[number];

/** Centre and spread of one channel, shared by the ranks so that their batches belong together. */
export interface ChannelLaw {
  readonly centre: number;
  readonly spread: number;
  readonly poisoned: boolean;
}

/** One law a channel. The half formats get centres and spreads that their range holds. */
export function channelLaws(dataClass: DataClass, channels: number, dtype: DType, source: RandomSource): readonly ChannelLaw[] {
  const poisoned = source.below(channels);
  const lowest = source.below(ladder.length);
  return Array.from({ length: channels }, (_, channel) => ({
    ...(dataClass === 'ladder' ? rungOf(lowest + channel, source) : lawOf(dataClass, dtype, source)),
    poisoned: dataClass === 'nonfinite' && channel === poisoned,
  }));
}

/** Deviations far above, at and below where the default epsilon matters: 1, sqrt(eps), 30, 0.1 sqrt(eps). */
const ladder = [1, 0.00316, 30, 0.000316];

/** Neighbouring channels differ by orders of magnitude, so that an epsilon or a variance that is wrong shows in one of them. */
function rungOf(rung: number, source: RandomSource): { centre: number; spread: number } {
  const spread = ladder[rung % ladder.length] ?? 1;
  return { centre: 2 * spread * source.normal(), spread };
}

function lawOf(dataClass: Exclude<DataClass, 'ladder'>, dtype: DType, source: RandomSource): { centre: number; spread: number } {
  const half = dtype === 'float16';
  const sign = source.below(2) === 0 ? 1 : -1;
  switch (dataClass) {
    case 'ordinary':
    case 'nonfinite':
      // Spreads around 1, sqrt(eps) and 30: below, near and far above where epsilon matters.
      return { centre: 2 * source.normal(), spread: pick([1, 0.3, 0.00316, 0.000316, 30], source) };
    case 'constant':
      // Zero variance at values with and without a finite binary expansion.
      return { centre: pick([0, 1, -2.5, half ? 1000.5 : 10000.37, half ? 0.1 : 12345.678], source), spread: 0 };
    case 'offset':
      // Cancellation: a one-pass variance loses all digits here.
      return half
        ? { centre: sign * pick([30, 300], source), spread: 1 }
        : { centre: sign * pick([1e3, 1e4, 1e5], source), spread: pick([1, 0.01], source) };
    case 'huge':
      return half
        ? { centre: 0, spread: 8000 }
        : { centre: source.normal() * 1e10, spread: pick([1e6, 1e12, 1e17, 1e30], source) };
    case 'tiny':
      return { centre: 0, spread: half ? 1e-5 : pick([1e-10, 1e-20, 1e-39], source) };
    case 'integers':
      // Few values with exact sums: differences between algorithms vanish, differences in meaning stay.
      return { centre: source.below(7) - 3, spread: -1 };
  }
}

/** What spoils a channel: an infinity would hide what becomes of a NaN. */
const poisons: readonly (readonly number[])[] = [
  [Number.NaN],
  [Number.NaN],
  [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

/** Data of one rank: shape [N, C, *S], following the laws, the centre moved a little with the rank. */
export function fillInput(
  dtype: DType,
  shape: readonly number[],
  laws: readonly ChannelLaw[],
  rank: number,
  source: RandomSource,
): Tensor {
  const inner = elementCount(shape.slice(2));
  const channels = shape[1] ?? 1;
  const odd = laws.some((law) => law.poisoned) ? pick(poisons, source) : [];
  const numbers = Array.from({ length: elementCount(shape) }, (_, index) => {
    const law = laws[Math.floor(index / inner) % channels];
    if (law === undefined) return source.normal();
    if (law.poisoned && source.below(4) === 0) return pick(odd, source);
    if (law.spread < 0) return law.centre + source.below(4) + rank;
    return law.centre + law.spread * (source.normal() + 0.5 * rank);
  });
  return tensorOf(dtype, shape, numbers);
}

/** An upstream gradient of the shape of `x`: with a mean, and correlated with x, so that no term of grad_x vanishes. */
export function fillGradient(x: Tensor, inputs: Float64Array, laws: readonly ChannelLaw[], source: RandomSource): Tensor {
  const inner = elementCount(x.shape.slice(2));
  const channels = x.shape[1] ?? 1;
  // Sums of the largest pass what a half format holds.
  const scale = pick(x.dtype === 'float16' ? [1, 1, 0.01, 50, 2000] : [1, 1, 0.01, 50], source);
  const mean = source.normal();
  const numbers = Array.from(inputs, (value, index) => {
    const law = laws[Math.floor(index / inner) % channels];
    const spread = Math.abs(law?.spread ?? 1) || 1;
    const standardised = (value - (law?.centre ?? 0)) / spread;
    return scale * (mean + 0.7 * (Number.isFinite(standardised) ? standardised : 0) + source.normal());
  });
  return tensorOf(x.dtype, x.shape, numbers);
}

/** One of `choices`. */
export function pick<Choice>(choices: readonly Choice[], source: RandomSource): Choice {
  const choice = choices[source.below(choices.length)];
  if (choice === undefined) throw new RangeError('Expected at least one choice, got none.');
  return choice;
}
