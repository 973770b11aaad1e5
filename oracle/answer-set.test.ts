import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { lastAnswer, numbersOf, present } from './testing/answers.ts';
import { plainBatchNorm } from './testing/plain-batch-norm.ts';
import { mapInputs, question, scenarioOf, settingOf, settings, tensorOf } from './testing/question.ts';
import type { Batch, Question } from './testing/question.ts';

const batchKeys = new Set(['train+track', 'train+notrack', 'eval+notrack', 'none+train', 'batch']);
const batchSettings = settings.filter(({ key }) => batchKeys.has(key));
const runningSettings = settings.filter(({ key }) => !batchKeys.has(key));
const ranks = { min: 1, max: 3 };

/** The numbers of channel `channel`, without the oracle's own indexing. */
function channelOf(shape: readonly number[], numbers: readonly number[], channel: number): readonly number[] {
  const inner = shape.slice(2).reduce((product, extent) => product * extent, 1);
  return numbers.filter((_, index) => Math.floor(index / inner) % (shape[1] ?? 1) === channel);
}

function plainRanks(batches: readonly Batch[], channel: number): { x: readonly number[]; gradY: readonly number[] }[] {
  return batches.map(({ shape, x, gradY }) => ({
    x: channelOf(shape, x, channel),
    gradY: channelOf(shape, present(gradY), channel),
  }));
}

function parametersOf(asked: Question, channel: number, factor: number): Parameters<typeof plainBatchNorm>[1] {
  const at = (list: readonly number[]): number => present(list[channel]);
  return {
    weight: at(asked.weight),
    bias: at(asked.bias),
    epsilon: asked.epsilon,
    runningMean: at(asked.runningMean),
    runningVar: at(asked.runningVar),
    factor,
  };
}

