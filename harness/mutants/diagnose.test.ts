import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { fuzzScenario } from '../../generators/arbitraries/fuzz-scenario.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { catalogue } from './catalogue.ts';
import type { AnsweredCase } from './diagnose.ts';
import { describeDiagnosis, diagnose } from './diagnose.ts';
import type { Mutant } from './mutant.ts';
import { roundTrace } from './round-trace.ts';
import { referenceMutant } from './testing/reference-mutant.ts';

const answered = (mutant: Mutant, scenario: Scenario): AnsweredCase => ({
  scenario,
  method: 'module',
  trace: roundTrace(mutant.answer(scenario, 'A')),
});
const mutant = (id: string): Mutant => {
  const found = catalogue.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`Expected ${id} in the catalogue.`);
  return found;
};

const uneven = [
  [5, 3],
  [2, 3],
];
const scenarios = [[uneven], [uneven.toReversed()], [[[4, 3, 2, 2]]]].map(([shapes = []]) => simpleScenario('torch', { shapes }));

describe('a diagnosis', () => {
  it('names the defect that answered, on all failing cases', () => {
    const biased = mutant('buffer-biased');
    const [first] = diagnose(
      scenarios.map((scenario) => answered(biased, scenario)),
      catalogue,
    );
    expect(first).toMatchObject({ mutant: { id: 'buffer-biased' }, explained: 3, failing: 3 });
    expect(first && describeDiagnosis(first)).toBe(`consistent with: ${biased.defect} (3 of 3 failing cases)`);
  });

  it('puts the defect first that explains most: here the other has nothing to say of a rank alone', () => {
    const unweighted = mutant('statistics-unweighted');
    const [two, other, alone] = scenarios;
    if (two === undefined || other === undefined || alone === undefined) throw new RangeError('Expected three scenarios.');
    const cases = [answered(unweighted, two), answered(unweighted, other), answered(mutant('momentum-reversed'), alone)];
    const found = diagnose(cases, catalogue);
    expect(found[0]).toMatchObject({ mutant: { id: 'statistics-unweighted' }, explained: 2, failing: 3 });
    expect(found.find((one) => one.mutant.id === 'momentum-reversed')).toMatchObject({ explained: 1, failing: 3 });
    expect(found.map(({ explained }) => explained)).toEqual(found.map(({ explained }) => explained).toSorted((a, b) => b - a));
  });

  it('is not made of what conforms, nor is the reference ever one', () => {
    fc.assert(
      fc.property(fuzzScenario('mindspore'), fc.constantFrom(...catalogue), (scenario, some) => {
        fc.pre(some.dialects.includes('mindspore') && (scenario.steps[0]?.ranks[0]?.x.data.length ?? 0) < 500);
        expect(
          diagnose([{ scenario, method: 'module', trace: roundTrace(answerScenario(scenario)) }], catalogue.slice(0, 9)),
        ).toEqual([]);
        expect(diagnose([answered(some, scenario)], [referenceMutant])).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('takes no defect for an explanation whose bounds say nothing', () => {
    const [scenario] = scenarios;
    if (scenario === undefined) throw new RangeError('Expected a scenario.');
    const vague: Mutant = {
      ...referenceMutant,
      id: 'vague',
      answer: (asked, grade) => {
        const right = mutant('buffer-biased').answer(asked, grade);
        const anything = right.steps.map((step) => ({
          ...step,
          ranks: step.ranks.map((rank) => ({
            ...rank,
            runningVar: rank.runningVar && {
              ...rank.runningVar,
              bounds: rank.runningVar.bounds.map(() => Number.POSITIVE_INFINITY),
            },
          })),
        }));
        return { ...right, steps: anything };
      },
    };
    expect(diagnose([answered(mutant('buffer-biased'), scenario)], [vague])).toEqual([]);
    expect(diagnose([answered(mutant('buffer-biased'), scenario)], [mutant('buffer-biased')])).toHaveLength(1);
  });
});
