import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzScenario } from '../../generators/arbitraries/fuzz-scenario.ts';
import { randomSource } from '../../generators/arbitraries/random-source.ts';
import { grades } from '../../oracle/accept/grade.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { Method } from '../engine/compare-traces.ts';
import { compareTraces } from '../engine/compare-traces.ts';
import type { AskedCase } from './asked-case.ts';
import { askCase } from './asked-case.ts';
import { catalogue } from './catalogue.ts';
import { certificatesOf } from './certify.ts';
import { attemptAnswer } from './hold-mutant.ts';
import { killsOf } from './kills.ts';
import { answerInside } from './testing/answer-inside.ts';
import { referenceMutant } from './testing/reference-mutant.ts';
import { visibleTrace } from './visible-trace.ts';

const small = (dialect: Dialect): fc.Arbitrary<AskedCase> =>
  fc
    .record({ scenario: fuzzScenario(dialect), method: fc.constantFrom<Method>('module', 'collective', 'global-batch') })
    .filter(({ scenario }) => (scenario.steps[0]?.ranks[0]?.x.data.length ?? 0) < 500)
    .map(({ scenario, method }) => askCase('small', scenario, method));

describe.each(dialects)('a certificate for %s', (dialect) => {
  const own = catalogue.filter((mutant) => mutant.dialects.includes(dialect));

  it('is sound: no trace inside the bounds of the mutant is inside those of the reference', () => {
    let certified = 0;
    fc.assert(
      fc.property(small(dialect), fc.constantFrom(...own), fc.constantFrom(...grades), fc.nat(), (asked, mutant, grade, seed) => {
        const { scenario, method } = asked;
        const answer = attemptAnswer(mutant, scenario, grade);
        if (answer === null || certificatesOf(asked, answer, grade).length === 0) return;
        certified += 1;
        const source = randomSource(seed);
        const trace = answerInside(visibleTrace(scenario, method, answer), () => source.uniform());
        const differences = (expected: typeof answer): number =>
          compareTraces(scenario, method, expected, trace).filter(({ difference }) => difference !== null).length;
        expect(differences(answer)).toBe(0);
        expect(differences(asked.reference(grade))).toBeGreaterThan(0);
        expect(killsOf(asked, answer, grade).length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
    expect(certified).toBeGreaterThan(40);
  });

  it('is never given to the reference itself, which no case kills', () => {
    fc.assert(
      fc.property(small(dialect), fc.constantFrom(...grades), (asked, grade) => {
        const answer = referenceMutant.answer(asked.scenario, grade);
        expect(certificatesOf(asked, answer, grade)).toEqual([]);
        expect(killsOf(asked, answer, grade)).toEqual([]);
      }),
    );
  });
});

describe('what a concatenated batch shows', () => {
  it('certifies nothing by the parameter gradients of a rank', () => {
    fc.assert(
      fc.property(small('torch'), fc.constantFrom(...catalogue), ({ scenario, id }, mutant) => {
        const asked = askCase(id, scenario, 'global-batch');
        const answer = attemptAnswer(mutant, scenario, 'A');
        if (answer === null) return;
        const places = certificatesOf(asked, answer, 'A').filter(({ rank, step }) => rank !== null && step > 0);
        expect(places.filter(({ quantity }) => quantity === 'grad_weight' || quantity === 'grad_bias')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
