import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { skipN } from 'pure-rand/utils/skipN';

/** Random choices that a seed repeats. */
export interface Random {
  /** From 0 up to 1. */
  readonly uniform: () => number;
  readonly normal: () => number;
  /** A whole number from 0 up to `below`. */
  readonly below: (below: number) => number;
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

export function randomFrom(seed: number): Random {
  const generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1));
  skipN(generator, 16);
  const uniform = (): number => uniformFloat64(generator);
  const below = (count: number): number => Math.floor(uniform() * count);
  return {
    uniform,
    below,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('Expected something to pick from, got nothing.');
      return item;
    },
  };
}
