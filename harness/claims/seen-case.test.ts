import { describe, expect, it } from 'vitest';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import type { Hypothesis } from './claim.ts';
import { lookAt, lookAtConstructor } from './look.ts';
import { showCase } from './seen-case.ts';

const scenario = simpleScenario('torch', {
  shapes: [
    [2, 3],
    [3, 3],
  ],
  training: [true, false],
  groups: [[0, 1]],
});
const seen = showCase(scenario, roundTrace(answerScenario(scenario)));

/** The reference, with the scenarios that it is asked. */
function listening(): { readonly hypothesis: Hypothesis; readonly asked: Scenario[] } {
  const asked: Scenario[] = [];
  const hypothesis: Hypothesis = (one) => {
    asked.push(one);
    return answerScenario(one);
  };
  return { hypothesis, asked };
}

describe('a seen case', () => {
  it('knows its rows and who would share', () => {
    expect(seen).toMatchObject({ rows: ['train+track', 'eval+track'], sets: [[0, 1]] });
  });

  it('asks a hypothesis once, and no more of it than is looked at', () => {
    const { hypothesis, asked } = listening();
    expect(seen.fits(hypothesis, lookAt(['y']))).toBe(true);
    expect(seen.fits(hypothesis, lookAt(['runningMean', 'y'], ['eval+track']))).toBe(true);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.steps.every(({ ranks }) => ranks.every(({ gradY }) => gradY === null))).toBe(true);
    expect(seen.fits(hypothesis, lookAtConstructor(['weight']))).toBe(true);
    expect(asked[1]?.steps).toEqual([]);
    expect(seen.fits(hypothesis, lookAt(['gradX']))).toBe(true);
    expect(asked[2]).toBe(scenario);
    expect(asked).toHaveLength(3);
  });

  it('asks for the backward pass too where the trace has errors, since it may have raised them', () => {
    const unasked = { ...scenario, requiresGrad: { x: false, weight: false, bias: false } };
    const raised = showCase(unasked, roundTrace(answerScenario(unasked)));
    const { hypothesis, asked } = listening();
    expect(raised.fits(hypothesis, lookAt(['y']))).toBe(true);
    expect(asked).toEqual([unasked]);
  });

  it('fits what its trace is inside of, and nothing else', () => {
    expect(seen.fits((one) => answerScenario({ ...one, world: { ...one.world, groups: [] } }), lookAt(['y']))).toBe(false);
  });

  it('has no answer where a hypothesis has none, and asks no second time', () => {
    let times = 0;
    const silent: Hypothesis = () => {
      times += 1;
      throw new RangeError('ranks that wait for each other');
    };
    expect([seen.fits(silent, lookAt(['y'])), seen.fits(silent, lookAt(['y']))]).toEqual([null, null]);
    expect(times).toBe(1);
    const broken: Hypothesis = () => {
      throw new TypeError('a defect');
    };
    expect(() => seen.fits(broken, lookAt(['y']))).toThrow('a defect');
  });
});
