import { roundTo } from '../../oracle/formats/arithmetic.ts';
import type { DType } from '../../oracle/tensor.ts';
import type { ChannelParameters, ChannelRank } from '../../oracle/testing/algorithms/channel.ts';
import { drawParameters } from '../../oracle/testing/random-channel.ts';
import type { ChannelCase } from './draw-case.ts';
import type { Random } from './random.ts';

/** A case like `given` with one to three things changed: a value, a gradient, a parameter, the number of values, the ranks. */
export function mutateCase(given: ChannelCase, dtype: DType, random: Random): ChannelCase {
  let mutated = given;
  for (let left = 1 + random.below(3); left > 0; left -= 1) mutated = changeOnce(mutated, dtype, random);
  return mutated;
}

function changeOnce(given: ChannelCase, dtype: DType, random: Random): ChannelCase {
  const kind = random.uniform();
  if (kind < 0.35) return { ...given, channel: changeNumber(given.channel, 'x', dtype, random) };
  if (kind < 0.65) return { ...given, channel: changeNumber(given.channel, 'gradY', dtype, random) };
  if (kind < 0.8) return { ...given, parameters: changeParameters(given.parameters, random) };
  if (kind < 0.9) return { ...given, channel: changeSize(given.channel, random) };
  return { ...given, channel: changeAll(given.channel, dtype, random) };
}

/** `value` moved by a few units in the last place, scaled, negated, or taken from elsewhere. */
function changed(value: number, others: readonly number[], random: Random): number {
  const kind = random.uniform();
  if (kind < 0.4) return value * (1 + (random.below(9) - 4) * 2 ** -23) + (value === 0 ? random.normal() : 0);
  if (kind < 0.55) return value * (1 + 0.1 * random.normal());
  if (kind < 0.65) return value * 2 ** (random.below(11) - 5);
  if (kind < 0.75) return random.pick(others);
  if (kind < 0.85) return random.pick(others) * (1 + (random.below(9) - 4) * 2 ** -23);
  if (kind < 0.95) return -value;
  return random.normal();
}

function changeNumber(
  channel: readonly ChannelRank[],
  list: 'x' | 'gradY',
  dtype: DType,
  random: Random,
): readonly ChannelRank[] {
  const places = channel.flatMap((rank, place) => (rank.x.length > 0 ? [place] : []));
  const place = random.pick(places);
  const numbers = [...(channel[place]?.[list] ?? [])];
  const at = random.below(numbers.length);
  numbers[at] = roundTo(
    dtype,
    changed(
      numbers[at] ?? 0,
      channel.flatMap((rank) => rank[list]),
      random,
    ),
  );
  return channel.map((rank, index) => (index === place ? { ...rank, [list]: numbers } : rank));
}

function changeParameters(parameters: ChannelParameters, random: Random): ChannelParameters {
  const name = random.pick(['weight', 'bias', 'epsilon', 'factor', 'runningMean', 'runningVar'] as const);
  const fresh = drawParameters(random.below(2 ** 30))[name];
  const moved = parameters[name] * (1 + 0.3 * random.normal());
  const value = random.uniform() < 0.5 ? fresh : moved;
  if (name === 'factor') return { ...parameters, factor: value };
  const isPositive = name === 'epsilon' || name === 'runningVar';
  return { ...parameters, [name]: Math.fround(isPositive ? Math.abs(value) : value) };
}

/** A value more or less, or a rank joined to its neighbour or cut in two; at least two values stay. */
function changeSize(channel: readonly ChannelRank[], random: Random): readonly ChannelRank[] {
  const place = random.below(channel.length);
  const rank = channel[place] ?? { x: [], gradY: [] };
  const count = channel.reduce((sum, { x }) => sum + x.length, 0);
  const at = random.below(Math.max(1, rank.x.length));
  const replaced = (...by: readonly ChannelRank[]): readonly ChannelRank[] => channel.toSpliced(place, 1, ...by);
  switch (random.below(4)) {
    case 0:
      if (count <= 2 || rank.x.length === 0) return channel;
      return replaced({ x: rank.x.toSpliced(at, 1), gradY: rank.gradY.toSpliced(at, 1) });
    case 1:
      return replaced({
        x: rank.x.toSpliced(at, 0, rank.x[at] ?? 1),
        gradY: rank.gradY.toSpliced(at, 0, rank.gradY[at] ?? 1),
      });
    case 2:
      if (channel.length > 5) return channel;
      return replaced(
        { x: rank.x.slice(0, at), gradY: rank.gradY.slice(0, at) },
        { x: rank.x.slice(at), gradY: rank.gradY.slice(at) },
      );
    default: {
      const next = channel[place + 1];
      if (next === undefined) return channel;
      return channel.toSpliced(place, 2, { x: [...rank.x, ...next.x], gradY: [...rank.gradY, ...next.gradY] });
    }
  }
}

/** All values or all gradients moved or scaled alike. */
function changeAll(channel: readonly ChannelRank[], dtype: DType, random: Random): readonly ChannelRank[] {
  const list = random.pick(['x', 'gradY'] as const);
  const [by, factor] = random.uniform() < 0.5 ? [random.normal() * 10 ** random.below(5), 1] : [0, 1 + random.normal()];
  return channel.map((rank) => ({ ...rank, [list]: rank[list].map((value) => roundTo(dtype, value * factor + by)) }));
}
