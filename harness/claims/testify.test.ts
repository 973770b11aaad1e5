import { describe, expect, it } from 'vitest';
import type { Testimony } from './claim.ts';
import { fakeClaim, fakeExamination, fakeSeenCase } from './testing/fake-seen-case.ts';
import { testify } from './testify.ts';

describe('testify', () => {
  it.each<[boolean | null, boolean | null, Testimony]>([
    [true, false, 'supports'],
    [true, true, 'silent'],
    [false, true, 'contradicts'],
    [false, false, 'contradicts'],
    [null, false, 'silent'],
    [true, null, 'silent'],
    [false, null, 'contradicts'],
  ])('with a trace that holds: %s, fails: %s', (holds, fails, said) => {
    expect(testify(fakeClaim(), fakeSeenCase(holds, fails))).toBe(said);
  });

  it.each<[boolean | null, boolean | null, Testimony]>([
    [true, false, 'supports'],
    [true, true, 'contradicts'],
    [false, true, 'contradicts'],
    [false, false, 'silent'],
    [null, true, 'silent'],
    [true, null, 'silent'],
  ])('of a difference, with a trace that holds: %s, fails: %s', (holds, fails, said) => {
    const claim = fakeClaim({ examinations: [fakeExamination({ contradiction: 'as-failing' })] });
    expect(testify(claim, fakeSeenCase(holds, fails))).toBe(said);
  });

  it('says nothing where the case is of the other dialect, or about something else', () => {
    for (const other of [fakeExamination({ dialect: 'mindspore' }), fakeExamination({ concerns: () => false })]) {
      expect(testify(fakeClaim({ examinations: [other] }), fakeSeenCase(true, false))).toBe('silent');
    }
    expect(testify(fakeClaim({ examinations: [] }), fakeSeenCase(true, false))).toBe('silent');
  });

  it('contradicts where one examination of several does', () => {
    const [supporting, contradicting] = [fakeExamination(), fakeExamination({ holds: () => expectNothing() })];
    const seen = fakeSeenCase(true, false);
    expect(testify(fakeClaim({ examinations: [supporting, contradicting] }), seen)).toBe('contradicts');
    expect(testify(fakeClaim({ examinations: [fakeExamination({ concerns: () => false }), supporting] }), seen)).toBe('supports');
  });
});

function expectNothing(): never {
  throw new Error('Expected nobody to ask.');
}
