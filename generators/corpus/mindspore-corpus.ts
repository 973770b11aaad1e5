import type { Arguments, PythonValue } from '../../oracle/python-value.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { tensorOf } from '../arbitraries/tensor-of.ts';
import type { Picked } from './simple-scenario.ts';
import { simpleScenario } from './simple-scenario.ts';

const float = (value: number): PythonValue => ({ float: value });
const tensor = (numbers: readonly number[]): PythonValue => ({ tensor: tensorOf('float32', [numbers.length], numbers) });

const constructors: readonly Arguments[] = [
  {},
  { num_features: 0 },
  { num_features: -2 },
  { num_features: float(3) },
  { num_features: true },
  { num_features: '3' },
  { num_features: null },
  { num_features: 3, track_running_stats: true },
  ...[float(-0.1), float(1.5), 2, -1, null, 'a'].map((momentum) => ({ num_features: 3, momentum })),
  ...['yes', 1, 0, float(1)].map((value) => ({ num_features: 3, use_batch_statistics: value })),
  ...['xavier_uniform', 'he_uniform', 'nonsense', null, [float(1), float(1), float(1)], tensor([1, 2])].map((value) => ({
    num_features: 3,
    gamma_init: value,
  })),
  { num_features: 3, beta_init: 'xavier_uniform' },
  { num_features: 3, moving_mean_init: 'xavier_uniform' },
  { num_features: 3, moving_var_init: 'he_uniform' },
  { num_features: 3, moving_mean_init: null },
  { num_features: 3, moving_var_init: 'nonsense' },
  ...([5, [[0], [0]], [[1]], [['a']], [0], [[0, 0]], [[-1]]] as const).map((value) => ({
    num_features: 3,
    process_groups: value,
  })),
  { num_features: 0, momentum: float(2) },
  { num_features: 3, momentum: float(2), use_batch_statistics: 'yes' },
  { num_features: 3, use_batch_statistics: 'yes', gamma_init: 'nonsense' },
];

/** Unusual arguments that the constructor takes. */
const accepted: readonly Arguments[] = [
  ...([0, false, [], [[]], [[0]], null] as const).map((value) => ({ num_features: 3, process_groups: value })),
  { num_features: 3, gamma_init: tensor([0.5, -1.5, 2]), beta_init: tensor([1, 0, -1]) },
  { num_features: 3, moving_mean_init: tensor([0.5, -1.5, 2]), moving_var_init: tensor([1, 0.5, 3]) },
  { num_features: 3, gamma_init: { initializer: 'Zero' }, beta_init: { initializer: 'One' } },
  { num_features: 3, gamma_init: 3, beta_init: float(-0.25), moving_mean_init: 1, moving_var_init: float(2.5) },
  { num_features: 3, momentum: true },
];

const badEpsilons: readonly PythonValue[] = [
  0,
  1,
  true,
  'tiny',
  null,
  float(0),
  float(-1e-5),
  float(1.5),
  float(Number.NaN),
  float(1),
];
const awkwardShapes: readonly (readonly number[])[] = [
  [3],
  [4, 3, 2],
  [2, 3, 1, 2, 2],
  [4, 2],
  [4, 5, 2, 2],
  [1, 3],
  [1, 3, 1, 1],
];

/** Hand-picked scenarios for a world of one: errors, accepted oddities, edges of the shapes. */
export function mindsporeCorpus(): readonly Scenario[] {
  const picked: Picked[] = [
    ...constructors.map((given) => ({ arguments: given })),
    ...accepted.flatMap((given) => [[true], [null]].map((training) => ({ training, arguments: given }))),
    ...badEpsilons.flatMap((eps) => [[true], [false]].map((training) => ({ training, arguments: { num_features: 3, eps } }))),
    ...awkwardShapes.flatMap((shape) => [[true], [false]].map((training) => ({ training, shapes: [shape] }))),
    ...[true, false].flatMap((statistics) =>
      [[true], [false], [null]].map((training) => ({
        training,
        arguments: { num_features: 3, use_batch_statistics: statistics },
      })),
    ),
    ...[[true], [false]].map((training) => ({ training, arguments: { num_features: 3, momentum: float(Number.NaN) } })),
    { shapes: [[4096, 2]], arguments: { num_features: 2 }, dataClass: 'offset' },
    { shapes: [[64, 2, 8, 8]], arguments: { num_features: 2 }, dataClass: 'offset' },
    { dtype: 'float64', training: [true] },
    { dtype: 'float64', training: [false] },
  ];
  return picked.map((scenario) => simpleScenario('mindspore', scenario));
}

/** Hand-picked worlds of several real processes in which nothing synchronises, and constructors that raise there. */
export function mindsporeWorldCorpus(): readonly Scenario[] {
  const two = [
    [2, 3],
    [3, 3],
  ];
  const picked: Picked[] = [
    { shapes: two, training: [null], groups: [[0], [1]] },
    { shapes: two, training: [true], groups: [[0], [1]] },
    { shapes: two, training: [true], groups: [] },
    { shapes: two, training: [false], groups: [[0, 1]] },
    { shapes: two, training: [null], arguments: { num_features: 3, process_groups: null } },
    { shapes: two, training: [true], arguments: { num_features: 3, process_groups: null } },
    { shapes: two, training: [null], arguments: { num_features: 3, process_groups: [[0, 1], [1]] } },
    { shapes: two, training: [null], arguments: { num_features: 3, process_groups: [[0, 2]] } },
    { shapes: two, training: [null], arguments: { num_features: 3, process_groups: 5 } },
    { shapes: two, training: [null], arguments: { num_features: 3, process_groups: 0 }, groups: [] },
    { shapes: two, training: [null], arguments: { num_features: 3, momentum: float(2) }, groups: [] },
    {
      shapes: [
        [2, 3],
        [3, 3],
        [4, 3],
      ],
      training: [null],
      arguments: { num_features: 3, process_groups: [[0, 1], [2]] },
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
        [4, 3],
      ],
      training: [true],
      groups: [[0], [1], [2]],
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
        [4, 3],
      ],
      training: [false],
      groups: [[0, 2]],
    },
  ];
  return picked.map((scenario) => simpleScenario('mindspore', scenario));
}
