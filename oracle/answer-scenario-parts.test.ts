import { describe, expect, it, test } from 'vitest';
import { answerScenario, answerWith } from './answer-scenario.ts';
import type { NormalisedSet, SetAnswer } from './answer-set.ts';
import { oracleParts } from './parts.ts';
import type { Scenario } from './scenario.ts';
import { present } from './testing/answers.ts';
import { smallScenario } from './testing/small-scenario.ts';
import type { Tensor } from './tensor.ts';
import type { ExpectedTensor, ExpectedTrace } from './trace.ts';

const [infinity, nan] = [Number.POSITIVE_INFINITY, Number.NaN];

function tensor(values: readonly number[], bounds: readonly number[] = values.map(() => 0)): ExpectedTensor {
  return { dtype: 'float32', shape: [values.length], values: Float64Array.from(values), bounds: Float64Array.from(bounds) };
}

function gradient(shape: readonly number[]): Tensor {
  return { dtype: 'float32', shape, data: new Float32Array(shape.reduce((product, extent) => product * extent, 1)) };
}

/** A scenario of `shapes` whose ranks differentiate where `differentiated` says so. */
function asked(small: Parameters<typeof smallScenario>[1], differentiated: readonly boolean[]): Scenario {
  const scenario = smallScenario('torch', small);
  const step = present(scenario.steps[0]);
  const ranks = step.ranks.map((input, rank) => ({
    ...input,
    gradY: differentiated[rank] === true ? gradient(input.x.shape) : null,
  }));
  return { ...scenario, steps: [{ ...step, ranks }] };
}

/** What a set is answered by a part that knows no arithmetic; `seen` keeps what it was asked. */
function answered(
  scenario: Scenario,
  answer: (set: NormalisedSet) => Partial<SetAnswer>,
): { trace: ExpectedTrace; seen: NormalisedSet[] } {
  const seen: NormalisedSet[] = [];
  const answerSet = (set: NormalisedSet): SetAnswer => {
    seen.push({ ...set, module: { ...set.module } });
    const perRank = set.inputs.map(() => tensor([0, 0, 0]));
    return {
      y: set.inputs.map(({ x }) => ({ ...tensor([]), shape: x.shape, values: new Float64Array(x.data.length) })),
      gradX: perRank,
      gradWeight: perRank,
      gradBias: perRank,
      groupGradWeight: tensor([0, 0, 0]),
      groupGradBias: tensor([0, 0, 0]),
      runningMean: null,
      runningVar: null,
      ...answer(set),
    };
  };
  return { trace: answerWith({ ...oracleParts, answerSet }, scenario, 'A+'), seen };
}

const evalWithoutBuffers = { training: false, arguments: { num_features: 3, track_running_stats: false } };

describe('running statistics from step to step', () => {
  const two = (scenario: Scenario): Scenario => ({ ...scenario, steps: [...scenario.steps, ...scenario.steps] });

  it('are judged as they come, and the next step starts from what float32 stores of them', () => {
    const mean = tensor([3, -5, 0], [2, 0, 0]);
    const variance = tensor([infinity, 7, nan], [0, infinity, nan]);
    const { trace, seen } = answered(two(asked({ training: true }, [])), () => ({ runningMean: [mean], runningVar: [variance] }));
    expect(trace.steps[0]?.ranks[0]).toMatchObject({ runningMean: mean, runningVar: variance });
    const rounded = [2 + 2 ** -24 * 5 + 2 ** -126, 2 ** -24 * 5 + 2 ** -126, 2 ** -126];
    expect(seen[1]?.module.runningMean).toEqual({ ...mean, bounds: Float64Array.from(rounded) });
    expect(seen[1]?.module.runningVar).toEqual(variance);
  });

  it('stay where a step leaves them alone', () => {
    const { trace, seen } = answered(two(asked({ training: false }, [])), () => ({}));
    expect(seen[1]?.module.runningMean).toEqual(trace.initial?.runningMean);
    expect(trace.steps[1]?.ranks[0]?.runningVar).toEqual(trace.initial?.runningVar);
  });
});

