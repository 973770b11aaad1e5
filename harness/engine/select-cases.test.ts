import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCaseId } from '../../generators/case-id.ts';
import { openGoldens } from '../../goldens/open-goldens.ts';
import { committedGoldens } from '../../goldens/testing/golden-folder.ts';
import { selectCases } from './select-cases.ts';

const items = (...ids: readonly string[]): readonly { readonly id: string }[] => ids.map((id) => ({ id }));
const selected = (filter: string, ...ids: readonly string[]): readonly string[] =>
  selectCases(items(...ids), filter, null).map(({ id }) => id);

const grouped = 'torch/train+track/world4(1,2,3,4)groups(0,1)(2,3)/f32:f16/momentum=none/10x3#1f3a9c02@module';

describe('shards', () => {
  it('hold every case exactly once, in order, and as many as each other but for one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 12 }), (length, count) => {
        const all = Array.from({ length }, (_, index) => ({ id: `case ${index}`, index }));
        const shards = Array.from({ length: count }, (_, index) => selectCases(all, null, { index: index + 1, count }));
        expect(shards.flat().toSorted((a, b) => a.index - b.index)).toEqual(all);
        const sizes = shards.map((shard) => shard.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const shard of shards) expect(shard).toEqual(shard.toSorted((a, b) => a.index - b.index));
      }),
    );
  });

  it('part what the filter leaves', () => {
    const all = items('a/1', 'b/2', 'a/3', 'b/4', 'a/5');
    expect(selectCases(all, 'a/*', { index: 2, count: 2 })).toEqual(items('a/3'));
    expect(selectCases(all, null, { index: 1, count: 1 })).toEqual(all);
  });
});

describe('filters', () => {
  it('match every committed case by its own id, and nothing else', async () => {
    const { cases } = await openGoldens(committedGoldens, null);
    expect(cases.length).toBeGreaterThan(1000);
    for (const one of cases.filter((_, index) => index % 7 === 0)) {
      expect(selectCases(cases, one.id, null).map(({ id }) => id)).toEqual([one.id]);
      expect(parseCaseId(one.id)).toBeDefined();
    }
  });

  it.each([
    '*',
    'torch/*',
    '*@module',
    'torch/*/f32*',
    '**',
    '*/world4(1,2,3,4)groups(0,1)(2,3)/*',
    'torch/train+track/*',
    grouped,
  ])('%s matches', (filter) => expect(selected(filter, grouped)).toEqual([grouped]));

  it.each([
    'torch',
    'torch/',
    '/torch/*',
    'mindspore/*',
    'Torch/*',
    '*/f32/*',
    '*@',
    '!*',
    '*/worl',
    '*groups(0|1)*',
    'torch/train*\n',
  ])('%s does not match', (filter) => expect(selected(filter, grouped)).toEqual([]));

  it('let * cross slashes', () => expect(selected('a*c', 'abc', 'a/b/c', 'ac', 'a/c/d')).toEqual(['abc', 'a/b/c', 'ac']));
  it('take ? as one character', () => expect(selected('a?c', 'abc', 'a/c', 'ac')).toEqual(['abc', 'a/c']));
  it('take braces as a choice', () => expect(selected('{a,b}/c', 'a/c', 'b/c', 'c/c')).toEqual(['a/c', 'b/c']));
  it('take brackets as a set', () => expect(selected('f[36]*', 'f32', 'f64', 'bf16', 'f16')).toEqual(['f32', 'f64']));

  it.each(['x(3,0)', 'x+(a)', '@(a)', 'a|b', '!a', '^a$', '(a)*'])('take %s as it stands', (text) => {
    const others = ['a', 'b', 'x', 'xa', 'xaa', 'x3,0'];
    expect(selected(text, text, ...others)).toEqual([text]);
    expect(selected(`${text}/*`, `${text}/more`, ...others)).toEqual([`${text}/more`]);
  });

  it.each(['', '[', '{', '\\', '(', ')', '[a', '{a', 'a\\', '***/***', '.', '#', '*'.repeat(100)])('never throw: %j', (filter) =>
    expect(selected(filter, 'b')).toEqual(/^\*+$/u.test(filter) ? ['b'] : []),
  );

  it('never throw, whatever the text, and match it as an id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (filter, other) => {
        const found = selected(filter, filter, other);
        expect(found[0]).toBe(filter);
      }),
      { numRuns: 500 },
    );
  });

  it('may be absurd', () => {
    expect(selected(`${'{a,'.repeat(40)}${'}'.repeat(40)}`, 'b')).toEqual([]);
    expect(selected('x'.repeat(70_000), 'b')).toEqual([]);
    expect(selected('{1..1000000000}', 'b')).toEqual([]);
  });
});
