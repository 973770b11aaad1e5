import { describe, expect, it, test } from 'vitest';
import { answerScenario } from '../answer-scenario.ts';
import type { PythonValue } from '../python-value.ts';
import { numbersOf, present, rankAnswer } from '../testing/answers.ts';
import type { Small } from '../testing/small-scenario.ts';
import { errorsOf, smallScenario } from '../testing/small-scenario.ts';

const rankError = (dimensions: number): string => `RuntimeError: TensorAccessor expected 1 dims but tensor has ${dimensions}`;
const untracked = { track_running_stats: false };

/** With a list for num_features, in both modes; the error of the only pass. */
function raised(list: readonly PythonValue[], shape: readonly number[], small: Small = {}): readonly (string | null)[] {
  return [true, false].map((training) => {
    const given = { ...small.arguments, num_features: list };
    const scenario = smallScenario('torch', { backward: true, ...small, arguments: given, shapes: [shape], training });
    const { error } = rankAnswer(scenario);
    return error && `${error.stage}: ${error.type}: ${error.message}`;
  });
}

// As torch 2.13.0 raised them on a CPU.
describe('num_features as a list', () => {
  it('of one extent is that number', () => {
    const answer = (num_features: PythonValue): unknown =>
      answerScenario(
        smallScenario('torch', { arguments: { num_features }, shapes: [[4, 3, 2]], training: true, backward: true }),
      );
    expect(answer([3])).toEqual(answer(3));
  });

  it('gives parameters and buffers its shape, a bool behind the first extent counting as an int', () => {
    const { initial } = answerScenario(smallScenario('torch', { arguments: { num_features: [2, true] }, shapes: [[4, 2]] }));
    const { weight, bias, runningMean, runningVar } = present(initial);
    for (const tensor of [weight, bias, runningMean, runningVar]) expect(present(tensor).shape).toEqual([2, 1]);
  });

  test.each([
    [[], [4, 1], 0],
    [[3, 1], [4, 3], 2],
    [[1, 2, 1], [4, 2, 2], 3],
  ])('%o: buffers of it stop the forward pass', (list, shape, dimensions) => {
    const message = `forward: ${rankError(dimensions)}`;
    expect(raised(list, shape)).toEqual([message, message]);
    expect(raised(list, shape, { arguments: { affine: false } })).toEqual([message, message]);
  });

  it.each<[string, readonly number[], Small]>([
    ['several values a sample and channel', [4, 2, 3], {}],
    ['a half input', [4, 2], { dtype: 'float16' }],
  ])('parameters alone stop the backward pass: %s', (_, shape, small) => {
    const message = `backward: ${rankError(2)}`;
    expect(raised([1, 2], shape, { ...small, arguments: untracked })).toEqual([message, message]);
    expect(raised([1, 2], shape, { ...small, arguments: { ...untracked, bias: false } })).toEqual([message, message]);
  });

  it.each<[string, readonly number[], Small]>([
    ['one value a sample and channel', [4, 2], {}],
    ['one value in three axes', [4, 2, 1, 1], {}],
    ['channels last', [4, 2, 2, 2], { layout: 'channels_last' }],
  ])('of those, autograd refuses the gradient: %s', (_, shape, small) => {
    const message =
      'backward: RuntimeError: Function NativeBatchNormBackward0 returned an invalid gradient at index 1 - got [2] but expected shape compatible with [2, 1]';
    expect(raised([2, 1], shape, { ...small, arguments: untracked })).toEqual([message, message]);
  });

  it('of no extent takes the gradient of one value a sample and channel, without dimensions', () => {
    const given = { num_features: [], ...untracked };
    const { error, y, gradWeight } = rankAnswer(
      smallScenario('torch', { arguments: given, shapes: [[4, 1]], training: true, backward: true }),
    );
    expect([error, gradWeight?.shape]).toEqual([null, []]);
    const one = { num_features: 1, ...untracked };
    const plain = rankAnswer(smallScenario('torch', { arguments: one, shapes: [[4, 1]], training: true, backward: true }));
    expect([numbersOf(y), numbersOf(gradWeight)]).toEqual([numbersOf(plain.y), numbersOf(plain.gradWeight)]);
  });

  it('is counted, not looked at, before that', () => {
    const message = 'forward: RuntimeError: running_mean should contain 3 elements not 4';
    expect(raised([2, 2], [4, 3])).toEqual([message, message]);
    expect(raised([1, 2], [4, 2], { arguments: untracked, backward: false })).toEqual([null, null]);
  });

  it.each<[string, Small, string]>([
    ['a strided input', { shapes: [[4, 2, 2]], layout: 'strided' }, 'Expected a contiguous input'],
    ['an empty batch', { shapes: [[0, 2]] }, 'Expected parameters of one dimension'],
    [
      'ranks that synchronise',
      {
        shapes: [
          [4, 2],
          [4, 2],
        ],
      },
      'Expected num_features to be a number where ranks synchronise',
    ],
  ])('is not predicted for %s', (_, small, message) => {
    expect(() => errorsOf('torch', { ...small, arguments: { num_features: [1, 2] }, training: true })).toThrow(message);
  });
});

describe('an empty batch of another number of channels', () => {
  it.each([true, false])('is taken, with gradients of zeros for the parameters that are there; training %s', (training) => {
    for (const channels of [1, 5]) {
      const scenario = smallScenario('torch', { shapes: [[0, channels, 2]], training, backward: true });
      const { error, y, gradX, gradWeight, gradBias, runningMean, runningVar } = rankAnswer(scenario);
      expect(error).toBeNull();
      expect([y?.shape, gradX?.shape]).toEqual([
        [0, channels, 2],
        [0, channels, 2],
      ]);
      expect([gradWeight, gradBias, runningMean, runningVar].map(numbersOf)).toEqual([
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [1, 1, 1],
      ]);
      for (const tensor of [gradWeight, gradBias]) expect(tensor?.bounds).toEqual(new Float64Array(3));
    }
  });
});
