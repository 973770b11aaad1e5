import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { sharingSets } from './sharing.ts';
import { lastAnswer, numbersOf, present } from './testing/answers.ts';
import { question, scenarioOf, settingOf, settings } from './testing/question.ts';
import type { Batch, Question } from './testing/question.ts';
import type { ExpectedTensor, RankAnswer } from './trace.ts';

const synchronising = settings.filter(({ key }) => ['train+track', 'train+notrack', 'none+train', 'batch'].includes(key));
const updating = synchronising.filter(({ key }) => key !== 'train+notrack');

describe('sharingSets', () => {
  it('parts the ranks: each in one set, all of them in some', () => {
    const world = fc.integer({ min: 1, max: 6 }).chain((size) =>
      fc
        .shuffledSubarray(Array.from({ length: size }, (_, rank) => rank))
        .chain((members) => fc.nat({ max: members.length }).map((cut) => [members.slice(0, cut), members.slice(cut)]))
        .map((groups) => ({ size, groups })),
    );
    fc.assert(
      fc.property(world, (given) => {
        const everyone = sharingSets(given)
          .flat()
          .toSorted((a, b) => a - b);
        expect(everyone).toEqual(Array.from({ length: given.size }, (_, rank) => rank));
      }),
    );
  });

  test.each([
    { world: { size: 3, groups: null }, sets: [[0, 1, 2]] },
    { world: { size: 3, groups: [] }, sets: [[0], [1], [2]] },
    { world: { size: 3, groups: [[]] }, sets: [[0], [1], [2]] },
    { world: { size: 4, groups: [[3, 1]] }, sets: [[0], [2], [3, 1]] },
    { world: { size: 3, groups: [[2, 0], [1]] }, sets: [[1], [2, 0]] },
  ])('$world is parted into $sets', ({ world, sets }) => {
    expect(sharingSets(world)).toEqual(sets);
  });
});

/** What two ways to run the same numbers must agree on. */
function quantities(answer: RankAnswer<ExpectedTensor> | undefined, names: readonly (keyof Names)[]): readonly number[] {
  return names.flatMap((name) => (answer?.[name] == null ? [] : numbersOf(answer[name])));
}
type Names = Pick<RankAnswer<ExpectedTensor>, 'y' | 'gradX' | 'gradWeight' | 'gradBias' | 'runningMean' | 'runningVar'>;
const everything = ['y', 'gradX', 'gradWeight', 'gradBias', 'runningMean', 'runningVar'] as const;

test.each(settings)('$dialect/$key, training $training: permuting the ranks permutes the answers', (setting) => {
  const order = fc.constantFrom([0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]);
  fc.assert(
    fc.property(question({ min: 3, max: 3 }), order, (asked, permutation) => {
      const plain = lastAnswer(scenarioOf(setting, asked)).ranks;
      const batches = permutation.map((rank) => present(asked.batches[rank]));
      const permuted = lastAnswer(scenarioOf(setting, { ...asked, batches })).ranks;
      permutation.forEach((rank, place) => {
        expect(quantities(permuted[place], everything)).toBeNear(quantities(plain[rank], everything));
      });
    }),
    { numRuns: 30 },
  );
});

/** The batch cut along its samples into ranks that end before each of `cuts`. */
function split(asked: Question, cuts: readonly number[]): Question {
  const whole = present(asked.batches[0]);
  const [size = 0, ...rest] = whole.shape;
  const inner = whole.x.length / size;
  const edges = [0, ...cuts, size];
  const batches = edges.slice(1).map((end, rank): Batch => {
    const [from, to] = [present(edges[rank]) * inner, end * inner];
    const shape = [end - present(edges[rank]), ...rest];
    return { shape, x: whole.x.slice(from, to), gradY: present(whole.gradY).slice(from, to) };
  });
  return { ...asked, batches };
}

test.each(synchronising)(
  '$dialect/$key, training $training: splitting a batch over ranks changes nothing but who answers',
  (setting) => {
    const cuts = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 3, max: 4 }));
    fc.assert(
      fc.property(question({ min: 1, max: 1 }, { min: 5, max: 6 }), cuts, (asked, places) => {
        const whole = present(lastAnswer(scenarioOf(setting, asked)).ranks[0]);
        const parts = lastAnswer(scenarioOf(setting, split(asked, places)));
        for (const name of ['y', 'gradX'] as const) {
          expect(parts.ranks.flatMap((answer) => quantities(answer, [name]))).toBeNear(numbersOf(whole[name]));
        }
        for (const name of ['gradWeight', 'gradBias'] as const) {
          const sums = asked.weight.map((_, channel) =>
            parts.ranks.reduce((sum, answer) => sum + present(numbersOf(answer[name])[channel]), 0),
          );
          expect(sums).toBeNear(numbersOf(whole[name]));
          expect(numbersOf(parts.groups?.[0]?.[name])).toBeNear(numbersOf(whole[name]));
        }
        for (const answer of parts.ranks) {
          expect(quantities(answer, ['runningMean', 'runningVar'])).toBeNear(quantities(whole, ['runningMean', 'runningVar']));
        }
      }),
      { numRuns: 30 },
    );
  },
);

