import { expect, test } from 'vitest';
import { present } from '../testing/answers.ts';
import type { ChannelParameters, ChannelRank } from '../testing/algorithms/channel.ts';
import { single } from '../testing/algorithms/machine.ts';
import { runAlgorithm } from '../testing/algorithms/run.ts';
import { algorithms } from '../testing/algorithms/table.ts';
import { expectChannel, judgeChannel } from '../testing/judge-channel.ts';
import { randomChannel, randomParameters } from '../testing/random-channel.ts';

const [plain] = randomChannel('ordinary', [64], 3);

/** How grad_x of a channel comes out with gradients of `size` and a weight of `weight`, by code that weighs each gradient first. */
function gradX(
  size: number,
  weight: number,
  training: boolean,
): { computed: readonly number[]; outside: number; judged: number } {
  const gradY = present(plain).gradY.map((gradient) => Math.fround(gradient * size));
  const ranks = [{ x: present(plain).x, gradY }];
  const parameters = { ...randomParameters, weight };
  const algorithm = present(algorithms['backward: summed, weight first']);
  const answer = runAlgorithm(algorithm, single, ranks, parameters, training);
  const verdicts = judgeChannel(expectChannel(ranks, parameters, { modes: [training], grade: 'A+' }), answer);
  const { mismatches, elements, uninformative } = present(verdicts.find(({ quantity }) => quantity === 'gradX'));
  return { computed: answer.gradX.flat(), outside: mismatches, judged: elements - uninformative };
}

test('weighted sums that overflow on the way to a finite grad_x are not judged', () => {
  const { computed, outside, judged } = gradX(1e6, 1e31, true);
  expect(computed.every(Number.isFinite)).toBe(false);
  expect({ outside, judged }).toEqual({ outside: 0, judged: 0 });
});

test('the twin that stays finite is judged, and inside', () => {
  const { computed, outside, judged } = gradX(1e6, 1e20, true);
  expect(computed.every(Number.isFinite)).toBe(true);
  expect({ outside, judged }).toEqual({ outside: 0, judged: 64 });
});

test('in eval no sums are taken, and as large a weight is judged', () => {
  expect(gradX(1e6, 1e31, false)).toMatchObject({ outside: 0, judged: 64 });
});

/** Whether grad_x of an algorithm is finite, and how much of it is judged. */
function judgedGradX(
  name: string,
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
  training: boolean,
): { finite: boolean; outside: number; judged: number } {
  const answer = runAlgorithm(present(algorithms[name]), single, ranks, parameters, training);
  const verdicts = judgeChannel(expectChannel(ranks, parameters, { modes: [training], grade: 'A+' }), answer);
  const { mismatches, elements, uninformative } = present(verdicts.find(({ quantity }) => quantity === 'gradX'));
  return { finite: answer.gradX.flat().every(Number.isFinite), outside: mismatches, judged: elements - uninformative };
}

test.each([
  [3e-34, false, 0],
  [3e-20, true, 2],
])('the cube of an inverse deviation overflows by itself, for an epsilon of %d: finite %s', (epsilon, finite, judged) => {
  const ranks = [{ x: [0, 0], gradY: [1, 1] }];
  const parameters = { ...randomParameters, weight: 0, epsilon };
  expect(judgedGradX('backward: differentiated two-pass', ranks, parameters, true)).toEqual({ finite, outside: 0, judged });
});

test.each([
  [1e37, false, 0],
  [1e30, true, 2],
])(
  'in eval weight and inverse deviation may overflow where the gradient is zero, for a weight of %d: finite %s',
  (weight, finite, judged) => {
    const ranks = [{ x: [0, 1], gradY: [0, 0] }];
    const parameters = { ...randomParameters, weight, runningVar: 0, epsilon: 1e-5 };
    expect(judgedGradX('affine: scaled', ranks, parameters, false)).toEqual({ finite, outside: 0, judged });
  },
);
