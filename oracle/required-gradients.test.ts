import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { RequiresGrad } from './scenario.ts';
import { lastAnswer, numbersOf, present } from './testing/answers.ts';
import { question, scenarioOf, settingOf, settings } from './testing/question.ts';

const everything: RequiresGrad = { x: true, weight: true, bias: true };
const some = fc
  .record({ x: fc.boolean(), weight: fc.boolean(), bias: fc.boolean() })
  .filter((asks) => Object.values(asks).some(Boolean));

describe('what asks for no gradient', () => {
  test.each(settings)('$dialect/$key, $arguments: gets none, and everything else is as it was', (setting) => {
    fc.assert(
      fc.property(question({ min: 1, max: 2 }), some, (asked, requiresGrad) => {
        const scenario = scenarioOf(setting, asked);
        const whole = lastAnswer({ ...scenario, requiresGrad: everything });
        const part = lastAnswer({ ...scenario, requiresGrad });
        expect(whole).toEqual(lastAnswer(scenario));
        part.ranks.forEach((rank, index) => {
          const full = present(whole.ranks[index]);
          expect(rank.y).toEqual(full.y);
          expect(rank.runningVar).toEqual(full.runningVar);
          expect(rank.gradX).toEqual(requiresGrad.x ? full.gradX : null);
          expect(rank.gradWeight).toEqual(requiresGrad.weight ? full.gradWeight : null);
          expect(rank.gradBias).toEqual(requiresGrad.bias ? full.gradBias : null);
        });
        part.groups?.forEach((group, index) => {
          const full = present(whole.groups?.[index]);
          expect(group.gradWeight).toEqual(requiresGrad.weight ? full.gradWeight : null);
          expect(group.gradBias).toEqual(requiresGrad.bias ? full.gradBias : null);
        });
      }),
      { numRuns: 10 },
    );
  });
});

it('torch raises in backward where nothing asks, after the buffers were updated', () => {
  fc.assert(
    fc.property(question({ min: 1, max: 1 }), fc.boolean(), (asked, affine) => {
      const setting = { ...settingOf('torch', 'train+track'), arguments: { affine } };
      const scenario = scenarioOf(setting, asked);
      const state = affine ? scenario.state : { ...scenario.state, weight: null, bias: null };
      const requiresGrad = { x: false, weight: !affine, bias: !affine };
      const [rank] = lastAnswer({ ...scenario, state, requiresGrad }).ranks;
      expect(rank?.error).toEqual({
        stage: 'backward',
        type: 'RuntimeError',
        message: 'element 0 of tensors does not require grad and does not have a grad_fn',
        key: 'torch/nothing-requires-grad',
      });
      expect(rank).toMatchObject({ y: null, gradX: null, gradWeight: null, gradBias: null, numBatchesTracked: 1 });
      const [full] = lastAnswer({ ...scenario, state }).ranks;
      expect(numbersOf(rank?.runningMean)).toEqual(numbersOf(full?.runningMean));
    }),
    { numRuns: 10 },
  );
});
