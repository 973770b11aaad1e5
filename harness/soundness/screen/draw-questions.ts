import fc from 'fast-check';
import { fuzzScenario } from '../../../generators/arbitraries/fuzz-scenario.ts';
import type { Dialect } from '../../../oracle/scenario.ts';
import { countElements } from '../../engine/count-elements.ts';
import type { Question } from '../../engine/screen-cases.ts';
import { randomFrom } from '../random.ts';
import { answerKinds, drawAnswer } from './draw-answer.ts';
import { stretchScenario } from './stretch-scenario.ts';

/**
 * Random scenarios of a dialect, one in five of them stretched to the ends of float32, each with an answer that is right, wrong, or as near to
 * either as can be; the same for the same seed. Of scenarios with many numbers one in a hundred is taken: they take most of the time.
 */
export function drawQuestions(dialect: Dialect, count: number, seed: number): readonly Question[] {
  const random = randomFrom(seed);
  return fc.sample(fuzzScenario(dialect), { numRuns: count, seed }).flatMap((drawn, index) => {
    if (countElements(drawn) > 10_000 && random.below(100) > 0) return [];
    const scenario = index % 5 === 4 ? stretchScenario(drawn, random) : drawn;
    try {
      return [{ scenario, method: 'module', trace: drawAnswer(scenario, random.pick(answerKinds), random.uniform) } as const];
    } catch (error) {
      // The reference has no answer: there is nothing to be judged.
      if (error instanceof RangeError) return [];
      throw error;
    }
  });
}
