import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { gradingLadder } from '../../generators/corpus/grading-ladder.ts';
import type { Grade } from '../../oracle/accept/grade.ts';
import { grades } from '../../oracle/accept/grade.ts';
import { sameSumsUpTo } from '../../oracle/accept/reduction.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import { mapTensors } from '../../oracle/map-tensors.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTensor, ExpectedTrace, Trace } from '../../oracle/trace.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import { expectAnswer, largestSum } from './expect-answer.ts';
import type { GradedComparison } from './judge-trace.ts';
import { judgeTrace } from './judge-trace.ts';

const ladder = dialects.flatMap((dialect) => [...gradingLadder(dialect, 1), ...gradingLadder(dialect, 4)]);
const asked = fc.constantFrom(...ladder);

/** An answer at `share` of the bounds of a grade, on alternating sides. */
function answerAt(scenario: Scenario, grade: Grade, share: number): Trace {
  const move = ({ values, bounds, ...rest }: ExpectedTensor): ExpectedTensor => ({
    ...rest,
    bounds,
    values: values.map((value, index) => value + (index % 2 === 0 ? share : -share) * (bounds[index] ?? 0)),
  });
  return roundTrace(mapTensors(answerScenario(scenario, grade), move));
}

const judge = (scenario: Scenario, actual: Trace, required: Grade): readonly GradedComparison[] =>
  judgeTrace(scenario, 'module', actual, required);
const gradesOf = (comparisons: readonly GradedComparison[]): ReadonlySet<unknown> =>
  new Set(comparisons.flatMap(({ graded }) => graded));

/** The finite bounds of every number of a trace, in one order. */
function boundsOf(trace: ExpectedTrace): readonly number[] {
  const bounds: number[] = [];
  mapTensors(trace, (tensor) => bounds.push(...tensor.bounds));
  return bounds;
}

describe('on the grading ladder', () => {
  test.each(grades)('an answer well inside the bounds of %s passes there, and never gets a worse grade', (grade) => {
    fc.assert(
      fc.property(asked, fc.double({ min: 0, max: 0.9, noNaN: true }), (scenario, share) => {
        const comparisons = judge(scenario, answerAt(scenario, grade, share), grade);
        expect(comparisons.filter(({ difference }) => difference !== null)).toEqual([]);
        const worse = grades.slice(grades.indexOf(grade) + 1);
        for (const graded of [...worse, 'fail']) expect(gradesOf(comparisons)).not.toContain(graded);
      }),
      { numRuns: 10 },
    );
  });

  it('the edge of a grade is outside every better one, and differs where that is required', () => {
    for (const [better, worse] of [
      ['A+', 'A'],
      ['A', 'B'],
    ] as const) {
      for (const scenario of ladder) {
        const actual = answerAt(scenario, worse, 0.95);
        const graded = gradesOf(judge(scenario, actual, worse));
        expect(graded).toContain(worse);
        expect(graded).not.toContain('fail');
        expect(judge(scenario, actual, better).some(({ difference }) => difference !== null)).toBe(true);
      }
    }
  });

  it('the classes contain one another', () => {
    for (const scenario of ladder) {
      const [strict = [], middle = [], loose = []] = grades.map((grade) => boundsOf(answerScenario(scenario, grade)));
      expect(strict.length).toBeGreaterThan(100);
      strict.forEach((bound, index) => {
        expect(bound).toBeLessThanOrEqual(middle[index] ?? 0);
        expect(middle[index]).toBeLessThanOrEqual(loose[index] ?? 0);
      });
    }
  });

  it('an answer outside all of them fails, in the channel that is wrong and in no other', () => {
    const [scenario] = ladder;
    if (scenario === undefined) throw new TypeError('Expected a scenario.');
    const spoil = (tensor: ExpectedTensor): ExpectedTensor =>
      tensor.shape.length === 1
        ? { ...tensor, values: tensor.values.map((value, channel) => (channel === 2 ? value * 1.5 + 1 : value)) }
        : tensor;
    const comparisons = judge(scenario, roundTrace(mapTensors(answerScenario(scenario, 'A+'), spoil)), 'B');
    const running = comparisons.filter(({ quantity, step }) => quantity === 'running_var' && step > 0);
    expect(running).toHaveLength(3);
    for (const { graded, difference } of running) {
      expect(graded).toEqual(['A+', 'A+', 'fail', 'A+', 'A+', 'A+', 'A+', 'A+']);
      expect(difference).toMatchObject({ at: [2], mismatches: 1 });
    }
  });
});

