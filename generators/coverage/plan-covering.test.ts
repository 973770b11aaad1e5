import { describe, expect, it } from 'vitest';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import { canRecord } from '../can-record.ts';
import { planCovering } from '../plan-cases.ts';
import { classifyCase } from './classify-case.ts';
import { measureCoverage } from './measure-coverage.ts';
import { coverageModels, coveringCases } from './plan-covering.ts';

describe.each(dialects)('the covering set of %s', (dialect) => {
  const cases = coveringCases(dialect);

  it('covers every possible combination of three values, as read from the scenarios themselves', () => {
    const measured = cases.map(({ scenario, lane }) => classifyCase(scenario, lane));
    expect(measured).toEqual(cases.map(({ assignment }) => expect.objectContaining(assignment)));
    const { possible, covered, missing } = measureCoverage(coverageModels[dialect], measured);
    expect(missing).toEqual([]);
    expect(covered).toBe(possible);
    expect(possible).toBeGreaterThan(30_000);
  });

  it('misses combinations once a few cases are left out', () => {
    const some = cases.filter((_, index) => index % 10 > 0).map(({ assignment }) => assignment);
    const { possible, covered } = measureCoverage(coverageModels[dialect], some);
    expect(covered).toBeLessThan(possible);
  });

  it('can be recorded in its lanes', () => {
    const refused = planCovering(dialect).filter(({ scenario, lane }) => !canRecord(scenario, lane));
    expect(refused.map(({ id }) => id)).toEqual([]);
    expect(planCovering(dialect)).toHaveLength(cases.length);
  });

  it('raises nothing in a first step that its values do not say', () => {
    const { parameters } = coverageModels[dialect];
    const unasked = cases.filter(({ assignment, scenario }) => {
      const { construction, steps } = answerScenario(scenario);
      const raises = [...construction, ...(steps[0]?.ranks ?? []).map(({ error }) => error)].some((error) => error !== null);
      return raises && !parameters.some(({ name, invalid }) => invalid?.includes(assignment[name] ?? ''));
    });
    expect(unasked).toEqual([]);
  });
});
