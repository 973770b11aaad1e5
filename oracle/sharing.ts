import { isList, numberIn } from './python-value.ts';
import type { Scenario, World } from './scenario.ts';

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

/**
 * The world of a scenario as its framework sees it. An explicit `process_groups` of MindSpore decides who shares, whatever the world says:
 * 0, False, an empty list and lists of fewer than two ranks all mean that nobody does.
 */
export function effectiveWorld(scenario: Scenario): World {
  const { world } = scenario;
  const given = scenario.arguments['process_groups'];
  if (scenario.dialect !== 'mindspore' || given === undefined || given === null) return world;
  if (numberIn(given) === 0) return { size: world.size, groups: [] };
  if (!isList(given)) return world;
  const groups = given.map((group) => (isList(group) ? group.filter((rank) => typeof rank === 'number') : []));
  return { size: world.size, groups };
}
