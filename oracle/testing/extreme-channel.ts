import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { skipN } from 'pure-rand/utils/skipN';
import { roundTo } from '../formats/arithmetic.ts';
import type { ChannelParameters, ChannelRank } from './algorithms/channel.ts';

/** The type of the numbers: inputs and parameters alike. */
export type ExtremeDtype = 'float32' | 'float64';

/** Where exponents of `dtype` are looked for: of the smallest subnormal, the smallest normal, and the largest number. */
const exponents = {
  float32: { smallest: -149, normal: -126, largest: 127.99 },
  float64: { smallest: -1074, normal: -1022, largest: 1023.99 },
};
const usualEpsilons = [1e-5, 1e-3, 1e-8, 1e-12, 1];
const usualFactors = [0.1, 0.5, 1, 0, 1 / 3, 1.7, -0.3];

/** A channel over ranks of the given sizes. */
export interface ExtremeCase {
  readonly channel: readonly ChannelRank[];
  readonly parameters: ChannelParameters;
}

/**
 * A channel whose numbers and parameters have any exponent that `dtype` has, subnormal and nearly overflowing ones more often than
 * their share: what underflows and overflows on the way is in its bounds, or unjudged.
 */
export function extremeCase(sizes: readonly number[], seed: number, dtype: ExtremeDtype): ExtremeCase {
  // Neighbouring seeds start alike.
  const generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1));
  skipN(generator, 16);
  const uniform = (): number => uniformFloat64(generator);
  const pick = (from: readonly number[]): number => from[Math.floor(from.length * uniform())] ?? 0;
  const { smallest, normal, largest } = exponents[dtype];
  const exponent = (): number => {
    const kind = uniform();
    if (kind < 0.35) return 8 * uniform() - 4;
    if (kind < 0.5) return normal - 4 + 8 * uniform();
    if (kind < 0.6) return largest - 10 * uniform();
    if (kind < 0.7) return (largest / 2) * (0.9 + 0.3 * uniform());
    return smallest + (largest - smallest) * uniform();
  };
  const any = (): number => (uniform() < 0.06 ? 0 : (uniform() < 0.5 ? -1 : 1) * 2 ** exponent());
  const near = (): number => uniform() + uniform() + uniform() - 1.5;
  const stored = (value: number): number => roundTo(dtype, Math.max(-(2 ** largest), Math.min(2 ** largest, value)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const numbers = (): readonly number[] => {
    const kind = uniform();
    const [offset, scale, other] = [any(), any(), any()];
    const step = 2 ** -Math.floor(24 * uniform());
    return Array.from({ length: total }, (_, index) => {
      if (kind < 0.1) return stored(offset);
      if (kind < 0.4) return stored(offset + scale * near());
      if (kind < 0.6) return stored(scale * near());
      if (kind < 0.75) return stored((index % 2 === 0 ? scale : -scale) * (1 + step * uniform()));
      return stored(kind < 0.9 ? (uniform() < 0.3 ? other : scale) * near() : any());
    });
  };
  const [x, gradY] = [numbers(), numbers()];
  let start = 0;
  const channel = sizes.map((size) => {
    start += size;
    return { x: x.slice(start - size, start), gradY: gradY.slice(start - size, start) };
  });
  const parameters = {
    weight: stored(any()),
    bias: stored(any()),
    epsilon: uniform() < 0.5 ? pick(usualEpsilons) : Math.abs(any()) || 1e-5,
    factor: uniform() < 0.6 ? pick(usualFactors) : any(),
    runningMean: stored(any()),
    runningVar: stored(Math.abs(any())),
  };
  return { channel, parameters };
}
