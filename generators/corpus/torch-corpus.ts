import type { Arguments, PythonValue } from '../../oracle/python-value.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { DType } from '../../oracle/tensor.ts';
import { tensorOf } from '../arbitraries/tensor-of.ts';
import type { Picked } from './simple-scenario.ts';
import { simpleScenario } from './simple-scenario.ts';

const float = (value: number): PythonValue => ({ float: value });
const both = [[true], [false]] as const;

/** Constructors that raise, and two that surprisingly do not. */
const constructors: readonly Arguments[] = [
  {},
  { num_features: -1 },
  { num_features: -3, affine: false },
  { num_features: -1, affine: false, track_running_stats: false },
  { num_features: float(3) },
  { num_features: float(3), affine: false },
  { num_features: '3' },
  { num_features: null },
  { num_features: true },
  ...['gamma_init', 'beta_init', 'moving_mean_init', 'moving_var_init'].map((name) => ({ num_features: 3, [name]: 'ones' })),
  { num_features: 3, use_batch_statistics: true },
  { num_features: 3, data_format: 'NCHW' },
  { num_features: 0 },
];

const badEpsilons: readonly PythonValue[] = [0, float(0), float(-1e-5), -1, float(-2.5), 'tiny', null, float(Number.NaN), true];
const badMomenta: readonly PythonValue[] = ['a', [float(0.1)]];
const awkwardShapes: readonly (readonly number[])[] = [
  [3],
  [],
  [1, 3],
  [1, 3, 1, 1],
  [1, 3, 1],
  [0, 3],
  [0, 3, 2, 2],
  [4, 0],
  [2, 3, 1, 1, 2],
  [2, 3, 1, 2, 1, 2],
];
const widths: readonly Arguments[] = [
  { num_features: 2 },
  { num_features: 2, affine: false },
  { num_features: 2, track_running_stats: false },
  { num_features: 2, track_running_stats: false, bias: false },
  { num_features: 2, affine: false, track_running_stats: false },
];
const dtypePairs: readonly (readonly [DType, DType])[] = [
  ['float64', 'float32'],
  ['float32', 'float64'],
  ['float32', 'float16'],
  ['float16', 'bfloat16'],
  ['float64', 'float16'],
];

/** Thousands of values a channel: plain float32 sums (2-D, channels-last) and double ones (contiguous) part ways here. */
const largeBatches: readonly Picked[] = [
  { shapes: [[4096, 2]], arguments: { num_features: 2 } },
  { shapes: [[4096, 2]], arguments: { num_features: 2 }, dataClass: 'offset' },
  { shapes: [[64, 2, 8, 8]], arguments: { num_features: 2 }, dataClass: 'offset' },
  { shapes: [[64, 2, 8, 8]], arguments: { num_features: 2 }, dataClass: 'offset', layout: 'channels_last' },
  { shapes: [[2048, 2]], arguments: { num_features: 2 }, dataClass: 'offset', dtype: 'float64', parameterDtype: 'float64' },
];

/** Hand-picked scenarios for a world of one: errors, edges of the shapes, and states that the generators do not reach. */
export function torchCorpus(): readonly Scenario[] {
  const picked: Picked[] = [
    ...constructors.map((given) => ({ arguments: given })),
    ...badEpsilons.flatMap((eps) => both.map((training) => ({ training, arguments: { num_features: 3, eps } }))),
    ...badMomenta.flatMap((momentum) => both.map((training) => ({ training, arguments: { num_features: 3, momentum } }))),
    ...awkwardShapes.flatMap((shape) =>
      [true, false].flatMap((track) =>
        both.map((training) => ({ training, shapes: [shape], arguments: { num_features: 3, track_running_stats: track } })),
      ),
    ),
    ...widths.flatMap((given) => both.map((training) => ({ training, arguments: given }))),
    ...dtypePairs.flatMap(([dtype, parameterDtype]) => both.map((training) => ({ training, dtype, parameterDtype }))),
    { dtype: 'float64', arguments: { num_features: 3, affine: false, track_running_stats: false } },
    { arguments: { num_features: 3, momentum: null }, state: { numBatchesTracked: -1 } },
    { arguments: { num_features: 3, momentum: null }, state: { numBatchesTracked: 1_000_000 }, training: [true, true, false] },
    { arguments: { num_features: 3, track_running_stats: false }, assign: { trackRunningStats: true } },
    { arguments: { num_features: 3, track_running_stats: false }, assign: { trackRunningStats: true }, training: [false] },
    { arguments: { num_features: 3 }, assign: { trackRunningStats: false }, training: [true, false] },
    { state: { runningVar: tensorOf('float32', [3], [-0.5, 0, 2]) }, training: [false] },
    { arguments: { num_features: 3, eps: 0 }, state: { runningVar: tensorOf('float32', [3], [1, 0.25, 2]) }, training: [false] },
    { arguments: { num_features: 3, eps: float(Number.POSITIVE_INFINITY) } },
    ...largeBatches,
  ];
  return picked.map((scenario) => simpleScenario('torch', scenario));
}

/** Hand-picked worlds: empty ranks, one sample in all, a rank alone, errors on every rank. */
export function torchWorldCorpus(): readonly Scenario[] {
  const picked: Picked[] = [
    {
      shapes: [
        [3, 3, 2],
        [0, 3, 2],
        [5, 3, 2],
      ],
    },
    {
      shapes: [
        [0, 3],
        [0, 3],
      ],
      training: [true, true],
    },
    {
      shapes: [
        [1, 3],
        [0, 3],
      ],
    },
    {
      shapes: [
        [0, 3],
        [1, 3],
      ],
      training: [true, false],
    },
    {
      shapes: [
        [1, 3],
        [1, 3],
      ],
    },
    {
      shapes: [
        [2, 3, 4],
        [3, 3, 1],
      ],
    },
    {
      shapes: [
        [2, 3, 2, 2],
        [3, 3],
      ],
    },
    {
      shapes: [
        [2, 3],
        [2, 3],
        [3, 3],
      ],
      groups: [[0, 2]],
    },
    {
      shapes: [
        [2, 3],
        [4, 3],
        [3, 3],
        [0, 3],
      ],
      groups: [
        [0, 1],
        [2, 3],
      ],
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      training: [false],
      arguments: { num_features: 3, track_running_stats: false },
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
        [4, 3],
      ],
      arguments: { num_features: 3, eps: float(0) },
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      training: [false],
      arguments: { num_features: 3, eps: float(-1) },
    },
    { shapes: [[3], [3]] },
    {
      shapes: [
        [4, 0],
        [2, 0],
      ],
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      arguments: { num_features: -1 },
    },
    {
      shapes: [
        [2, 3],
        [3, 3],
      ],
      arguments: { num_features: 3, track_running_stats: false },
      assign: { trackRunningStats: true },
    },
    {
      shapes: [
        [1, 3],
        [1, 3],
      ],
      training: [false],
      arguments: { num_features: 3, track_running_stats: false },
    },
  ];
  return picked.map((scenario) => simpleScenario('torch', scenario));
}
