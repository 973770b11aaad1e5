import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Dialect } from '../scenario.ts';
import { dialects } from '../scenario.ts';
import type { CataloguedError } from './catalogue.ts';
import { catalogue, keyOfMessage, templateOf } from './catalogue.ts';
import { fillTemplate, templatePattern } from './message-template.ts';
import { raise } from './raise.ts';

/** What may stand in holes of each kind. */
const printed: Readonly<Record<string, fc.Arbitrary<string>>> = {
  integer: fc.integer().map(String),
  number: fc.constantFrom('0', '-1', '0.0', '-1e-05', '1.5', '1e+308', 'nan', 'inf', '-inf', 'False', '1.17549e-38'),
  extents: fc.array(fc.nat(9), { maxLength: 3 }).map((extents) => extents.join(', ')),
  name: fc.constantFrom('str', 'NoneType', 'list', 'Half', 'running_mean', 'zeros'),
  path: fc.constantFrom('list', 'NoneType', 'mindspore.common.tensor.Tensor'),
  signature: fc.constantFrom('float', 'None', 'List<>', 'List<int, List<float>>', 'Tensor'),
  size: fc.constantFrom('32.0 PiB', '512. TiB', '1.00 PiB'),
  text: fc.oneof(fc.string(), fc.constantFrom('', 'a.b', '(', '[[0], [1]]')).filter((text) => !/[\n\r\u2028\u2029]/u.test(text)),
};

/** Messages of a template with anything in its holes. */
function messageOf(words: string): fc.Arbitrary<string> {
  const holes = [...words.matchAll(/\{\{(?<name>\w+):(?<kind>\w+)\}\}/gu)];
  const values = holes.map(({ groups }): [string, fc.Arbitrary<string>] => [
    groups?.['name'] ?? '',
    printed[groups?.['kind'] ?? ''] ?? fc.constant('unknown kind'),
  ]);
  return fc.record(Object.fromEntries(values)).map((filled) => fillTemplate(words, filled));
}

const dialectOf = ({ key }: CataloguedError): Dialect => (key.startsWith('torch/') ? 'torch' : 'mindspore');

describe.each(catalogue.map((entry) => [entry.key, entry] as const))('%s', (key, entry) => {
  const { words, type, when, source } = entry;
  const own = catalogue.filter((other) => dialectOf(other) === dialectOf(entry));

  it('is what its messages are recognised as, whatever stands in their holes, and no other template takes them', () => {
    fc.assert(
      fc.property(messageOf(words), (message) => {
        expect(keyOfMessage(dialectOf(entry), message)).toBe(key);
        expect(own.filter((other) => templatePattern(other.words).test(message)).map((other) => other.key)).toEqual([key]);
      }),
      { numRuns: 20 },
    );
  });

  it('is not recognised with anything before or behind, where the words begin and end', () => {
    fc.assert(
      fc.property(messageOf(words), (message) => {
        const pattern = templatePattern(words);
        const longer = [words.startsWith('{{') ? [] : [`x${message}`], words.endsWith('}}') ? [] : [`${message}x`]].flat();
        expect([...longer, `${message}\n${message}`].filter((text) => pattern.test(text))).toEqual([]);
      }),
      { numRuns: 5 },
    );
  });

  it('says what raises it, and where', () => {
    expect(type).toMatch(/^[A-Z]\w*Error$/u);
    expect([when, source].every((text) => text.length > 2 && text === text.trim() && !text.endsWith('.'))).toBe(true);
    expect(words.length).toBeLessThanOrEqual(500);
  });
});

test.each(dialects)('%s: knows no key for other words', (dialect) => {
  for (const message of ['', 'none', 'momentum must be in range [0, 1]', 'Expected more than 1 value per channel']) {
    expect(keyOfMessage(dialect, message)).toBeNull();
  }
});

it('does not take the words of one dialect for those of the other', () => {
  const { key, words } = templateOf('torch/no-channels');
  expect([keyOfMessage('torch', words), keyOfMessage('mindspore', words)]).toEqual([key, null]);
});

describe('an error that is raised', () => {
  it('has type, words and key of its template', () => {
    expect(raise('torch/too-few-dimensions', { dimensions: 1 })).toEqual({
      type: 'ValueError',
      message: 'expected at least 2D input (got 1D input)',
      key: 'torch/too-few-dimensions',
    });
    expect(raise('mindspore/affine-type').message).toBe('The argument `requires_grad` must be bool type');
  });

  it('is worded as goldens hold it: the first line, at most 500 characters', () => {
    expect(raise('torch/device-malformed', { device: 'two\nlines' }).message).toBe("Invalid device string: 'two");
    const { message } = raise('mindspore/initialiser-unknown', { name: '\u{1F600}'.repeat(600) });
    expect(Array.from(message)).toHaveLength(500);
  });

  it('asks for a value for each hole', () => {
    expect(() => fillTemplate('a {{b:name}} c', {})).toThrow('Expected a value for each hole');
    expect(() => templatePattern('a {{b:nonsense}} c')).toThrow('Expected one of integer');
  });
});
