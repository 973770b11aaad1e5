import type { World } from './scenario.ts';

/**
 * The ranks of a world, parted into the sets that share statistics: every group, and every rank of no group by itself
 * (both frameworks let such a rank normalise alone, without a word).
 */
export function sharingSets(world: World): readonly (readonly number[])[] {
  const everyone = Array.from({ length: world.size }, (_, rank) => rank);
  if (world.groups === null) return [everyone];
  const grouped = new Set(world.groups.flat());
  const alone = everyone.filter((rank) => !grouped.has(rank)).map((rank) => [rank]);
  return [...world.groups.filter((group) => group.length > 0), ...alone].toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}
