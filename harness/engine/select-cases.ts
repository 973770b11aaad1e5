import picomatch from 'picomatch';

/** Part `index` of `count`, 1-based: `--shard 2/5`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

// No case id holds it: slashes are replaced so that `*` matches across them.
const separator = '\u{241F}';

/**
 * The items whose id a filter matches, of the given shard. A filter is an id, or a glob in which `*` also matches `/`
 * and parentheses and plus signs stand for themselves. Shards take every count-th item and together hold each exactly once.
 */
export function selectCases<Item extends { readonly id: string }>(
  items: readonly Item[],
  filter: string | null,
  shard: Shard | null,
): readonly Item[] {
  const matches = filter === null ? () => true : idMatcher(filter);
  const matching = items.filter(({ id }) => matches(id));
  return shard === null ? matching : matching.filter((_, place) => place % shard.count === shard.index - 1);
}

// Far above any id, and what picomatch takes.
const longestGlob = 10_000;

function idMatcher(filter: string): (id: string) => boolean {
  if (filter === '' || filter.length > longestGlob) return (id) => id === filter;
  const escaped = filter.replaceAll(/[()+|!@^$]/gu, String.raw`\$&`).replaceAll('/', separator);
  const glob = picomatch(escaped, { dot: true, noextglob: true, nonegate: true });
  return (id) => id === filter || glob(id.replaceAll('/', separator));
}
