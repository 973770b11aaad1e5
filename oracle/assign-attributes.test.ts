import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { answerScenario, rowsVisited } from './answer-scenario.ts';
import type { Assignment, Scenario, Step } from './scenario.ts';
import { numbersOf, present, rankAnswer } from './testing/answers.ts';
import type { Question } from './testing/question.ts';
import { question, scenarioOf, settingOf } from './testing/question.ts';
import type { ExpectedTensor } from './trace.ts';

const runs = { numRuns: 15 };
const train = settingOf('torch', 'train+track');
const cell = settingOf('mindspore', 'none+train');

/** The one step of `scenario` with something before it. */
function preceded(scenario: Scenario, before: Partial<Step>): Scenario {
  return { ...scenario, steps: scenario.steps.map((step) => ({ ...step, ...before })) };
}

function assigned(scenario: Scenario, assign: Assignment): Scenario {
  return preceded(scenario, { assign });
}

const tensorsOf = (scenario: Scenario): readonly (readonly number[])[] => {
  const { y, runningMean, runningVar, gradX } = rankAnswer(scenario);
  return [y, runningMean, runningVar, gradX].map((tensor: ExpectedTensor | null) => (tensor === null ? [] : numbersOf(tensor)));
};

const held = (property: (asked: Question) => void): void => fc.assert(fc.property(question({ min: 1, max: 2 }), property), runs);

describe('attributes assigned to a torch module', () => {
  test.each([
    ['momentum', { momentum: { float: 0.75 } }],
    ['momentum None', { momentum: null }],
    ['eps', { eps: { float: 0.5 } }],
    ['both', { momentum: 1, eps: { float: 2 } }],
  ] as const)('%s: count as if constructed with', (_, attributes) => {
    held((asked) => {
      const plain = scenarioOf(train, asked);
      const constructed = { ...plain, arguments: { ...plain.arguments, ...attributes } };
      expect(tensorsOf(assigned(plain, attributes))).toEqual(tensorsOf(constructed));
      expect(tensorsOf(assigned(plain, attributes))).not.toEqual(tensorsOf(plain));
    });
  });

  it('stay for the steps that follow', () => {
    held((asked) => {
      const scenario = scenarioOf(train, asked);
      const [step] = scenario.steps;
      const twice = { ...scenario, steps: [{ ...present(step), assign: { momentum: 0 } }, present(step)] };
      const [, second] = answerScenario(twice).steps;
      expect(numbersOf(second?.ranks[0]?.runningMean)).toEqual(asked.runningMean);
    });
  });

  it('are validated by the next forward pass', () => {
    held((asked) => {
      const { error } = rankAnswer(assigned(scenarioOf(train, { ...asked, batches: asked.batches.slice(0, 1) }), { eps: 0 }));
      expect(error).toMatchObject({ type: 'ValueError', message: 'batch_norm eps must be positive during training, but got 0' });
    });
  });
});

describe('attributes assigned to a mindspore cell', () => {
  it('momentum and eps: have no effect', () => {
    held((asked) => {
      const plain = scenarioOf(cell, asked);
      expect(tensorsOf(assigned(plain, { momentum: { float: 0.5 }, eps: { float: 1 } }))).toEqual(tensorsOf(plain));
    });
  });

  test.each([
    [true, 'batch'],
    [false, 'moving'],
    [null, 'none+train'],
  ] as const)('use_batch_statistics %s: moves it to row %s', (useBatchStatistics, key) => {
    held((asked) => {
      const moved = assigned(scenarioOf(cell, asked), { useBatchStatistics });
      expect(rowsVisited(moved)).toEqual([key]);
      expect(tensorsOf(moved)).toEqual(tensorsOf(scenarioOf({ ...settingOf('mindspore', key), training: true }, asked)));
    });
  });
});

describe('a checkpoint loaded before a step', () => {
  test.each([train, cell])('$dialect: is the state that the step starts from', (setting) => {
    held((asked) => {
      const scenario = scenarioOf(setting, asked);
      const other = { ...asked, runningMean: asked.weight, weight: asked.runningVar };
      const loaded = preceded(scenarioOf(setting, other), { load: scenario.state });
      expect(tensorsOf(loaded)).toEqual(tensorsOf(scenario));
    });
  });

  it('sets the counter that a cumulative average uses', () => {
    held((asked) => {
      const scenario = scenarioOf({ ...train, arguments: { momentum: null } }, asked);
      const load = { ...scenario.state, numBatchesTracked: 3 };
      const { numBatchesTracked, runningMean } = rankAnswer(preceded(scenario, { load }));
      const quarter = rankAnswer(scenarioOf({ ...train, arguments: { momentum: { float: 0.25 } } }, asked));
      expect(numBatchesTracked).toBe(4);
      expect(numbersOf(runningMean)).toEqual(numbersOf(quarter.runningMean));
    });
  });

  it('leaves alone what it does not hold', () => {
    held((asked) => {
      const scenario = scenarioOf(train, asked);
      const nothing = { weight: null, bias: null, runningMean: null, runningVar: null, numBatchesTracked: null };
      expect(tensorsOf(preceded(scenario, { load: nothing }))).toEqual(tensorsOf(scenario));
    });
  });
});
