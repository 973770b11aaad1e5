import type { ChosenSets } from '../../goldens/golden-sets.ts';
import { shellQuote } from './shell-quote.ts';

/** Adds the names of one `--golden-set`, separated by commas, to those of the ones before it. */
export function addGoldenSets(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((name) => name.trim())];
}

/** What the given names choose: the main sets where there are none, every set where `all` is among them. */
export function chooseSets(names: readonly string[] | undefined): ChosenSets {
  if (names === undefined) return 'main';
  return names.includes('all') ? 'all' : [...new Set(names)];
}

/** The option as it would be typed; empty where it was not given. */
export function goldenSetOption(names: readonly string[] | undefined): string {
  return names === undefined ? '' : `--golden-set ${shellQuote(names.join(','))}`;
}
