import { describe, expect, it, test } from 'vitest';
import { answerScenario, rowsVisited } from './answer-scenario.ts';
import type { Arguments, PythonValue } from './python-value.ts';
import type { Dialect, RankInput, Scenario } from './scenario.ts';
import { effectiveWorld } from './sharing.ts';
import { lastAnswer, numbersOf, present } from './testing/answers.ts';
import { tensorOf } from './testing/question.ts';
import { errorsOf, smallScenario } from './testing/small-scenario.ts';
import type { DType } from './tensor.ts';

const infinity = Number.POSITIVE_INFINITY;

/** One channel of one rank, in float64 unless told otherwise. */
function channel(
  training: boolean | null,
  x: readonly number[],
  gradY: readonly number[],
  ofGradient: DType = 'float64',
): Scenario {
  const scenario = smallScenario('torch', { arguments: { num_features: 1 }, parameterDtype: 'float64' });
  const rank: RankInput = {
    x: tensorOf('float64', [x.length, 1], x),
    gradY: tensorOf(ofGradient, [x.length, 1], gradY),
  };
  return { ...scenario, steps: [{ training, assign: {}, ranks: [rank] }] };
}

describe('a scenario ends', () => {
  it('where a rank fails to be made, though the first is', () => {
    // The framework takes the size of the last group for that of all.
    const given = { num_features: 3, process_groups: [[1, 2], [0]] };
    const scenario = smallScenario('mindspore', {
      shapes: [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
      arguments: given,
    });
    const { construction, initial, steps } = answerScenario(scenario);
    expect(construction.map((error) => error?.type)).toEqual([undefined, 'ValueError', 'ValueError']);
    expect(initial?.runningMean).not.toBeNull();
    expect(steps).toEqual([]);
  });

  it('with the step in which one rank raises', () => {
    const scenario = smallScenario('torch', {
      training: false,
      shapes: [
        [2, 3],
        [2, 4],
      ],
    });
    const { steps } = answerScenario({ ...scenario, steps: [...scenario.steps, ...scenario.steps] });
    expect(steps.map(({ ranks }) => ranks.map(({ error }) => error?.type))).toEqual([[undefined, 'RuntimeError']]);
  });
});

describe('the rows of a scenario whose construction fails', () => {
  test.each<[Dialect, Arguments, boolean | null, string]>([
    ['torch', {}, null, 'train+track'],
    ['torch', {}, false, 'eval+track'],
    ['torch', { track_running_stats: false }, null, 'train+notrack'],
    ['torch', { track_running_stats: false }, false, 'eval+notrack'],
    ['torch', { track_running_stats: true }, false, 'eval+track'],
    ['mindspore', {}, null, 'none+eval'],
    ['mindspore', {}, true, 'none+train'],
    ['mindspore', { use_batch_statistics: true }, null, 'batch'],
  ])('%s with %o in mode %o: those of the module that was asked for', (dialect, given, training, row) => {
    const small = { training, arguments: { num_features: -1, ...given } };
    expect(errorsOf(dialect, small)).not.toEqual(['none']);
    expect(rowsVisited(smallScenario(dialect, small))).toEqual([row]);
  });
});

test('the grade is A unless told otherwise', () => {
  const scenario = channel(true, [1, 2, 6], [1, -1, 2]);
  const [untold, best, middle, least] = [
    answerScenario(scenario),
    ...(['A+', 'A', 'B'] as const).map((grade) => answerScenario(scenario, grade)),
  ];
  expect(untold).toEqual(middle);
  expect([best, least]).not.toContainEqual(middle);
});

describe('process_groups', () => {
  const worldOf = (dialect: Dialect, groups: PythonValue | undefined): unknown => {
    const given: Arguments = groups === undefined ? { num_features: 3 } : { num_features: 3, process_groups: groups };
    return effectiveWorld(
      smallScenario(dialect, {
        shapes: [
          [2, 3],
          [2, 3],
        ],
        arguments: given,
        groups: [[1]],
      }),
    );
  };

  test.each<[Dialect, PythonValue | undefined, unknown]>([
    ['mindspore', undefined, [[1]]],
    ['mindspore', null, [[1]]],
    ['mindspore', 'every', [[1]]],
    ['mindspore', { float: 0 }, []],
    ['mindspore', [[0, 1]], [[0, 1]]],
    ['mindspore', [[0, 'one', 1], 7], [[0, 1], []]],
    ['torch', [[0, 1]], [[1]]],
    ['torch', 0, [[1]]],
  ])('in %s as %j: groups of %j', (dialect, given, groups) => {
    expect(worldOf(dialect, given)).toEqual({ size: 2, groups });
  });
});

describe('numbers that are not finite are met exactly, whatever may overflow', () => {
  test.each<[string, readonly number[], readonly number[]]>([
    ['in a gradient', [1, 2, 6], [1, infinity, 2]],
    ['in all gradients', [1, 2, 6], [infinity, infinity, infinity]],
  ])('%s', (_name, x, gradY) => {
    const { gradBias, gradWeight, gradX } = present(lastAnswer(channel(true, x, gradY)).ranks[0]);
    expect(numbersOf(gradBias)).toEqual([infinity]);
    expect([gradBias, gradWeight, gradX].flatMap((tensor) => [...present(tensor).bounds])).toEqual([0, 0, 0, 0, 0]);
  });

  test.each([[[1, infinity, 6]], [[infinity, infinity, infinity]]])('in the input %j', (x) => {
    const { gradBias, gradWeight } = present(lastAnswer(channel(true, x, [1, 1, 2])).ranks[0]);
    expect(numbersOf(gradBias)).toEqual([4]);
    expect([numbersOf(gradWeight), [...present(gradWeight).bounds]]).toEqual([[Number.NaN], [0]]);
  });
});

describe('where running statistics normalise', () => {
  it('bounds of the gradients are about the running mean', () => {
    const scenario = channel(false, [1e6, 1e6], [1, 1]);
    const mean = tensorOf('float64', [1], [1e6]);
    const { gradWeight } = present(lastAnswer({ ...scenario, state: { ...scenario.state, runningMean: mean } }).ranks[0]);
    expect(numbersOf(gradWeight)).toEqual([0]);
    expect(present(gradWeight).bounds[0]).toBeLessThan(1e-12);
  });

  it('and a step of training has updated them, their bounds are in those of the output', () => {
    const scenario = channel(true, [1, 2, 6], [1, -1, 2]);
    const [step] = scenario.steps;
    const after = present(lastAnswer({ ...scenario, steps: [present(step), { ...present(step), training: false }] }).ranks[0]?.y);
    const before = present(lastAnswer({ ...scenario, steps: [{ ...present(step), training: false }] }).ranks[0]?.y);
    after.bounds.forEach((bound, index) => {
      expect(bound).toBeGreaterThan(present(before.bounds[index]));
      expect(bound).toBeLessThan(1e-13);
    });
  });
});

it('an upstream gradient of fewer bits than the input is taken as it is', () => {
  const [x, gradY] = [
    [0.1, 1 / 3, 2.7],
    [1, -0.5, 2],
  ];
  const answers = (['float32', 'float64'] as const).map((dtype) =>
    present(lastAnswer(channel(true, present(x), present(gradY), dtype)).ranks[0]),
  );
  expect(numbersOf(answers[0]?.gradWeight)).toEqual(numbersOf(answers[1]?.gradWeight));
});

test.each<[string, Arguments, boolean]>([
  ['both parameters are known', {}, true],
  ['the weight is drawn', { gamma_init: 'normal' }, false],
  ['the bias is drawn', { beta_init: 'uniform' }, false],
])('where %s, whether an output is judged', (_name, given, judged) => {
  const { y } = present(
    lastAnswer(smallScenario('mindspore', { training: true, arguments: { num_features: 3, ...given } })).ranks[0],
  );
  expect(present(y).bounds.every(Number.isFinite)).toBe(judged);
});
