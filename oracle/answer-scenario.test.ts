import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { answerScenario, rowsVisited } from './answer-scenario.ts';
import type { InitialState, Scenario, Step } from './scenario.ts';
import { lastAnswer, numbersOf, present, rankAnswer } from './testing/answers.ts';
import { question, scenarioOf, settingOf, settings, sharpDtype, stepOf, tensorOf } from './testing/question.ts';
import type { Question } from './testing/question.ts';
import type { ExpectedTensor, RankAnswer } from './trace.ts';

const torch = settingOf('torch', 'train+track');

/** Three steps with data of their own in the given modes. */
function sequence(setting: (typeof settings)[number], asked: Question, modes: readonly (boolean | null)[]): Scenario {
  const steps = modes.map((training, later): Step => {
    const batches = asked.batches.map(({ shape, x, gradY }) => ({ shape, x: x.map((value) => value * (1 + later)), gradY }));
    return stepOf(sharpDtype[setting.dialect], training, batches);
  });
  return { ...scenarioOf(setting, asked), steps };
}

/** The buffers and the counter of an answer as the state that the next step starts from. */
function handedOver(state: InitialState, answer: RankAnswer<ExpectedTensor>): InitialState {
  const { runningMean, runningVar, numBatchesTracked } = answer;
  const tensor = (expected: ExpectedTensor): NonNullable<InitialState['runningMean']> =>
    tensorOf(expected.dtype, expected.shape, [...expected.values]);
  return {
    ...state,
    runningMean: runningMean && tensor(runningMean),
    runningVar: runningVar && tensor(runningVar),
    numBatchesTracked,
  };
}

describe('a sequence of steps', () => {
  const mode = fc.constantFrom(true, false);

  test.each(settings)('$dialect/$key, $arguments: is the steps one by one with the state handed over', (setting) => {
    // float32 buffers are rounded where they are handed over, the reference keeps them whole.
    const tolerance = setting.dialect === 'torch' ? 1e-11 : 1e-6;
    fc.assert(
      fc.property(question({ min: 1, max: 2 }), fc.tuple(mode, mode, mode), (asked, modes) => {
        const whole = sequence(setting, asked, modes);
        const together = answerScenario(whole).steps;
        let { state } = whole;
        whole.steps.forEach((step, index) => {
          const apart = lastAnswer({ ...whole, state, steps: [step] });
          apart.ranks.forEach((answer, rank) => {
            const reached = present(together[index]?.ranks[rank]);
            expect(reached.numBatchesTracked).toBe(answer.numBatchesTracked);
            for (const name of ['y', 'gradX', 'gradWeight'] as const) {
              expect(numbersOf(reached[name])).toBeNear(numbersOf(answer[name]), tolerance);
            }
            const variance = answer.runningVar === null ? [] : numbersOf(answer.runningVar);
            expect(reached.runningVar === null ? [] : numbersOf(reached.runningVar)).toBeNear(variance, tolerance);
          });
          state = handedOver(state, present(apart.ranks[0]));
        });
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the mode where a step does not switch it', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 1 }), (asked) => {
        expect(rowsVisited(sequence(torch, asked, [null, false, null, true, null]))).toEqual([
          'train+track',
          'eval+track',
          'eval+track',
          'train+track',
          'train+track',
        ]);
        const fresh = settingOf('mindspore', 'none+eval');
        expect(rowsVisited(sequence(fresh, asked, [null, true, null]))).toEqual(['none+eval', 'none+train', 'none+train']);
      }),
      { numRuns: 3 },
    );
  });

  it('ends with the step that raises', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 1 }, { min: 3, max: 3 }), (asked) => {
        const broken = stepOf('float64', true, [{ shape: [asked.channels], x: asked.weight, gradY: null }]);
        const scenario = sequence(torch, asked, [true, true]);
        const [first, ...later] = scenario.steps;
        const { steps } = answerScenario({ ...scenario, steps: [present(first), broken, ...later] });
        expect(steps).toHaveLength(2);
        expect(steps[1]?.ranks[0]?.error).toMatchObject({ stage: 'forward', type: 'ValueError' });
        expect(steps[1]?.groups).toBeNull();
      }),
      { numRuns: 3 },
    );
  });
});

