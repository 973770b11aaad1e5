import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { answerScenario, answerTypically } from '../answer-scenario.ts';
import type { ChannelRank } from '../testing/algorithms/channel.ts';
import { single } from '../testing/algorithms/machine.ts';
import { runAlgorithm } from '../testing/algorithms/run.ts';
import { algorithms } from '../testing/algorithms/table.ts';
import { present } from '../testing/answers.ts';
import { channelScenario, judgeChannel } from '../testing/judge-channel.ts';
import { randomChannel, randomParameters } from '../testing/random-channel.ts';
import type { ExpectedTrace, TensorQuantity } from '../trace.ts';

/** The quantities that two passes added in `order` leave outside the bounds, and outside the typical ones. */
function outside(order: string, ranks: readonly ChannelRank[]): { bounds: readonly string[]; typical: readonly string[] } {
  const scenario = channelScenario(ranks, randomParameters, {});
  const answer = runAlgorithm(present(algorithms[`two-pass; ${order}`]), single, ranks, randomParameters);
  const left = ({ steps }: ExpectedTrace): readonly TensorQuantity[] =>
    judgeChannel(present(steps[0]), answer)
      .filter(({ mismatches }) => mismatches > 0)
      .map(({ quantity }) => quantity);
  return { bounds: left(answerScenario(scenario, 'A+')), typical: left(answerTypically(scenario, 'A+')) };
}

const constant = (value: number, count: number): readonly ChannelRank[] => [
  { x: Array.from({ length: count }, () => Math.fround(value)), gradY: Array.from({ length: count }, () => Math.fround(value)) },
];

test.each([0.1, 0.7])(
  'a sequential sum of a constant %d is outside the typical bounds and inside the bounds: they do not decide',
  (value) => {
    const { bounds, typical } = outside('sequential', constant(value, 4096));
    expect(bounds).toEqual([]);
    expect(typical).toEqual(expect.arrayContaining(['runningMean', 'gradBias']));
  },
);

test.each([0.1, 0.7])('its twin, a pairwise sum of the same, is inside both: %d', (value) => {
  expect(outside('pairwise', constant(value, 4096))).toEqual({ bounds: [], typical: [] });
});

it('pairwise sums of ordinary data are inside both', () => {
  fc.assert(
    fc.property(fc.constantFrom([30], [100, 60, 30, 10], [257], [1500, 3]), fc.nat(), (sizes, seed) => {
      expect(outside('pairwise', randomChannel('ordinary', sizes, seed))).toEqual({ bounds: [], typical: [] });
    }),
  );
});
