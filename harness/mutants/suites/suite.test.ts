import { describe, expect, it, test } from 'vitest';
import { catalogue } from '../catalogue.ts';
import { referenceMutant } from '../testing/reference-mutant.ts';
import { mindsporeSuite } from './mindspore-suite.ts';
import type { Suite } from './suite.ts';
import { runSuite } from './suite.ts';
import { torchSuite } from './torch-suite.ts';

const suites: Readonly<Record<string, Suite>> = { torch: torchSuite, mindspore: mindsporeSuite };

describe.each(Object.entries(suites))('the suite of %s', (_, suite) => {
  it('passes the reference', () => {
    expect(runSuite(suite, referenceMutant)).toBe('survived');
  });

  it('has nothing to say of a mutant of the other dialect', () => {
    const other = suite.dialect === 'torch' ? ('mindspore' as const) : ('torch' as const);
    expect(runSuite(suite, { ...referenceMutant, dialects: [other] })).toBe('not applicable');
  });

  it('fails for an error where there should be none, and for no answer', () => {
    const raising = {
      ...referenceMutant,
      answer: () => ({ construction: [{ type: 'E', message: '' }], initial: null, steps: [] }),
    };
    const silent = {
      ...referenceMutant,
      answer: () => {
        throw new RangeError('no answer');
      },
    };
    expect([raising, silent].map((mutant) => runSuite(suite, mutant))).toEqual(['killed', 'killed']);
  });
});

// What DEFECTS.md says the suites see and do not see.
test.each([
  ['torch', 'never-synchronises', 'killed'],
  ['torch', 'normalise-unbiased', 'killed'],
  ['torch', 'counter-never-counts', 'survived'],
  ['torch', 'momentum-none-is-one', 'survived'],
  ['torch', 'groups-ignored', 'survived'],
  ['torch', 'eval-synchronises', 'survived'],
  ['mindspore', 'never-synchronises', 'killed'],
  ['mindspore', 'groups-ignored', 'killed'],
  ['mindspore', 'momentum-reversed', 'killed'],
])('the suite of %s: %s %s', (name, id, verdict) => {
  const mutant = catalogue.find((one) => one.id === id);
  const suite = suites[name];
  expect(mutant && suite && runSuite(suite, mutant)).toBe(verdict);
});
