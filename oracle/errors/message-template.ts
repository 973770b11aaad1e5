/** An error of a framework: its class, its words with holes as `{{name:kind}}` where they vary, what brings it about, and where. */
export interface ErrorTemplate {
  readonly type: string;
  readonly words: string;
  readonly when: string;
  readonly source: string;
}

/** What may stand in a hole of a message, by the name after its colon. */
const kinds = {
  integer: String.raw`-?\d+`,
  /** A number as Python or C prints it, or True and False where an argument may be a bool. */
  number: String.raw`(?:-?\d+(?:\.\d+)?(?:e[+-]\d+)?|-?inf|-?nan|True|False)`,
  /** Integers in a list, without its brackets. */
  extents: String.raw`(?:-?\d+(?:, -?\d+)*)?`,
  /** A name of Python's: a type, an argument, a function. */
  name: String.raw`\w+`,
  /** The path of a class: `mindspore.common.tensor.Tensor`. */
  path: String.raw`\w+(?:\.\w+)*`,
  /** A type as MindSpore's signatures have it: `List<int, int>`. */
  signature: String.raw`[\w<>, ]+`,
  /** A size as NumPy prints it: `32.0 PiB`, `512. TiB`. */
  size: String.raw`\d+\.\d* [TP]iB`,
  /** A value of any kind, printed. */
  text: '.*',
} as const;

/** The names of the holes in `Words`, which stand as `{{name:kind}}`. */
export type HoleIn<Words extends string> = Words extends `${string}{{${infer Name}:${string}}}${infer Rest}`
  ? Name | HoleIn<Rest>
  : never;

const hole = /\{\{(?<name>\w+):(?<kind>\w+)\}\}/gu;

/** The message in which every hole of `words` holds what `values` has for it. */
export function fillTemplate(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replaceAll(hole, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`Expected a value for each hole of "${words}", got none for ${name}.`);
    return String(value);
  });
}

/** What recognises the messages of a template, from the first character to the last. */
export function templatePattern(words: string): RegExp {
  const literals = words.split(hole);
  // Splitting by a pattern with two groups leaves, after each literal, the name and the kind of the hole that follows it.
  const parts = literals.map((part, index) => (index % 3 === 0 ? literally(part) : index % 3 === 1 ? '' : kindPattern(part)));
  return new RegExp(`^${parts.join('')}$`, 'u');
}

function kindPattern(name: string): string {
  const kind = Object.entries(kinds).find(([key]) => key === name);
  if (kind === undefined) throw new RangeError(`Expected one of ${Object.keys(kinds).join(', ')}, got ${name}.`);
  return kind[1];
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);
}
