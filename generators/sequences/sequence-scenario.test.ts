import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { answerScenario, rowsVisited } from '../../oracle/answer-scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import { mostSteps } from './sequence-model.ts';
import { sequenceScenario } from './sequence-scenario.ts';

const cases = dialects.flatMap((dialect) => [true, false].map((alone) => ({ dialect, alone })));

describe('sequenceScenario', () => {
  test.each(cases)('$dialect, alone $alone: the reference says of each step what a simple model does', ({ dialect, alone }) => {
    fc.assert(
      fc.property(sequenceScenario(dialect, alone), ({ scenario, seen }) => {
        expect(rowsVisited(scenario)).toEqual(seen.map(({ row }) => row));
        const { steps } = answerScenario(scenario);
        const counters = steps.map(({ ranks }) => ranks.map(({ numBatchesTracked }) => numBatchesTracked));
        expect(counters).toEqual(seen.slice(0, steps.length).map(({ counter }) => scenario.steps[0]?.ranks.map(() => counter)));
      }),
      { numRuns: 60 },
    );
  });

  it('does everything that can be done, and goes up to the longest', () => {
    for (const dialect of dialects) {
      const drawn = fc.sample(sequenceScenario(dialect, true), { seed: 1, numRuns: 150 }).map(({ scenario }) => scenario);
      const steps = drawn.flatMap((scenario) => scenario.steps);
      const lengths = drawn.map((scenario) => scenario.steps.length);
      expect(Math.max(...lengths)).toBe(mostSteps);
      expect(steps.some(({ load }) => load !== undefined)).toBe(true);
      expect(new Set(steps.flatMap(({ assign }) => Object.keys(assign)))).toEqual(
        new Set(['momentum', 'eps', dialect === 'torch' ? 'trackRunningStats' : 'useBatchStatistics']),
      );
      expect(new Set(steps.map(({ training }) => training))).toEqual(new Set([true, false, null]));
      expect(new Set(steps.map(({ ranks }) => ranks[0]?.gradY === null))).toEqual(new Set([true, false]));
      expect(new Set(drawn.flatMap(rowsVisited)).size).toBe(4);
    }
  });
});
