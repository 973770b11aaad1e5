import { describe, expect, it } from 'vitest';
import { valuesOf } from '../oracle/tensor.ts';
import { inFloat64 } from './in-float64.ts';
import { planCases } from './plan-cases.ts';

const request = { sets: ['general', 'sequences'], count: 60, seed: 4, corpus: false } as const;

describe('the float64 twin of a case', () => {
  const planned = planCases('torch', request).map(({ scenario }) => scenario);
  const isSharp = ({ parameterDtype }: (typeof planned)[number]): boolean => parameterDtype === 'float64';

  it('asks the same question with the same numbers', () => {
    for (const scenario of planned.filter((one) => !isSharp(one))) {
      const twin = inFloat64(scenario);
      expect({ ...twin, parameterDtype: null, state: null, steps: null }).toEqual({
        ...scenario,
        parameterDtype: null,
        state: null,
        steps: null,
      });
      twin.steps.forEach((step, index) => {
        expect(step.ranks.map(({ x }) => [x.dtype, valuesOf(x)])).toEqual(
          scenario.steps[index]?.ranks.map(({ x }) => ['float64', valuesOf(x)]),
        );
        expect(step.load?.runningMean && valuesOf(step.load.runningMean)).toEqual(
          scenario.steps[index]?.load?.runningMean && valuesOf(scenario.steps[index].load.runningMean),
        );
      });
      expect(inFloat64(twin)).toEqual(twin);
    }
  });

  it('is planned for nearly every case of torch, and for none of mindspore', () => {
    expect(planned.filter(isSharp).length).toBeGreaterThan(0.45 * planned.length);
    expect(planCases('mindspore', request).some(({ scenario }) => isSharp(scenario))).toBe(false);
  });
});
