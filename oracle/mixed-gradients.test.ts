import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastAnswer, numbersOf } from './testing/answers.ts';
import type { Question } from './testing/question.ts';
import { question, scenarioOf, settings } from './testing/question.ts';

const synchronising = new Set(['train+track', 'train+notrack', 'none+train', 'batch']);
const several = question({ min: 2, max: 3 });

/** Only the first rank has an upstream gradient. */
function withOneGradient(asked: Question): Question {
  return { ...asked, batches: asked.batches.map((batch, rank) => (rank === 0 ? batch : { ...batch, gradY: null })) };
}

describe('upstream gradients on some ranks only', () => {
  test.each(settings.filter(({ key }) => !synchronising.has(key)))(
    '$dialect/$key, training $training: each rank answers as it does alone',
    (setting) => {
      fc.assert(
        fc.property(several, (asked) => {
          const mixed = withOneGradient(asked);
          lastAnswer(scenarioOf(setting, mixed)).ranks.forEach((answer, rank) => {
            const alone = lastAnswer(scenarioOf(setting, { ...mixed, batches: mixed.batches.slice(rank, rank + 1) })).ranks[0];
            expect(answer.gradX === null).toBe(rank > 0);
            expect(answer.gradWeight === null).toBe(rank > 0);
            for (const quantity of ['y', 'gradX', 'gradWeight', 'gradBias'] as const) {
              expect(answer[quantity] && numbersOf(answer[quantity])).toEqual(alone?.[quantity] && numbersOf(alone[quantity]));
            }
          });
        }),
        { numRuns: 20 },
      );
    },
  );

  test.each(settings.filter(({ key }) => synchronising.has(key)))(
    '$dialect/$key, training $training: ranks that synchronise would wait for ever, so the question is refused',
    (setting) => {
      fc.assert(
        fc.property(several, (asked) => {
          expect(() => lastAnswer(scenarioOf(setting, withOneGradient(asked)))).toThrow(/all of the ranks .* or on none/u);
        }),
        { numRuns: 10 },
      );
    },
  );
});
