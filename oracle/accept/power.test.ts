import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { expectChannel, judgeChannel } from '../testing/judge-channel.ts';
import { plainBatchNorm } from '../testing/plain-batch-norm.ts';
import type { Faults } from '../testing/plain-batch-norm.ts';
import { randomChannel, randomParameters } from '../testing/random-channel.ts';
import type { TensorQuantity } from '../trace.ts';

const worlds = fc.constantFrom([8, 5], [3, 4, 9], [16, 2], [6, 2, 4, 20]);

/** The quantities of an answer that are outside their bounds on some rank. */
function rejected(sizes: readonly number[], seed: number, faults: Faults): readonly TensorQuantity[] {
  const ranks = randomChannel('ordinary', sizes, seed);
  const answer = plainBatchNorm(ranks, randomParameters, faults);
  const verdicts = judgeChannel(expectChannel(ranks, randomParameters), answer);
  return [...new Set(verdicts.filter(({ mismatches }) => mismatches > 0).map(({ quantity }) => quantity))].toSorted();
}

describe('on ordinary data of a few values', () => {
  it('the right answer, computed plainly and rounded to float32, is accepted', () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (sizes, seed) => {
        expect(rejected(sizes, seed, {})).toEqual([]);
      }),
    );
  });

  test.each<readonly [string, Faults, readonly TensorQuantity[]]>([
    ['the unbiased variance normalises', { normaliseUnbiased: true }, ['gradWeight', 'gradX', 'y']],
    ['the biased variance enters the buffer', { bufferBiased: true }, ['runningVar']],
    ['the buffer is unbiased with the local count', { bufferUnbiasedLocally: true }, ['runningVar']],
    ['momentum is swapped', { momentumSwapped: true }, ['runningMean', 'runningVar']],
    ['ranks normalise with their own statistics', { localStatistics: true }, ['gradWeight', 'gradX', 'y']],
    ['grad_x lacks the mean of the gradients', { withoutMeanTerm: true }, ['gradX']],
    ['grad_x lacks the projection', { withoutProjection: true }, ['gradX']],
    ['grad_x takes the mean of the rank alone', { localMeanTerm: true }, ['gradX']],
    ['epsilon stands outside the root', { epsilonOutsideRoot: true }, ['gradWeight', 'gradX', 'y']],
    ['grad_weight is the sum over the group', { gradWeightSummed: true }, ['gradWeight']],
  ])('%s: rejected, in what it touches and nowhere else', (_name, faults, quantities) => {
    fc.assert(
      fc.property(worlds, fc.nat(), (sizes, seed) => {
        expect(rejected(sizes, seed, faults)).toEqual(quantities);
      }),
      { numRuns: 50 },
    );
  });
});
