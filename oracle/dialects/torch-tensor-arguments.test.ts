import { describe, expect, it, test } from 'vitest';
import type { PythonValue } from '../python-value.ts';
import { answerScenario } from '../answer-scenario.ts';
import { errorsOf, scalar, smallScenario, vector } from '../testing/small-scenario.ts';

const ambiguous = 'RuntimeError: Boolean value of Tensor with more than one value is ambiguous';
const errorsInModes = (given: Readonly<Record<string, PythonValue>>): readonly string[] =>
  [true, false].flatMap((training) => errorsOf('torch', { arguments: { num_features: 3, ...given }, training }));

// As torch 2.13.0 raised them on a CPU.
describe('a tensor for eps', () => {
  test.each<[string, PythonValue, string, string]>([
    ['without dimensions', scalar(0.5), 'none', 'none'],
    ['of 0 without dimensions', scalar(0), 'ValueError: batch_norm eps must be positive during training, but got 0.0', 'none'],
    [
      'below 0 without dimensions',
      scalar(-1),
      'ValueError: batch_norm eps must be positive during training, but got -1.0',
      'ValueError: batch_norm eps must be non-negative, but got -1.0',
    ],
    [
      'of one value',
      vector(0.5),
      "TypeError: batch_norm(): argument 'eps' (position 8) must be float, not Tensor",
      "TypeError: batch_norm(): argument 'eps' (position 8) must be float, not Tensor",
    ],
    ['of two values', vector(0.5, 1), ambiguous, ambiguous],
  ])('%s', (_, eps, training, evaluation) => {
    expect(errorsInModes({ eps })).toEqual([training, evaluation]);
  });

  it('without dimensions is its number', () => {
    const answer = (given: Readonly<Record<string, PythonValue>>): unknown =>
      answerScenario(smallScenario('torch', { arguments: { num_features: 3, ...given }, training: true })).steps;
    expect(answer({ eps: scalar(0.5), momentum: scalar(0.25) })).toEqual(
      answer({ eps: { float: 0.5 }, momentum: { float: 0.25 } }),
    );
  });
});

it.each([vector(0.5), vector(0.5, 1), vector()])('a tensor with dimensions is no momentum', (momentum) => {
  const message = "TypeError: batch_norm(): argument 'momentum' (position 7) must be float, not Tensor";
  expect(errorsInModes({ momentum })).toEqual([message, message]);
});
