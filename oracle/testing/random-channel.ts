import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { skipN } from 'pure-rand/utils/skipN';
import { roundTo } from '../formats/arithmetic.ts';
import type { DType } from '../tensor.ts';
import type { ChannelParameters, ChannelRank } from './algorithms/channel.ts';
import { gradientFamilies } from './gradient-families.ts';
import type { Place } from './value-families.ts';
import { valueFamilies } from './value-families.ts';

export const families: readonly string[] = Object.keys(valueFamilies);

/** How the upstream gradient of a channel is drawn, and what type the numbers have. */
export interface ChannelKind {
  /** A name of `gradientFamilies`. */
  readonly gradient?: string;
  readonly dtype?: DType;
}

const largestHalf = 6e4;

/** Numbers of one channel of a family over ranks of the given sizes, with an upstream gradient; float32 unless told otherwise. */
export function randomChannel(
  family: string,
  sizes: readonly number[],
  seed: number,
  { gradient = 'following', dtype = 'float32' }: ChannelKind = {},
): readonly ChannelRank[] {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const limit = dtype === 'float16' ? largestHalf : Number.POSITIVE_INFINITY;
  const stored = (value: number): number => roundTo(dtype, Math.max(-limit, Math.min(limit, value)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const [drawValue, drawGradient] = [valueFamilies[family], gradientFamilies[gradient]];
  if (drawValue === undefined || drawGradient === undefined) {
    throw new RangeError(`Expected families of values and of gradients, got ${family} and ${gradient}.`);
  }
  let index = 0;
  return sizes.map((size, rank) => {
    const pairs = Array.from({ length: size }, () => {
      const place: Place = { index, total, rank, uniform, normal };
      index += 1;
      const value = drawValue(place);
      return [stored(value), stored(drawGradient(value, place))] as const;
    });
    return { x: pairs.map(([x]) => x), gradY: pairs.map(([, g]) => g) };
  });
}

/** Parameters away from every default, each a float32. */
export const randomParameters: ChannelParameters = {
  weight: -1.375,
  bias: 0.625,
  epsilon: 2 ** -7,
  factor: 0.25,
  runningMean: 0.75,
  runningVar: 1.5,
};

const weights = [1, 1, -1, 0.7, -2.3, 1e-3, -41.7, 0, 3e5, -1e-12];
const biases = [0, 0, 0.3, -5.1, 1e4, -1e-9];
const epsilons = [1e-5, 1e-5, 1e-3, 1e-8, 1e-12, 0.1, 1, 2 ** -20];
const factors = [0.1, 0.1, 0.5, 0.01, 1, 0, 1 / 3, 0.9, 1.7];
const runningMeans = [0, 0.75, -300.7, 1e4, 1e-5];
const runningVars = [1, 1.5, 1e-6, 40.3, 1e6, 0];

/** Parameters of either sign and any size; `epsilon` and `factor` are float64, as Python hands them over. */
export function drawParameters(seed: number): ChannelParameters {
  // Neighbouring seeds start alike.
  const generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1));
  skipN(generator, 16);
  const one = (from: readonly number[]): number => from[Math.floor(uniformFloat64(generator) * from.length)] ?? 0;
  return {
    weight: Math.fround(one(weights)),
    bias: Math.fround(one(biases)),
    epsilon: one(epsilons),
    factor: one(factors),
    runningMean: Math.fround(one(runningMeans)),
    runningVar: Math.fround(one(runningVars)),
  };
}