describe('the gradients of a group', () => {
  it('are the sums over the answers, each addition a rounding', () => {
    const small = {
      ...evalWithoutBuffers,
      shapes: [
        [2, 3],
        [3, 3],
        [4, 3],
      ],
    };
    const { trace, seen } = answered(asked(small, [true, true, true]), ({ ranks: [rank = 0] }) => ({
      groupGradWeight: tensor([1 + rank, -2, 4], [0.5, rank, 0]),
      groupGradBias: tensor([rank, 0, 0]),
    }));
    expect(seen.map(({ ranks }) => ranks)).toEqual([[0], [1], [2]]);
    const group = present(present(trace.steps[0]?.groups)[0]);
    expect(group.ranks).toEqual([0, 1, 2]);
    const u = 2 ** -24;
    const bounds = [1.5 + 6 * u * (6 + 1.5), 3 + 6 * u * (6 + 3), 6 * u * 12];
    expect(group.gradWeight).toEqual(tensor([6, -6, 12], bounds));
    expect(group.gradBias).toEqual(tensor([3, 0, 0], [6 * u * 3, 0, 0]));
  });

  it('of one answer are as they are', () => {
    const sum = tensor([1, 2, 3], [0.5, 0, infinity]);
    const { trace } = answered(
      asked(
        {
          training: true,
          shapes: [
            [2, 3],
            [3, 3],
          ],
        },
        [true, true],
      ),
      () => ({ groupGradWeight: sum }),
    );
    expect(trace.steps[0]?.groups?.map(({ gradWeight }) => gradWeight)).toEqual([sum]);
  });

  it('exist where all ranks differentiate, and what is trained', () => {
    const groupsOf = (given: Readonly<Record<string, boolean>>, differentiated: readonly boolean[]): readonly boolean[] => {
      const small = {
        ...evalWithoutBuffers,
        arguments: { ...evalWithoutBuffers.arguments, ...given },
        shapes: [
          [2, 3],
          [3, 3],
        ],
      };
      const { trace } = answered(asked(small, differentiated), () => ({}));
      const group = present(present(trace.steps[0]?.groups)[0]);
      return [group.gradWeight !== null, group.gradBias !== null];
    };
    expect(groupsOf({}, [true, true])).toEqual([true, true]);
    expect(groupsOf({}, [true, false])).toEqual([false, false]);
    expect(groupsOf({ bias: false }, [true, true])).toEqual([true, false]);
    expect(groupsOf({ affine: false }, [true, true])).toEqual([false, false]);
  });
});

describe('the ranks that are answered together', () => {
  const shapes = [
    [2, 3],
    [3, 3],
  ];

  test.each<[string, Parameters<typeof smallScenario>[1], readonly boolean[], readonly (readonly number[])[]]>([
    ['all that synchronise', { training: true }, [true, true], [[0, 1]]],
    ['all that synchronise forward only', { training: true }, [false, false], [[0, 1]]],
    ['all that read the same buffers', { training: false }, [true, true], [[0, 1]]],
    ['all that read the same buffers forward only', { training: false }, [false, false], [[0, 1]]],
    ['one by one, where some of those differentiate', { training: false }, [true, false], [[0], [1]]],
    ['one by one, where each has statistics of its own', evalWithoutBuffers, [true, true], [[0], [1]]],
  ])('%s', (_name, small, differentiated, units) => {
    const { seen, trace } = answered(asked({ ...small, shapes }, differentiated), () => ({}));
    expect(seen.map(({ ranks }) => ranks)).toEqual(units);
    expect(seen.map(({ modules, grade }) => [modules.length, grade])).toEqual(units.map(({ length }) => [length, 'A+']));
    expect(trace.steps[0]?.ranks.map(({ gradX }) => gradX !== null)).toEqual(differentiated);
  });

  it('must agree on whether they differentiate where they synchronise', () => {
    const message = 'Expected upstream gradients on all of the ranks 0, 1 or on none: they synchronise in backward too.';
    for (const differentiated of [
      [true, false],
      [false, true],
    ]) {
      expect(() => answerScenario(asked({ training: true, shapes }, differentiated))).toThrow(message);
    }
  });
});

it('a rank with an empty batch has zeros for gradients where it reads buffers, and none where it synchronises', () => {
  const shapes = [
    [0, 3],
    [3, 3],
  ];
  const of = (training: boolean): readonly boolean[] => {
    const [first, second] = present(answerScenario(asked({ training, shapes }, [true, true])).steps[0]).ranks;
    return [first?.gradX, first?.gradWeight, first?.gradBias, second?.gradX].map((given) => given != null);
  };
  expect(of(true)).toEqual([false, false, false, true]);
  expect(of(false)).toEqual([true, true, true, true]);
});

it('a rank that raises stops those that wait for it, and no others', () => {
  // One dimension is an error in every row.
  const shapes = [[2, 3], [2], [2, 3]];
  const of = (training: boolean, groups: Scenario['world']['groups']): readonly string[] => {
    const { ranks, groups: gradients } = present(answerScenario(smallScenario('torch', { training, shapes, groups })).steps[0]);
    expect(gradients).toBeNull();
    return ranks.map(({ y, error }) => (error === null ? (y === null ? 'waits' : 'goes on') : 'raises'));
  };
  expect(of(false, null)).toEqual(['goes on', 'raises', 'goes on']);
  expect(of(true, null)).toEqual(['waits', 'raises', 'waits']);
  expect(of(true, [[0, 1], [2]])).toEqual(['waits', 'raises', 'goes on']);
  expect(of(true, [[0, 2], [1]])).toEqual(['goes on', 'raises', 'goes on']);
});