describe('the typical bounds', () => {
  const counted = (comparisons: readonly GradedComparison[]): { typical: number; informative: number } => ({
    typical: comparisons.reduce((sum, { typical }) => sum + typical, 0),
    informative: comparisons.reduce((sum, { channels }) => sum + channels.reduce((all, one) => all + one.informative, 0), 0),
  });
  const many = ladder.filter((scenario) => largestSum(scenario) > sameSumsUpTo);
  const few = ladder.filter((scenario) => largestSum(scenario) <= sameSumsUpTo);

  it('label answers at the edge of the others, and change neither verdict nor grade', () => {
    expect(many.length).toBeGreaterThan(0);
    for (const scenario of many) {
      const edge = judge(scenario, answerAt(scenario, 'A+', 0.95), 'A+');
      const { typical, informative } = counted(edge);
      expect(typical).toBeLessThan(informative);
      expect(edge.filter(({ difference }) => difference !== null)).toEqual([]);
      const right = judge(scenario, roundTrace(answerScenario(scenario, 'A+')), 'A+');
      expect(counted(right)).toEqual({ typical: informative, informative });
      expect(edge.map(({ graded }) => graded)).toEqual(right.map(({ graded }) => graded));
    }
  });

  it('are those of the grade, and not worked out, where few values are summed', () => {
    expect(few.length).toBeGreaterThan(0);
    for (const scenario of few) {
      const { typical, informative } = counted(judge(scenario, answerAt(scenario, 'A+', 0.95), 'A+'));
      expect(typical).toBe(informative);
      expect(expectAnswer(scenario, 'A+').steps[0]?.ranks[0]?.y).not.toHaveProperty('typicalBounds');
    }
    for (const scenario of many) expect(expectAnswer(scenario, 'A+').steps[0]?.ranks[0]?.y).toHaveProperty('typicalBounds');
  });

  it('are never wider than the others', () => {
    for (const scenario of many) {
      mapTensors(expectAnswer(scenario, 'A'), ({ bounds, typicalBounds = bounds }) => {
        expect(typicalBounds).toHaveLength(bounds.length);
        typicalBounds.forEach((bound, index) => expect(bound).toBeLessThanOrEqual(bounds[index] ?? 0));
      });
    }
  });
});

it('gives no grade where the bounds of the accepting grade say nothing', () => {
  // One pass about zero loses every digit of this; the bounds of two passes stay finite.
  const [scenario] = ladder.map((one) => withInputs(one, (value) => value * 2 ** 40));
  if (scenario === undefined) throw new TypeError('Expected a scenario.');
  const actual = answerAt(scenario, 'A', 1e9);
  const graded = judge(scenario, actual, 'B').filter(({ quantity }) => quantity === 'y');
  expect(gradesOf(graded)).toContain('fail');
  const loose = answerScenario(scenario, 'B').steps[0]?.ranks[0]?.y?.bounds ?? new Float64Array();
  const unknown = [...loose].map((bound) => bound === Number.POSITIVE_INFINITY);
  expect(unknown).toContain(true);
  expect(gradesOf(graded)).toContain(null);
});

/** A scenario with other inputs. */
function withInputs(scenario: Scenario, change: (value: number) => number): Scenario {
  const steps = scenario.steps.map((step) => ({
    ...step,
    ranks: step.ranks.map(({ x, gradY }) => ({ gradY, x: { ...x, data: Float32Array.from(x.data, change) } })),
  }));
  return { ...scenario, steps };
}

it('a difference that is no number has no channels, and is there in every grade', () => {
  const [scenario] = ladder;
  if (scenario === undefined) throw new TypeError('Expected a scenario.');
  const trace = roundTrace(answerScenario(scenario, 'A'));
  const counted = trace.steps.map((step) => ({
    ...step,
    ranks: step.ranks.map((rank) => ({ ...rank, numBatchesTracked: 77 })),
  }));
  for (const grade of grades) {
    const different = judge(scenario, { ...trace, steps: counted }, grade).filter(({ difference }) => difference !== null);
    expect(different.map(({ quantity, graded }) => [quantity, graded])).toEqual(counted.map(() => ['num_batches_tracked', []]));
  }
});
