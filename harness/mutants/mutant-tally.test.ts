import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { MutantTally } from './mutant-tally.ts';
import { emptyTally, mergeTallies } from './mutant-tally.ts';

/** What one case may say. */
const oneCase: fc.Arbitrary<MutantTally> = fc
  .record({
    kills: fc.subarray(['y', 'grad_x', 'running_var']),
    proves: fc.boolean(),
    id: fc.nat({ max: 99 }),
    close: fc.boolean(),
  })
  .map(({ kills, proves, id, close }) => {
    const certificate = proves ? { cases: 1, first: { case: `case ${id}`, quantity: 'y' } } : { cases: 0, first: null };
    return {
      cases: 1,
      killingCases: kills.length > 0 ? 1 : 0,
      firstKill: kills.length > 0 ? { place: 1, case: `case ${id}` } : null,
      kills: kills.map((quantity) => ({ dialect: 'torch', row: 'train+track', quantity, cases: 1 })),
      certificates: { 'A+': certificate, A: certificate, B: { cases: 0, first: null } },
      rejected: { assertClose: close, rtol1e3: false },
    };
  });

const sum = (cases: readonly MutantTally[]): MutantTally => cases.reduce(mergeTallies, emptyTally(true));

it('adds up the same however the cases are parted', () => {
  fc.assert(
    fc.property(fc.array(oneCase, { maxLength: 12 }), fc.nat({ max: 12 }), (cases, cut) => {
      expect(mergeTallies(sum(cases.slice(0, cut)), sum(cases.slice(cut)))).toEqual(sum(cases));
      expect(mergeTallies(sum(cases), emptyTally(true))).toEqual(sum(cases));
    }),
  );
});

it('knows how many cases it took, and which', () => {
  fc.assert(
    fc.property(fc.array(oneCase, { maxLength: 12 }), (cases) => {
      const index = cases.findIndex(({ killingCases }) => killingCases > 0);
      const { firstKill, killingCases, cases: count } = sum(cases);
      expect(firstKill).toEqual(index === -1 ? null : { place: index + 1, case: cases[index]?.firstKill?.case });
      expect(killingCases).toBe(cases.filter((one) => one.killingCases > 0).length);
      expect(count).toBe(cases.length);
    }),
  );
});

it('has no certificates where none were asked for', () => {
  expect(mergeTallies(emptyTally(false), emptyTally(false)).certificates).toBeNull();
});
