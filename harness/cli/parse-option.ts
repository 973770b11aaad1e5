import { InvalidArgumentError } from 'commander';
import type { Shard } from '../engine/select-cases.ts';

/** `i/n` with 1 <= i <= n. */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/u.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) {
    throw new InvalidArgumentError(`Expected i/n with 1 <= i <= n, such as 2/5, got ${text}.`);
  }
  return { index, count };
}

/** A whole number from `least` to `most`. */
export function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/u.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}, got ${text}.`);
    }
    return value;
  };
}
