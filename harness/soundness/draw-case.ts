import type { DType } from '../../oracle/tensor.ts';
import type { ChannelParameters, ChannelRank } from '../../oracle/testing/algorithms/channel.ts';
import { extremeCase } from '../../oracle/testing/extreme-channel.ts';
import { gradientFamilies } from '../../oracle/testing/gradient-families.ts';
import { drawParameters, families, randomChannel } from '../../oracle/testing/random-channel.ts';
import type { Lane } from './lanes.ts';
import type { Random } from './random.ts';
import { randomFrom } from './random.ts';

/** A channel to be normalised, and where it came from. */
export interface ChannelCase {
  readonly seed: number;
  readonly family: string;
  readonly gradient: string;
  readonly channel: readonly ChannelRank[];
  readonly parameters: ChannelParameters;
}

/** How many values the channels of a suite have. */
export type SizeOf = (random: Random) => number;

/** From 2 to a few, mostly to 200, often to 3000, and one in 400 up to 100,000. */
export const suiteSizes: SizeOf = (random) => {
  const between = (least: number, most: number): number => Math.floor(least * (most / least) ** random.uniform());
  const kind = random.uniform();
  if (kind < 0.3) return between(2, 10);
  if (kind < 0.75) return between(4, 200);
  return kind < 0.9975 ? between(100, 3000) : between(1e4, 1e5);
};

const gradients = Object.keys(gradientFamilies);

/** What a lane is tried on. */
export function drawForLane({ dtype, anyExponent = false }: Lane, seed: number, sizeOf: SizeOf): ChannelCase {
  return anyExponent ? drawAnyExponent(seed, dtype) : drawCase(seed, dtype, sizeOf);
}

/** A few values: what overflows and underflows needs no more. */
function drawAnyExponent(seed: number, dtype: DType): ChannelCase {
  const random = randomFrom(seed);
  const sizes = partition(random, 2 + random.below(12));
  const family = 'any exponent';
  return { seed, family, gradient: family, ...extremeCase(sizes, seed, dtype === 'float64' ? dtype : 'float32') };
}

/** Families in turn, everything else by the seed. */
export function drawCase(seed: number, dtype: DType, sizeOf: SizeOf): ChannelCase {
  const random = randomFrom(seed);
  const family = families[seed % families.length] ?? 'ordinary';
  const gradient = random.pick(gradients);
  const sizes = partition(random, sizeOf(random));
  const channel = randomChannel(family, sizes, seed, { gradient, dtype });
  return { seed, family, gradient, channel, parameters: drawParameters(seed) };
}

/** Over one rank, or unevenly over up to eight, some with one value and some with none. */
function partition(random: Random, count: number): readonly number[] {
  if (random.uniform() < 0.35) return [count];
  const parts = 1 + random.below(8);
  const cuts = Array.from({ length: parts - 1 }, () =>
    Math.floor(count * (random.uniform() < 0.3 ? Math.round(random.uniform()) : random.uniform() ** 2)),
  );
  if (random.uniform() < 0.3) cuts.push(Math.min(count, 1));
  const edges = [0, ...cuts.toSorted((a, b) => a - b), count];
  return edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
}
