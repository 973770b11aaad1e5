import type { PythonValue } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';
import { float, noNumbers, numbers, tooMany, vector } from './spoilt-values.ts';

const two = [
  [3, 2],
  [2, 2],
];
const three = [...two, [4, 2]];

const noLists: readonly PythonValue[] = [null, true, 5, float(0.5), '', 'all', vector([0, 1])];
const listsOfNone: readonly PythonValue[] = [[0], ['0'], [''], [null], [[0], 1], [[0], '']];
const noRanks: readonly PythonValue[] = [[['0']], [[true]], [[float(1)]], [[-1]], [[2]], [[0, 2]], [[0], [tooMany]]];
const duplicates: readonly PythonValue[] = [[[0, 0]], [[0, 1], [1]], [[0], [1], [0]]];
/** The size of the last group is taken for all: wrong for the ranks of another one. */
const groupsOfTwo: readonly PythonValue[] = [[[0, 1], []], [[0], [1]], [[], [0, 1]], [[1, 0]], [[]], []];
const groupsOfThree: readonly PythonValue[] = [
  [[0, 1], [2]],
  [[2], [0, 1]],
  [[0, 2]],
  [[1, 2], []],
  [[0, 1, 2]],
  [
    [0, 1],
    [2, 3],
  ],
  [
    [0, 1],
    [1, 2],
  ],
];

/** What a rank that would synchronise asks of eps. */
const epsilons: readonly PythonValue[] = [...noNumbers, ...numbers];

/** Worlds of real processes, in inference: constructors that raise on every rank or on some, and calls that do. */
export const mindsporeWorldErrors: readonly Picked[] = [
  ...[...noLists, ...listsOfNone, ...noRanks, ...duplicates, ...groupsOfTwo].map((process_groups) => ({
    shapes: two,
    training: [null],
    arguments: { num_features: 2, process_groups },
  })),
  ...groupsOfThree.map((process_groups) => ({ shapes: three, training: [null], arguments: { num_features: 2, process_groups } })),
  ...epsilons.map((eps) => ({ shapes: two, training: [null], arguments: { num_features: 2, eps, process_groups: [[0, 1]] } })),
  ...[1, float(0), float(1.5)].flatMap((eps) =>
    [null, [[0, 1], []], [[0], [1]]].map((process_groups) => ({
      shapes: two,
      training: [null],
      arguments: { num_features: 2, eps, process_groups },
    })),
  ),
  { shapes: three, training: [null], arguments: { num_features: 2, eps: 1, process_groups: [[0, 1], [2]] } },
  { shapes: three, training: [null], arguments: { num_features: 2, eps: float(2), process_groups: [[0, 1]] } },
  ...[
    {},
    { num_features: 0 },
    { num_features: 2, momentum: 2 },
    { num_features: 2, gamma_init: 'he_uniform' },
    { num_features: 2, bias: true },
  ].map((given) => ({ shapes: two, training: [null], arguments: given, groups: [] })),
  ...[[2], [3, 2, 2], [3, 3]].flatMap((shape) =>
    [[[0, 1]], []].map((groups) => ({ shapes: [shape, shape], training: [null], groups, arguments: { num_features: 2 } })),
  ),
  // One rank raises, and the other answers.
  {
    shapes: [
      [3, 2],
      [3, 3],
    ],
    training: [null],
    groups: [],
    arguments: { num_features: 2 },
  },
  {
    shapes: [
      [3, 2, 1],
      [3, 2],
    ],
    training: [true],
    groups: [[0], [1]],
    arguments: { num_features: 2 },
  },
  ...(['float64', 'bfloat16'] as const).map((dtype) => ({
    shapes: two,
    dtype,
    training: [null],
    groups: [[0, 1]],
    arguments: { num_features: 2 },
  })),
];
