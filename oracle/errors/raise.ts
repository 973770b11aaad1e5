import type { RaisedError } from '../trace.ts';
import type { ErrorKey, WordsOf } from './catalogue.ts';
import { templateOf } from './catalogue.ts';
import type { HoleIn } from './message-template.ts';
import { fillTemplate } from './message-template.ts';

/** What stands in the holes of a key's words; no argument where there are none. */
type Holes<Key extends ErrorKey> = [HoleIn<WordsOf<Key>>] extends [never]
  ? []
  : [Readonly<Record<HoleIn<WordsOf<Key>>, string | number>>];

const longestMessage = 500;

/** The error of a key, worded as goldens hold it: the first line, at most 500 characters. */
export function raise<Key extends ErrorKey>(key: Key, ...[holes]: Holes<Key>): RaisedError {
  const { type, words } = templateOf(key);
  const characters = Array.from(fillTemplate(words, holes ?? {}));
  const end = characters.findIndex((character) => lineBreaks.has(character));
  const line = characters.slice(0, end === -1 ? longestMessage : Math.min(end, longestMessage));
  return { type, message: line.join(''), key };
}

/** Where Python's `splitlines` breaks. */
const lineBreaks = new Set(['\n', '\v', '\f', '\r', '\u001C', '\u001D', '\u001E', '\u0085', '\u2028', '\u2029']);