function chosen(asked: Question, ranks: readonly number[]): Question {
  return { ...asked, batches: ranks.map((rank) => present(asked.batches[rank])) };
}

test.each(settings)('$dialect/$key, training $training: two groups are two worlds', (setting) => {
  const grouping = fc.constantFrom([[0, 1], [2]], [[0, 2], [1]], [[2, 1], [0]]);
  fc.assert(
    fc.property(question({ min: 3, max: 3 }), grouping, (asked, groups) => {
      const grouped = lastAnswer(scenarioOf(setting, asked, groups)).ranks;
      for (const group of groups) {
        const apart = lastAnswer(scenarioOf(setting, chosen(asked, group))).ranks;
        group.forEach((rank, place) => {
          expect(quantities(grouped[rank], everything)).toEqual(quantities(apart[place], everything));
        });
      }
    }),
    { numRuns: 25 },
  );
});

test.each(synchronising)('$dialect/$key, training $training: a rank in no group is a world of one', (setting) => {
  fc.assert(
    fc.property(question({ min: 3, max: 3 }), (asked) => {
      const grouped = lastAnswer(scenarioOf(setting, asked, [[0, 2]])).ranks;
      const alone = lastAnswer(scenarioOf(setting, chosen(asked, [1]))).ranks;
      expect(quantities(grouped[1], everything)).toEqual(quantities(alone[0], everything));
    }),
    { numRuns: 25 },
  );
});

test.each(updating)('$dialect/$key, training $training: the ranks of a group hold identical running statistics', (setting) => {
  fc.assert(
    fc.property(question({ min: 3, max: 3 }), (asked) => {
      const { ranks } = lastAnswer(scenarioOf(setting, asked, [[0, 2], [1]]));
      expect(ranks[2]?.runningMean).toEqual(ranks[0]?.runningMean);
      expect(ranks[2]?.runningVar).toEqual(ranks[0]?.runningVar);
    }),
    { numRuns: 25 },
  );
});

test('torch/eval+notrack shares nothing: a rank answers as if it were alone, whatever the others hold', () => {
  const setting = settingOf('torch', 'eval+notrack');
  fc.assert(
    fc.property(question({ min: 2, max: 3 }), (asked) => {
      const { ranks } = lastAnswer(scenarioOf(setting, asked));
      ranks.forEach((answer, rank) => {
        const alone = lastAnswer(scenarioOf(setting, chosen(asked, [rank]))).ranks[0];
        expect(quantities(answer, everything)).toEqual(quantities(alone, everything));
      });
    }),
    { numRuns: 30 },
  );
});

describe('empty ranks in torch training', () => {
  const setting = settingOf('torch', 'train+track');
  const emptied = (asked: Question, empty: readonly number[]): Question => {
    const batches = asked.batches.map((batch, rank) =>
      empty.includes(rank) ? { shape: [0, ...batch.shape.slice(1)], x: [], gradY: [] } : batch,
    );
    return { ...asked, batches };
  };

  it('give no gradients at all, and update their buffers with the statistics of the others', () => {
    fc.assert(
      fc.property(question({ min: 3, max: 3 }), fc.nat({ max: 2 }), (asked, empty) => {
        const answer = lastAnswer(scenarioOf(setting, emptied(asked, [empty])));
        const others = [0, 1, 2].filter((rank) => rank !== empty);
        const without = lastAnswer(scenarioOf(setting, chosen(asked, others)));
        expect(answer.ranks[empty]).toMatchObject({ error: null, gradX: null, gradWeight: null, gradBias: null });
        expect(numbersOf(answer.ranks[empty]?.y)).toEqual([]);
        expect(answer.ranks[empty]?.numBatchesTracked).toBe(1);
        others.forEach((rank, place) => {
          expect(quantities(answer.ranks[rank], everything)).toEqual(quantities(without.ranks[place], everything));
        });
        expect(answer.ranks[empty]?.runningVar).toEqual(without.ranks[0]?.runningVar);
        expect(numbersOf(answer.groups?.[0]?.gradWeight)).toBeNear(numbersOf(without.groups?.[0]?.gradWeight));
      }),
      { numRuns: 40 },
    );
  });

  it('all of them: the buffers decay by 1 - momentum', () => {
    fc.assert(
      fc.property(question({ min: 2, max: 2 }), (asked) => {
        for (const answer of lastAnswer(scenarioOf(setting, emptied(asked, [0, 1]))).ranks) {
          expect(answer.error).toBeNull();
          expect(numbersOf(answer.runningMean)).toBeNear(asked.runningMean.map((mean) => mean * (1 - asked.momentum)));
          expect(numbersOf(answer.runningVar)).toBeNear(asked.runningVar.map((variance) => variance * (1 - asked.momentum)));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('alone: the buffers stay, the counter counts, the parameter gradients are zeros', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 1 }), (asked) => {
        const answer = present(lastAnswer(scenarioOf(setting, emptied(asked, [0]))).ranks[0]);
        expect(numbersOf(answer.runningMean)).toEqual(asked.runningMean);
        expect(numbersOf(answer.runningVar)).toEqual(asked.runningVar);
        expect(answer.numBatchesTracked).toBe(1);
        expect(numbersOf(answer.gradWeight)).toEqual(asked.weight.map(() => 0));
        expect(numbersOf(answer.gradX)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});
