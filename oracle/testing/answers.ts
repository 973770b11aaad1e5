import { expect } from 'vitest';
import { answerScenario } from '../answer-scenario.ts';
import type { Scenario } from '../scenario.ts';
import type { ExpectedTensor, RankAnswer, StepAnswer } from '../trace.ts';

/** The answer to the last step, which must have been reached. */
export function lastAnswer(scenario: Scenario): StepAnswer<ExpectedTensor> {
  const { steps } = answerScenario(scenario);
  return present(steps.length === scenario.steps.length ? steps.at(-1) : undefined);
}

/** The answer of one rank to the last step. */
export function rankAnswer(scenario: Scenario, rank = 0): RankAnswer<ExpectedTensor> {
  return present(lastAnswer(scenario).ranks[rank]);
}

/** `value`, which the test cannot go on without. */
export function present<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new TypeError(`Expected a value, got ${String(value)}.`);
  return value;
}

/** The numbers of a tensor that must be there. */
export function numbersOf(tensor: ExpectedTensor | null | undefined): readonly number[] {
  return [...present(tensor).values];
}

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Element by element within `tolerance` of the largest number; NaN and the infinities must stand in the same places. */
    toBeNear(expected: T extends readonly number[] ? readonly number[] : never, tolerance?: number): R;
  }
}

expect.extend({
  toBeNear(actual: readonly number[], expected: readonly number[], tolerance = 1e-11) {
    const scale = 1 + Math.max(0, ...expected.filter(Number.isFinite).map(Math.abs));
    const near = (value: number, index: number): boolean => {
      const wanted = expected[index] ?? Number.NaN;
      return Object.is(value, wanted) || Math.abs(value - wanted) <= tolerance * scale;
    };
    return {
      pass: actual.length === expected.length && actual.every(near),
      message: () => `Expected ${expected.join(' ')} within ${tolerance * scale}, got ${actual.join(' ')}.`,
      actual,
      expected,
    };
  },
});
