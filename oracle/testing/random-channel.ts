import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { ChannelRank, ChannelParameters } from './float32-algorithms.ts';

/** Families of channels: what is hard about each is in its name. */
export const families = [
  'ordinary',
  'offset 1e3',
  'offset 1e4',
  'constant',
  'nearly constant',
  'ramp',
  'outlier',
  'wide',
] as const;
export type Family = (typeof families)[number];

/** float32 data of one channel over ranks of the given sizes, with an upstream gradient that has a mean and follows x. */
export function randomChannel(family: Family, sizes: readonly number[], seed: number): readonly ChannelRank[] {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  let place = 0;
  const draw: Record<Family, () => number> = {
    ordinary: normal,
    'offset 1e3': () => 1e3 + normal(),
    'offset 1e4': () => 1e4 + normal(),
    constant: () => 12345.678,
    'nearly constant': () => 0.1 + 1e-6 * normal(),
    ramp: () => place * 0.37,
    outlier: () => (place === 1 ? 1e5 : normal()),
    wide: () => normal() * 2 ** Math.floor(20 * uniform() - 10),
  };
  return sizes.map((size, rank) => {
    const pairs = Array.from({ length: size }, () => {
      place += 1;
      const deviation = normal();
      const x = draw[family]() + (family === 'ordinary' ? 0.5 * rank : 0);
      return [Math.fround(x), Math.fround(0.8 + deviation + (family === 'ordinary' ? 0.7 * x : 0))] as const;
    });
    return { x: pairs.map(([x]) => x), gradY: pairs.map(([, gradient]) => gradient) };
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
