import { describe, expect, it, test } from 'vitest';
import { catalogue } from '../../oracle/errors/catalogue.ts';
import type { CataloguedError } from '../../oracle/errors/catalogue.ts';
import { fillTemplate } from '../../oracle/errors/message-template.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { RaisedError } from '../../oracle/trace.ts';
import type { ErrorWords } from './compare-errors.ts';
import { compareErrors } from './compare-errors.ts';

/** What stands in every hole, twice over: of the kind where the kind matters. */
const values: Readonly<Record<string, readonly [string, string]>> = {
  integer: ['1', '2'],
  number: ['0', '-1.0'],
  extents: ['1, 2', '2, 3'],
  name: ['str', 'list'],
  path: ['list', 'NoneType'],
  signature: ['int', 'List<int>'],
  size: ['32.0 PiB', '512. TiB'],
  text: ['a', 'b'],
};

function filled({ words }: CataloguedError, which: 0 | 1): string {
  const holes = [...words.matchAll(/\{\{(?<name>\w+):(?<kind>\w+)\}\}/gu)];
  const entries = holes.map(({ groups }) => [groups?.['name'] ?? '', values[groups?.['kind'] ?? '']?.[which] ?? ''] as const);
  return fillTemplate(words, Object.fromEntries(entries));
}

const expected = (entry: CataloguedError): RaisedError => ({ type: entry.type, message: filled(entry, 0), key: entry.key });
const everyWords: readonly ErrorWords[] = ['same', 'any'];

describe.each(dialects)('the errors of %s', (dialect: Dialect) => {
  const own = catalogue.filter(({ key }) => key.startsWith(`${dialect}/`));

  test.each(own.map((entry) => [entry.key, entry] as const))(
    '%s conforms in its own words, and in those of no other key',
    (_, entry) => {
      const { type } = entry;
      for (const words of everyWords) {
        expect(compareErrors(dialect, expected(entry), { type, message: filled(entry, 0) }, words)).toEqual({
          difference: null,
          note: null,
        });
        for (const other of own.filter(({ key }) => key !== entry.key)) {
          const message = filled(other, 0);
          expect(compareErrors(dialect, expected(entry), { type, message }, words)).toEqual({
            difference: { expected: `${type}: ${filled(entry, 0)}`, actual: `${type}: ${message}` },
            note: null,
          });
        }
      }
    },
  );

  test.each(own.filter(({ words }) => words.includes('{{')).map((entry) => [entry.key, entry] as const))(
    '%s in other words: differs, or is noted where words are free',
    (_, entry) => {
      const actual = { type: entry.type, message: filled(entry, 1) };
      expect(compareErrors(dialect, expected(entry), actual, 'same').difference).not.toBeNull();
      expect(compareErrors(dialect, expected(entry), actual, 'any')).toEqual({
        difference: null,
        note: `the same error in other words: expected ${entry.type}: ${filled(entry, 0)}, got ${entry.type}: ${actual.message}`,
      });
    },
  );
});

describe.each(everyWords)('with words %s', (words) => {
  const error = { type: 'ValueError', message: 'SyncBatchNorm number of input channels should be non-zero' };
  const foreign = { type: 'ValueError', message: 'nobody knows this one' };

  it.each([
    ['another type', { ...error, stage: 'forward' }, { ...error, type: 'TypeError', stage: 'forward' }],
    ['another stage', { ...error, stage: 'forward' }, { ...error, stage: 'backward' }],
    ['none', error, null],
    ['one too many', null, error],
    ['no answer', error, undefined],
    ['no answer where nothing is raised', null, undefined],
    ['words that the catalogue does not have', error, foreign],
    ['other words than those that it does not have', foreign, { ...foreign, message: 'nor this one' }],
  ] as const)('%s: differs', (_, wanted, got) => {
    expect(compareErrors('torch', wanted, got, words).difference).not.toBeNull();
  });

  it.each([
    ['none', null],
    ['no answer', undefined],
    ['words that the catalogue does not have', foreign],
    ['a stage', { ...error, stage: 'backward' }],
  ] as const)('%s on both sides: conforms', (_, outcome) => {
    expect(compareErrors('torch', outcome, outcome, words)).toEqual({ difference: null, note: null });
  });
});
