import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import type { FuzzCases } from './fuzz-kills.ts';
import { firstFuzzKill, fuzzCases } from './fuzz-kills.ts';
import { referenceMutant } from './testing/reference-mutant.ts';

describe('fuzzing', () => {
  let cases: FuzzCases;
  beforeAll(() => {
    cases = fuzzCases(60, 1);
  });

  it('draws the same cases for the same seed', () => {
    expect(fuzzCases(10, 5).torch.map(({ scenario }) => scenario)).toEqual(
      fuzzCases(10, 5).torch.map(({ scenario }) => scenario),
    );
    expect(fuzzCases(10, 5).torch[0]?.scenario).not.toEqual(fuzzCases(10, 6).torch[0]?.scenario);
  });

  it('never kills the reference', () => {
    expect(firstFuzzKill(referenceMutant, cases, 'A+')).toBeNull();
  });

  it('kills most mutants within 60 cases, and says how many it took', () => {
    const kills = catalogue.filter((_, index) => index % 5 === 0).map((mutant) => firstFuzzKill(mutant, cases, 'A'));
    expect(kills.filter((kill) => kill !== null).length).toBeGreaterThan(0.8 * kills.length);
    expect(kills.every((kill) => kill === null || (kill >= 1 && kill <= 60))).toBe(true);
  });

  it('gives a mutant of both dialects as many cases as one of either', () => {
    const asked: string[] = [];
    const watcher = {
      ...referenceMutant,
      answer: (...given: Parameters<typeof referenceMutant.answer>) => {
        asked.push(given[0].dialect);
        return referenceMutant.answer(...given);
      },
    };
    firstFuzzKill(watcher, fuzzCases(20, 2), 'A');
    expect(asked).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'torch' : 'mindspore')));
    expect(firstFuzzKill(watcher, fuzzCases(0, 2), 'A')).toBeNull();
  });
});
