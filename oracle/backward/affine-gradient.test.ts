import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ExpectedTensor, StepAnswer } from '../trace.ts';
import { lastAnswer, numbersOf, present } from '../testing/answers.ts';
import { question, scenarioOf, settingOf, settings } from '../testing/question.ts';
import type { Question } from '../testing/question.ts';

/** sum(gradY * y) of each rank: what the rank's own parameter gradients are derivatives of. */
function objectives(asked: Question, answer: StepAnswer<ExpectedTensor>): readonly number[] {
  return answer.ranks.map(({ y }, rank) => {
    const gradY = present(asked.batches[rank]?.gradY);
    return numbersOf(y).reduce((sum, output, index) => sum + output * (gradY[index] ?? 0), 0);
  });
}

test.each(settings)(
  '$dialect/$key, training $training: grad_weight and grad_bias are derivatives of the rank alone',
  (setting) => {
    fc.assert(
      fc.property(question({ min: 1, max: 3 }), fc.nat(), (asked, chosen) => {
        const channel = chosen % asked.channels;
        const { ranks } = lastAnswer(scenarioOf(setting, asked));
        for (const [name, quantity] of [
          ['weight', 'gradWeight'],
          ['bias', 'gradBias'],
        ] as const) {
          const moved = (by: number): readonly number[] => {
            const list = asked[name].map((value, at) => (at === channel ? value + by : value));
            const changed = { ...asked, [name]: list };
            return objectives(changed, lastAnswer(scenarioOf(setting, changed)));
          };
          const [up, down] = [moved(0.5), moved(-0.5)];
          // y is linear in both parameters: a difference is exact at any step.
          ranks.forEach((answer, rank) => {
            const slope = present(up[rank]) - present(down[rank]);
            expect([present(numbersOf(answer[quantity])[channel])]).toBeNear([slope], 1e-9);
          });
        }
      }),
      { numRuns: 40 },
    );
  },
);

describe('per group', () => {
  test.each(settings)('$dialect/$key, training $training: the gradients are the sums over its ranks', (setting) => {
    const groupings = fc.constantFrom(null, [[0, 2], [1]], [[0, 1, 2]], [[2, 1]]);
    fc.assert(
      fc.property(question({ min: 3, max: 3 }), groupings, (asked, groups) => {
        const answer = lastAnswer(scenarioOf(setting, asked, groups));
        for (const group of present(answer.groups)) {
          for (const quantity of ['gradWeight', 'gradBias'] as const) {
            const sums = asked.weight.map((_, channel) =>
              group.ranks.reduce((sum, rank) => sum + present(numbersOf(answer.ranks[rank]?.[quantity])[channel]), 0),
            );
            expect(numbersOf(group[quantity])).toBeNear(sums, 1e-9);
          }
        }
        expect(present(answer.groups).flatMap((group) => group.ranks)).toHaveLength(3);
      }),
      { numRuns: 25 },
    );
  });
});

describe('what is not trained', () => {
  const one = question({ min: 2, max: 2 });
  const asWith = (setting: ReturnType<typeof settingOf>, given: Record<string, boolean>): typeof setting => {
    return { ...setting, arguments: { ...setting.arguments, ...given } };
  };

  it('has no gradient: torch without affine has neither parameter, and y is the standardised input', () => {
    fc.assert(
      fc.property(one, (asked) => {
        const without = lastAnswer(scenarioOf(asWith(settingOf('torch', 'train+track'), { affine: false }), asked));
        const neutral = { ...asked, weight: asked.weight.map(() => 1), bias: asked.bias.map(() => 0) };
        const reference = lastAnswer(scenarioOf(settingOf('torch', 'train+track'), neutral));
        without.ranks.forEach((answer, rank) => {
          expect([answer.gradWeight, answer.gradBias]).toEqual([null, null]);
          expect(numbersOf(answer.y)).toBeNear(numbersOf(reference.ranks[rank]?.y));
          expect(numbersOf(answer.gradX)).toBeNear(numbersOf(reference.ranks[rank]?.gradX));
        });
        expect(present(without.groups)[0]).toMatchObject({ gradWeight: null, gradBias: null });
      }),
      { numRuns: 20 },
    );
  });

  it('torch with bias=False keeps the weight alone', () => {
    fc.assert(
      fc.property(one, (asked) => {
        const answer = lastAnswer(scenarioOf(asWith(settingOf('torch', 'train+track'), { bias: false }), asked)).ranks[0];
        expect(answer?.gradWeight).not.toBeNull();
        expect(answer?.gradBias).toBeNull();
      }),
      { numRuns: 5 },
    );
  });

  it('mindspore without affine keeps gamma and beta, and trains neither', () => {
    fc.assert(
      fc.property(one, (asked) => {
        const frozen = lastAnswer(scenarioOf(asWith(settingOf('mindspore', 'batch'), { affine: false }), asked));
        const trained = lastAnswer(scenarioOf(settingOf('mindspore', 'batch'), asked));
        frozen.ranks.forEach((answer, rank) => {
          expect([answer.gradWeight, answer.gradBias]).toEqual([null, null]);
          expect(numbersOf(answer.y)).toBeNear(numbersOf(trained.ranks[rank]?.y));
        });
        expect(present(frozen.groups)[0]).toMatchObject({ gradWeight: null, gradBias: null });
      }),
      { numRuns: 10 },
    );
  });
});
