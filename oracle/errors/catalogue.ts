import type { Dialect } from '../scenario.ts';
import type { ErrorTemplate } from './message-template.ts';
import { templatePattern } from './message-template.ts';
import { mindsporeErrors } from './mindspore-errors.ts';
import { torchErrors } from './torch-errors.ts';

interface Catalogue {
  readonly torch: typeof torchErrors;
  readonly mindspore: typeof mindsporeErrors;
}
type KeyOf<Name extends Dialect> = `${Name}/${keyof Catalogue[Name] & string}`;

/** What an error is called, whatever its words: `torch/one-value-per-channel`. */
export type ErrorKey = KeyOf<'torch'> | KeyOf<'mindspore'>;

/** The words of a key's template. */
export type WordsOf<Key extends ErrorKey> = Key extends `torch/${infer Own extends keyof Catalogue['torch']}`
  ? Catalogue['torch'][Own]['words']
  : Key extends `mindspore/${infer Own extends keyof Catalogue['mindspore']}`
    ? Catalogue['mindspore'][Own]['words']
    : never;

/** A template under its key. */
export interface CataloguedError extends ErrorTemplate {
  readonly key: ErrorKey;
}

/** Every error that the reference predicts, torch's first. */
export const catalogue: readonly CataloguedError[] = [
  ...entriesOf('torch', torchErrors),
  ...entriesOf('mindspore', mindsporeErrors),
];

function entriesOf(dialect: Dialect, templates: Readonly<Record<string, ErrorTemplate>>): readonly CataloguedError[] {
  return Object.entries(templates).flatMap(([name, template]) => {
    const key = `${dialect}/${name}`;
    return isErrorKey(key) ? [{ key, ...template }] : [];
  });
}

function isErrorKey(text: string): text is ErrorKey {
  const [dialect, name = ''] = text.split('/');
  return dialect === 'torch' ? name in torchErrors : dialect === 'mindspore' && name in mindsporeErrors;
}

const patterns = new Map(catalogue.map(({ key, words }) => [key, templatePattern(words)]));

/** The template of a key; a RangeError for a key of no template. */
export function templateOf(key: ErrorKey): CataloguedError {
  const found = catalogue.find((entry) => entry.key === key);
  if (found === undefined) throw new RangeError(`Expected a key of the catalogue, got ${key}.`);
  return found;
}

/** The key of a message as a dialect's framework words it; null for words that no template has. */
export function keyOfMessage(dialect: Dialect, message: string): ErrorKey | null {
  const found = catalogue.find(({ key }) => key.startsWith(`${dialect}/`) && patterns.get(key)?.test(message) === true);
  return found?.key ?? null;
}