describe('num_batches_tracked', () => {
  it('counts the training steps, and those alone', () => {
    fc.assert(
      fc.property(question({ min: 2, max: 2 }), fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }), (asked, modes) => {
        const counters = answerScenario(sequence(torch, asked, modes)).steps.map((step) => step.ranks[1]?.numBatchesTracked);
        expect(counters).toEqual(modes.map((_, index) => modes.slice(0, index + 1).filter(Boolean).length));
      }),
      { numRuns: 30 },
    );
  });

  it('counts before the input is validated: one more after an error, with the buffers untouched', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 1 }), fc.nat({ max: 9 }), (asked, counter) => {
        const alone = { shape: [1, asked.channels], x: asked.weight, gradY: null };
        const scenario = scenarioOf(torch, { ...asked, batches: [alone] });
        const answer = rankAnswer({ ...scenario, state: { ...scenario.state, numBatchesTracked: counter } });
        expect(answer.error?.type).toBe('ValueError');
        expect(answer.numBatchesTracked).toBe(counter + 1);
        expect(numbersOf(answer.runningMean)).toEqual(asked.runningMean);
        expect(answer.y).toBeNull();
      }),
      { numRuns: 15 },
    );
  });

  it('does not exist in mindspore', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 1 }), (asked) => {
        const { steps, initial } = answerScenario(sequence(settingOf('mindspore', 'batch'), asked, [true, true]));
        expect([initial?.numBatchesTracked, ...steps.map((step) => step.ranks[0]?.numBatchesTracked)]).toEqual([
          null,
          null,
          null,
        ]);
      }),
      { numRuns: 3 },
    );
  });
});

describe('track_running_stats assigned after construction', () => {
  const flipped = (scenario: Scenario, to: boolean, modes: readonly boolean[]): Scenario => {
    const steps = modes.map((training) => ({ ...present(scenario.steps[0]), training, assign: { trackRunningStats: to } }));
    return { ...scenario, steps };
  };

  it('to False: training uses the batch with buffers and counter frozen, eval still the old buffers', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 2 }), (asked) => {
        const scenario = flipped(scenarioOf(torch, asked), false, [true, false]);
        expect(rowsVisited(scenario)).toEqual(['train+notrack', 'eval+track']);
        const [train, evaluated] = answerScenario(scenario).steps.map((step) => present(step.ranks[0]));
        expect(train?.numBatchesTracked).toBe(0);
        expect(numbersOf(train?.runningMean)).toEqual(asked.runningMean);
        expect(numbersOf(train?.runningVar)).toEqual(asked.runningVar);
        expect(numbersOf(train?.y)).toEqual(numbersOf(rankAnswer(scenarioOf(torch, asked)).y));
        expect(numbersOf(evaluated?.y)).toEqual(numbersOf(rankAnswer(scenarioOf(settingOf('torch', 'eval+track'), asked)).y));
      }),
      { numRuns: 20 },
    );
  });

  it('to True: training raises an AssertionError on every rank, eval goes on with the batch', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 2 }), (asked) => {
        const bare = scenarioOf(settingOf('torch', 'eval+notrack'), asked);
        const [evaluated, train] = answerScenario(flipped(bare, true, [false, true])).steps;
        expect(numbersOf(evaluated?.ranks[0]?.y)).toEqual(numbersOf(rankAnswer(bare).y));
        for (const { error } of present(train).ranks) {
          expect(error).toMatchObject({ stage: 'forward', type: 'AssertionError', key: 'torch/missing-counter' });
        }
      }),
      { numRuns: 10 },
    );
  });
});

describe('forward only', () => {
  test.each(settings)('$dialect/$key, $arguments: has outputs and no gradients', (setting) => {
    fc.assert(
      fc.property(question({ min: 1, max: 2 }), (asked) => {
        const silent = asked.batches.map(({ shape, x }) => ({ shape, x, gradY: null }));
        const answer = lastAnswer(scenarioOf(setting, { ...asked, batches: silent }));
        const full = lastAnswer(scenarioOf(setting, asked));
        answer.ranks.forEach((rank, index) => {
          expect(rank).toMatchObject({ gradX: null, gradWeight: null, gradBias: null });
          expect(numbersOf(rank.y)).toEqual(numbersOf(full.ranks[index]?.y));
        });
        for (const group of present(answer.groups)) expect([group.gradWeight, group.gradBias]).toEqual([null, null]);
      }),
      { numRuns: 10 },
    );
  });
});

it('asks for an input on every rank', () => {
  fc.assert(
    fc.property(question({ min: 2, max: 2 }), (asked) => {
      const scenario = scenarioOf(torch, asked);
      expect(() => answerScenario({ ...scenario, world: { size: 3, groups: null } })).toThrow(
        'Expected an input for rank 2, got 2 inputs.',
      );
    }),
    { numRuns: 1 },
  );
});

it('does not change the scenario it is asked', () => {
  fc.assert(
    fc.property(question({ min: 2, max: 2 }), (asked) => {
      const scenario = sequence(torch, asked, [true, true]);
      const before = structuredClone(scenario);
      answerScenario(scenario);
      expect(scenario).toEqual(before);
    }),
    { numRuns: 10 },
  );
});
