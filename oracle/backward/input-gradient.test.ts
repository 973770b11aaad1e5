import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Scenario } from '../scenario.ts';
import { lastAnswer, numbersOf, present } from '../testing/answers.ts';
import { mapInputs, question, scenarioOf, settings } from '../testing/question.ts';

/** Sum over all ranks of gradY * y: what grad_x is the derivative of. */
function objective(scenario: Scenario): number {
  return lastAnswer(scenario).ranks.reduce((total, answer, rank) => {
    const gradY = present(scenario.steps[0]?.ranks[rank]?.gradY).data;
    return total + numbersOf(answer.y).reduce((sum, y, index) => sum + y * (gradY[index] ?? 0), 0);
  }, 0);
}

// A power of two that float32 inputs can be moved by exactly.
const step = 2 ** -10;

test.each(settings)(
  '$dialect/$key, training $training: grad_x is the derivative of sum(grad_y * y) over the ranks',
  (setting) => {
    fc.assert(
      fc.property(question({ min: 1, max: 3 }), fc.nat(), fc.nat(), (asked, chosenRank, chosenIndex) => {
        const rank = chosenRank % asked.batches.length;
        const index = chosenIndex % present(asked.batches[rank]).x.length;
        const moved = (by: number): number => {
          const change = (x: number, at: number, on: number): number => (on === rank && at === index ? x + by * step : x);
          return objective(scenarioOf(setting, mapInputs(asked, change)));
        };
        // Central differences of fourth order.
        const slope = (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * step);
        const gradX = numbersOf(lastAnswer(scenarioOf(setting, asked)).ranks[rank]?.gradX);
        const scale = 1 + Math.max(...gradX.map(Math.abs));
        expect([present(gradX[index]) / scale]).toBeNear([slope / scale], 1e-5);
      }),
      { numRuns: 60 },
    );
  },
);

const through = settings.filter(({ key }) => ['train+track', 'train+notrack', 'none+train', 'batch'].includes(key));

test.each(through)('$dialect/$key, training $training: grad_x sums to zero over the group', (setting) => {
  fc.assert(
    fc.property(question({ min: 1, max: 3 }), (asked) => {
      const { ranks } = lastAnswer(scenarioOf(setting, asked));
      for (let channel = 0; channel < asked.channels; channel += 1) {
        let [total, size] = [0, 1];
        ranks.forEach((answer, rank) => {
          const { shape } = present(asked.batches[rank]);
          const inner = shape.slice(2).reduce((product, extent) => product * extent, 1);
          numbersOf(answer.gradX).forEach((gradient, index) => {
            if (Math.floor(index / inner) % asked.channels !== channel) return;
            total += gradient;
            size += Math.abs(gradient);
          });
        });
        expect(Math.abs(total) / size).toBeLessThan(1e-11);
      }
    }),
    { numRuns: 40 },
  );
});
