import { describe, expect, it } from 'vitest';
import type { PredictedErrors } from '../model.ts';
import { describeErrorKeys } from './describe-error-keys.ts';

const errors = (missing: readonly string[], otherWords = 0): PredictedErrors => ({
  predicted: 3,
  raised: 3,
  otherWords,
  keys: { predicted: 10 - missing.length, total: 10, missing },
});

describe('the keys of predicted errors', () => {
  it.each<[PredictedErrors, string]>([
    [errors([]), '10 of 10 keys'],
    [errors(['torch/no-channels']), '9 of 10 keys, not met: torch/no-channels'],
    [errors(['a', 'b', 'c', 'd', 'e', 'f']), '4 of 10 keys, not met: a, b, c, d and 2 more'],
    [errors([], 2), '10 of 10 keys, 2 in other words'],
    [errors(['a\u001B[31m'], 1), String.raw`9 of 10 keys, not met: a\x1b[31m, 1 in other words`],
  ])('%o', (given, text) => {
    expect(describeErrorKeys(given)).toBe(text);
  });

  it('are not spoken of where there is no catalogue', () => {
    expect(describeErrorKeys({ predicted: 0, raised: 0, otherWords: 0, keys: { predicted: 0, total: 0, missing: [] } })).toBe('');
  });
});
