import { describe, expect, it } from 'vitest';
import type { Claim } from './claim.ts';
import { emptyTally, hearCase } from './claim-tally.ts';
import type { ClaimTally } from './claim-tally.ts';
import { decideClaim } from './decide-claim.ts';
import { fakeClaim, fakeSeenCase } from './testing/fake-seen-case.ts';

const supporting = fakeSeenCase(true, false);
const contradicting = fakeSeenCase(false, true);
const silent = fakeSeenCase(true, true);
const inside = { words: 'on Sundays', otherwise: 'it rains', includes: (seen: object) => seen === supporting };

function tallyOf(claim: Claim, ...cases: readonly (typeof supporting)[]): ClaimTally {
  return cases.reduce((tally, seen, index) => hearCase(claim, tally, `case ${index + 1}`, seen), emptyTally);
}

function decide(claim: Claim, ...cases: readonly (typeof supporting)[]): ReturnType<typeof decideClaim> {
  return decideClaim(claim, tallyOf(claim, ...cases));
}

describe('a claim is', () => {
  it('confirmed where cases support it and none contradicts it', () => {
    expect(decide(fakeClaim(), supporting, silent)).toEqual({ verdict: 'confirmed', note: null });
    expect(decide(fakeClaim({ condition: inside }), supporting)).toEqual({ verdict: 'confirmed', note: null });
  });

  it('refuted where every case that speaks contradicts it', () => {
    expect(decide(fakeClaim(), contradicting, silent)).toEqual({ verdict: 'refuted', note: null });
    expect(decide(fakeClaim({ instead: 'it snows' }), contradicting).note).toBe('Instead it snows.');
  });

  it('refined where its condition parts the cases', () => {
    const note = 'Holds on Sundays; otherwise it rains.';
    expect(decide(fakeClaim({ condition: inside }), supporting, contradicting)).toEqual({ verdict: 'refined', note });
  });

  it.each<[string, (seen: object) => boolean]>([
    ['holds a case that contradicts', () => true],
    ['leaves out a case that supports', () => false],
  ])('undecided where its condition %s, and names the first', (_, includes) => {
    const { verdict, note } = decide(fakeClaim({ condition: { ...inside, includes } }), supporting, contradicting);
    expect(verdict).toBe('undecided');
    expect(note).toBe(
      `Expected it to hold on Sundays and not otherwise, got 1 exception, the first case ${includes({}) ? 2 : 1}.`,
    );
  });

  it('undecided where no case speaks, and where no condition parts those that do', () => {
    expect(decide(fakeClaim(), silent)).toEqual({ verdict: 'undecided', note: 'No case speaks of it.' });
    expect(decide(fakeClaim(), supporting, contradicting).verdict).toBe('undecided');
  });

  it('cut off where what is left of it is decided, or says nothing', () => {
    const cut = fakeClaim({ cutOff: 'the beginning' });
    expect(decide(cut, supporting)).toEqual({ verdict: 'cut off', note: 'Left of it: the beginning. That is confirmed.' });
    expect(decide(cut, contradicting).note).toBe('Left of it: the beginning. That is refuted.');
    expect(decide(cut, silent).verdict).toBe('undecided');
    const nothing = 'Left of it: the beginning. That says nothing that a case could show.';
    expect(decide(fakeClaim({ cutOff: 'the beginning', examinations: [] }))).toEqual({ verdict: 'cut off', note: nothing });
  });

  it('not testable where no case could show it, and says why', () => {
    const claim = fakeClaim({ examinations: [], untestable: 'It says what people do.' });
    expect(decide(claim)).toEqual({ verdict: 'not testable', note: 'It says what people do.' });
  });
});

describe('a tally', () => {
  it('counts every case and keeps the ids of the first five', () => {
    const tally = tallyOf(fakeClaim(), ...Array.from({ length: 7 }, () => supporting), contradicting);
    expect(tally.supporting).toEqual({ cases: 7, first: ['case 1', 'case 2', 'case 3', 'case 4', 'case 5'] });
    expect(tally.contradicting).toEqual({ cases: 1, first: ['case 8'] });
    expect(tally.misplaced.cases).toBe(0);
  });
});
