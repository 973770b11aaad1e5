import type { Arguments, PythonValue } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';
import { float, noNumbers, scalar, tooMany, vector } from './spoilt-values.ts';
import { smallBatch } from './torch-rows.ts';

const bare: Arguments = { affine: false, track_running_stats: false };

const widths: readonly PythonValue[] = [
  ...noNumbers.filter((value) => !Array.isArray(value)),
  true,
  false,
  ...[0.5, 2, -1, 1e308, Number.NaN, Number.POSITIVE_INFINITY].map(float),
  scalar(2),
  vector([2, 2]),
  -1,
  -3,
  tooMany,
  2 ** 50,
];

const listedWidths: readonly PythonValue[] = [
  [null],
  ['a'],
  [float(2)],
  [true],
  [[2]],
  [2, float(2)],
  [2, 'a'],
  [2, null],
  [2, [1]],
  [-1],
  [2, -1],
  [-2, -3],
  [tooMany],
  [tooMany, 2],
  [tooMany, tooMany],
];

const flags: readonly PythonValue[] = [null, 0, float(Number.NaN), '', 'False', [], [false], vector([0]), scalar(0)];
const flagsWithoutTruth: readonly PythonValue[] = [vector([]), vector([1, 2])];

const objects: readonly PythonValue[] = [true, 0, float(1), 'float32', [], vector([1])];
const devices: readonly PythonValue[] = [
  true,
  false,
  float(0),
  [],
  vector([1]),
  -1,
  '',
  'nonsense',
  'CPU',
  'float32',
  'cpu:',
  'cpu:x',
  ' cpu',
];

const both = ['affine', 'track_running_stats', 'bias'] as const;

const constructors: readonly Arguments[] = [
  {},
  { eps: 'tiny', affine: false },
  ...['gamma_init', 'use_batch_statistics', 'data_format', 'process_groups', 'Eps'].map((name) => ({
    num_features: 2,
    [name]: null,
  })),
  { use_batch_statistics: true },
  ...[...widths, ...listedWidths].map((width) => ({ num_features: width })),
  ...[null, '3', float(2), -1, -3, tooMany, ['a'], [2, 'a'], [2, -1], [tooMany, tooMany]].map((width) => ({
    num_features: width,
    affine: false,
  })),
  ...['3', null, -1, tooMany, vector([2, 2]), float(Number.NaN)].map((width) => ({ num_features: width, ...bare })),
  ...both.flatMap((name) => [...flags, ...flagsWithoutTruth].map((flag) => ({ num_features: 2, [name]: flag }))),
  ...flagsWithoutTruth.map((bias) => ({ num_features: 2, affine: false, bias })),
  ...objects.map((dtype) => ({ num_features: 2, dtype })),
  ...devices.map((device) => ({ num_features: 2, device })),
  { num_features: 2, affine: false, dtype: 'float32' },
  { num_features: 2, affine: false, device: [] },
  { num_features: 2, affine: false, device: 'nonsense' },
  ...['cpu', 'cpu:0', null].map((device) => ({ num_features: 2, device })),
  ...[true, float(0), 'nonsense', [], vector([1, 2])].map((group) => ({ num_features: 2, process_group: group })),
  ...objects.slice(0, 4).map((value) => ({ num_features: 2, dtype: value, device: value, ...bare })),
];

/** Which of two wrong arguments is told of. */
const together: readonly Arguments[] = [
  { num_features: 'a', use_batch_statistics: true },
  { num_features: 'a', dtype: 'x' },
  { num_features: ['a'], dtype: 'x' },
  { num_features: [2, 'a'], dtype: 'x' },
  { num_features: [2, 'a'], device: 'nonsense' },
  { num_features: -1, dtype: 'x', device: 'nonsense' },
  { num_features: -1, device: 'nonsense' },
  { num_features: tooMany, device: -1 },
  { num_features: 'a', affine: vector([1, 2]) },
  { num_features: 'a', bias: vector([1, 2]) },
  { num_features: 2, bias: vector([1, 2]), track_running_stats: vector([]) },
  { num_features: 'a', affine: false, track_running_stats: vector([1, 2]) },
];

/** Arguments of the constructor of every kind: most are refused, some surprisingly taken. */
export const torchConstructorErrors: readonly Picked[] = [
  ...[...constructors, ...together].map((given) => ({ shapes: smallBatch, arguments: given })),
  { shapes: smallBatch, arguments: { num_features: tooMany }, parameterDtype: 'float64', dtype: 'float64' },
  { shapes: smallBatch, arguments: { num_features: 2 ** 50, affine: false }, parameterDtype: 'float16', dtype: 'float16' },
];