describe('in the batch rows', () => {
  test.each(batchSettings)(
    '$dialect/$key, training $training: a constant added to the input changes neither y nor grad_x',
    (setting) => {
      const shift = fc.integer({ min: -4096, max: 4096 }).map((steps) => steps / 256);
      fc.assert(
        fc.property(question(ranks), shift, (asked, constant) => {
          const plain = lastAnswer(scenarioOf(setting, asked)).ranks;
          const shifted = lastAnswer(
            scenarioOf(
              setting,
              mapInputs(asked, (x) => x + constant),
            ),
          ).ranks;
          plain.forEach((answer, rank) => {
            expect(numbersOf(shifted[rank]?.y)).toBeNear(numbersOf(answer.y));
            expect(numbersOf(shifted[rank]?.gradX)).toBeNear(numbersOf(answer.gradX));
          });
        }),
        { numRuns: 40 },
      );
    },
  );

  test.each(batchSettings)(
    '$dialect/$key, training $training: y ignores the scale of the input, grad_x is divided by it',
    (setting) => {
      fc.assert(
        fc.property(question(ranks), fc.constantFrom(0.25, 0.5, 2), (asked, scale) => {
          const plain = lastAnswer(scenarioOf(setting, asked)).ranks;
          const scaledQuestion = { ...mapInputs(asked, (x) => x * scale), epsilon: asked.epsilon * scale * scale };
          const scaled = lastAnswer(scenarioOf(setting, scaledQuestion)).ranks;
          plain.forEach((answer, rank) => {
            expect(numbersOf(scaled[rank]?.y)).toBeNear(numbersOf(answer.y));
            expect(numbersOf(scaled[rank]?.gradX).map((gradient) => gradient * scale)).toBeNear(numbersOf(answer.gradX));
            expect(numbersOf(scaled[rank]?.gradWeight)).toBeNear(numbersOf(answer.gradWeight));
          });
        }),
        { numRuns: 40 },
      );
    },
  );

  test.each(batchSettings)(
    '$dialect/$key, training $training: y has mean bias and, short of epsilon, deviation |weight|',
    (setting) => {
      fc.assert(
        fc.property(question({ min: 1, max: 1 }), (asked) => {
          const y = numbersOf(lastAnswer(scenarioOf(setting, asked)).ranks[0]?.y);
          const { shape } = present(asked.batches[0]);
          for (let channel = 0; channel < asked.channels; channel += 1) {
            const outputs = channelOf(shape, y, channel);
            const bias = present(asked.bias[channel]);
            const mean = outputs.reduce((total, output) => total + output, 0) / outputs.length;
            const spread = outputs.reduce((total, output) => total + (output - mean) ** 2, 0) / outputs.length;
            expect([mean]).toBeNear([bias]);
            expect(spread).toBeLessThanOrEqual(present(asked.weight[channel]) ** 2 + 1e-9);
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  test.each([
    { dialect: 'torch', key: 'train+track', tracks: true },
    { dialect: 'torch', key: 'train+notrack', tracks: false },
    { dialect: 'mindspore', key: 'none+train', tracks: true },
    { dialect: 'mindspore', key: 'batch', tracks: true },
  ] as const)(
    '$dialect/$key: every number is that of a plain batch norm over the concatenated ranks',
    ({ dialect, key, tracks }) => {
      fc.assert(
        fc.property(question(ranks), (asked) => {
          const factor = dialect === 'torch' ? asked.momentum : 1 - asked.momentum;
          const answers = lastAnswer(scenarioOf(settingOf(dialect, key), asked)).ranks;
          for (let channel = 0; channel < asked.channels; channel += 1) {
            const plain = plainBatchNorm(plainRanks(asked.batches, channel), parametersOf(asked, channel, factor));
            answers.forEach((answer, rank) => {
              const { shape } = present(asked.batches[rank]);
              expect(channelOf(shape, numbersOf(answer.y), channel)).toBeNear(present(plain.y[rank]));
              expect(channelOf(shape, numbersOf(answer.gradX), channel)).toBeNear(present(plain.gradX[rank]));
              const perChannel = [answer.gradWeight, answer.gradBias].map((tensor) => present(numbersOf(tensor)[channel]));
              expect(perChannel).toBeNear([present(plain.gradWeight[rank]), present(plain.gradBias[rank])]);
              const buffers = tracks ? [numbersOf(answer.runningMean)[channel], numbersOf(answer.runningVar)[channel]] : [];
              expect(buffers.map(present)).toBeNear(tracks ? [plain.runningMean, plain.runningVar] : []);
            });
          }
        }),
        { numRuns: 60 },
      );
    },
  );

  test('torch/eval+notrack: each rank is a plain batch norm of its own', () => {
    fc.assert(
      fc.property(question({ min: 2, max: 3 }), (asked) => {
        const answers = lastAnswer(scenarioOf(settingOf('torch', 'eval+notrack'), asked)).ranks;
        for (let channel = 0; channel < asked.channels; channel += 1) {
          plainRanks(asked.batches, channel).forEach((own, rank) => {
            const { shape } = present(asked.batches[rank]);
            const plain = plainBatchNorm([own], parametersOf(asked, channel, 0));
            expect(channelOf(shape, numbersOf(answers[rank]?.y), channel)).toBeNear(present(plain.y[0]));
            expect(channelOf(shape, numbersOf(answers[rank]?.gradX), channel)).toBeNear(present(plain.gradX[0]));
          });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('in the running rows', () => {
  test.each(runningSettings)(
    '$dialect/$key, training $training: y and grad_x are an affine map, element by element',
    (setting) => {
      fc.assert(
        fc.property(question(ranks), (asked) => {
          const answers = lastAnswer(scenarioOf(setting, asked)).ranks;
          for (let channel = 0; channel < asked.channels; channel += 1) {
            const { weight, bias, epsilon, runningMean, runningVar } = parametersOf(asked, channel, 0);
            const slope = weight / Math.sqrt(runningVar + epsilon);
            plainRanks(asked.batches, channel).forEach(({ x, gradY }, rank) => {
              const { shape } = present(asked.batches[rank]);
              expect(channelOf(shape, numbersOf(answers[rank]?.y), channel)).toBeNear(
                x.map((value) => (value - runningMean) * slope + bias),
              );
              expect(channelOf(shape, numbersOf(answers[rank]?.gradX), channel)).toBeNear(
                gradY.map((gradient) => gradient * slope),
              );
            });
          }
        }),
        { numRuns: 40 },
      );
    },
  );
});

describe('one value per channel', () => {
  const asked = question({ min: 2, max: 2 }, { min: 1, max: 1 });
  /** The first sample of the first place alone, and an empty rank. */
  const single = (given: Question): Question => ({
    ...given,
    batches: given.batches.map(({ x, gradY }, rank) => {
      const kept = rank === 0 ? given.channels : 0;
      return { shape: [rank === 0 ? 1 : 0, given.channels], x: x.slice(0, kept), gradY: present(gradY).slice(0, kept) };
    }),
  });

  it('over a torch world of two gives y = bias, grad_x = 0, and a running variance that is not finite', () => {
    fc.assert(
      fc.property(asked.map(single), (given) => {
        const answers = lastAnswer(scenarioOf(settingOf('torch', 'train+track'), given)).ranks;
        for (const answer of answers) expect(present(answer.runningVar).bounds.every(Number.isNaN)).toBe(true);
        expect(numbersOf(answers[0]?.y)).toBeNear(given.bias);
        expect(numbersOf(answers[0]?.gradX)).toBeNear(given.bias.map(() => 0));
      }),
      { numRuns: 30 },
    );
  });

  it('over a torch world of two leaves nothing to judge an evaluation by', () => {
    fc.assert(
      fc.property(asked.map(single), (given) => {
        const scenario = scenarioOf(settingOf('torch', 'train+track'), given);
        const steps = [true, false].map((training) => ({ ...present(scenario.steps[0]), training }));
        const [answer] = lastAnswer({ ...scenario, steps }).ranks;
        expect(present(answer?.y).bounds.every((bound) => bound === Number.POSITIVE_INFINITY)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it('does not raise in mindspore', () => {
    fc.assert(
      fc.property(asked.map(single), (given) => {
        const alone = { ...given, batches: given.batches.slice(0, 1) };
        const answer = present(lastAnswer(scenarioOf(settingOf('mindspore', 'batch'), alone)).ranks[0]);
        expect(answer.error).toBeNull();
        expect(numbersOf(answer.y)).toBeNear(given.bias);
        expect(present(answer.runningVar).bounds.every(Number.isNaN)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the sums behind grad_weight are exact', () => {
  const plain = { channels: 1, weight: [1], bias: [0], runningMean: [0], runningVar: [1], epsilon: 0.25, momentum: 0.5 };
  const asking = (x: readonly number[], gradY: readonly number[]): Question => ({
    ...plain,
    batches: [{ shape: [x.length, 1], x, gradY }],
  });

  it('around a running mean, whatever cancels', () => {
    const scenario = scenarioOf(settingOf('torch', 'eval+track'), asking([1, 1, 1], [1e16, 1, -1e16]));
    expect(numbersOf(lastAnswer(scenario).ranks[0]?.gradWeight)).toEqual([1 / Math.sqrt(1.25)]);
  });

  it('around the mean of the batch, which no float64 is', () => {
    const scenario = scenarioOf(settingOf('torch', 'train+track'), asking([0, 0, 1], [1e9, 1e9, 1e9]));
    expect(numbersOf(lastAnswer(scenario).ranks[0]?.gradWeight)).toEqual([0]);
  });

  it('for float64 gradients of float32 inputs', () => {
    const scenario = scenarioOf(settingOf('torch', 'eval+track'), asking([1, 2], [0.1, 0.2]));
    const x = tensorOf('float32', [2, 1], [1, 2]);
    const fresh = { weight: null, bias: null, runningMean: null, runningVar: null, numBatchesTracked: null };
    const steps = scenario.steps.map((step) => ({ ...step, ranks: step.ranks.map((rank) => ({ ...rank, x })) }));
    const mixed = { ...scenario, parameterDtype: 'float32', state: fresh, steps } as const;
    const answers = [scenario, mixed].map((each) => numbersOf(lastAnswer(each).ranks[0]?.gradWeight));
    expect(answers[1]).toEqual(answers[0]);
  });
});
