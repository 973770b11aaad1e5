import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTensor } from '../../oracle/accept/verdict.ts';
import { roundTo } from '../../oracle/formats/arithmetic.ts';
import type { DType } from '../../oracle/tensor.ts';
import { dtypes } from '../../oracle/tensor.ts';
import type { ExpectedTensor } from '../../oracle/trace.ts';
import { acceptedAnswers, accepts, areDisjoint } from './accepted-answers.ts';
import { roundTensor } from './round-trace.ts';

const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 65504, 1e39, -1e300];
const number = fc.oneof(fc.double({ min: -4, max: 4, noNaN: true }), fc.constantFrom(...special));
const bound = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 0, max: 2, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 1e300) },
);

interface Element {
  readonly value: number;
  readonly bound: number;
}

const element: fc.Arbitrary<Element> = fc.record({ value: number, bound });

function one(dtype: DType, { value, bound: given }: Element): ExpectedTensor {
  return { dtype, shape: [1], values: Float64Array.of(value), bounds: Float64Array.of(given) };
}

const candidates = (dtype: DType, elements: readonly Element[], extra: number): readonly number[] =>
  [...special, extra, ...elements.flatMap(({ value, bound: given }) => [value, value - given, value + given])].map((answer) =>
    roundTo(dtype, answer),
  );

describe.each(dtypes)('accepted answers in %s', (dtype) => {
  it('are those that the verdict lets pass', () => {
    fc.assert(
      fc.property(element, number, (given, extra) => {
        const expected = one(dtype, given);
        for (const answer of candidates(dtype, [given], extra)) {
          const verdict = judgeTensor(expected, roundTensor({ ...expected, values: Float64Array.of(answer) }));
          expect({ answer, passes: verdict.mismatches === 0 }).toEqual({
            answer,
            passes: accepts(acceptedAnswers(expected, 0), answer),
          });
        }
      }),
    );
  });

  it('are disjoint only where no answer is accepted by both, and then always', () => {
    fc.assert(
      fc.property(element, element, number, (first, second, extra) => {
        const [left, right] = [first, second].map((given) => acceptedAnswers(one(dtype, given), 0));
        if (left === undefined || right === undefined) return;
        const shared = candidates(dtype, [first, second], extra).some(
          (answer) => accepts(left, answer) && accepts(right, answer),
        );
        expect(areDisjoint(left, right)).toBe(areDisjoint(right, left));
        // The ends of the intervals are among the candidates: where two overlap, one holds an end of the other.
        expect(areDisjoint(left, right)).toBe(!shared);
      }),
    );
  });
});

describe('two intervals', () => {
  const interval = (value: number, given: number): ReturnType<typeof acceptedAnswers> =>
    acceptedAnswers(one('float32', { value, bound: given }), 0);

  it.each([
    [1, 0.25, 1.5, 0.25, false],
    [1, 0.25, 1.5 + 2 ** -22, 0.25, true],
    // Apart before rounding to float32, and not after.
    [1, 0, 1 + 2 ** -26, 0, false],
    [1, 0, Number.NaN, 0, true],
    [1, 0, 1e39, 0, true],
    [1, Number.POSITIVE_INFINITY, Number.NaN, 0, false],
    [1, Number.NaN, Number.NEGATIVE_INFINITY, 0, false],
    [1, Number.NaN, 7, 1, true],
    [3e38, 1e38, Number.POSITIVE_INFINITY, 0, false],
  ])('%d +- %d and %d +- %d: disjoint is %s', (value, given, otherValue, otherBound, disjoint) => {
    expect(areDisjoint(interval(value, given), interval(otherValue, otherBound))).toBe(disjoint);
  });
});
