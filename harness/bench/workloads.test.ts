import { expect, it } from 'vitest';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import { elementCount } from '../../oracle/tensor.ts';
import { directions, elementsOf, scenariosOf, warmUpOf, workloads } from './workloads.ts';

it.each(directions)('makes scenarios that have an answer, %s, with as many elements as it counts', (direction) => {
  const workload = { name: 'tiny', shape: [2, 3, 4], ranks: 2, scenarios: 3, leastRuns: 1, isLarge: false };
  const scenarios = scenariosOf(workload, direction);
  const inputs = scenarios.flatMap(({ steps }) => steps.flatMap(({ ranks }) => ranks));
  expect(inputs.reduce((sum, { x }) => sum + elementCount(x.shape), 0)).toBe(elementsOf(workload));
  for (const scenario of scenarios) {
    for (const rank of answerScenario(scenario).steps[0]?.ranks ?? []) {
      expect(rank.error).toBe(null);
      expect(rank.gradX === null).toBe(direction === 'forward');
    }
  }
});

it('warms up with a part of what is large, and with all of what is small', () => {
  expect(workloads.map((workload) => elementsOf(warmUpOf(workload)) / elementsOf(workload))).toEqual([1, 1 / 16, 1 / 16]);
});
