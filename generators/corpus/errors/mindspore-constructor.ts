import type { Arguments, PythonValue } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';
import { float, noNumbers, numbers, scalar, tooMany, vector } from './spoilt-values.ts';

const tensors: readonly PythonValue[] = [scalar(0.5), vector([0.5]), vector([1, 2]), vector([])];
const anything: readonly PythonValue[] = [...noNumbers, ...numbers.slice(0, 5), float(0), float(1e308), float(Number.NaN)];

const widths: readonly PythonValue[] = [
  ...noNumbers,
  true,
  false,
  0,
  -1,
  float(2),
  float(Number.NaN),
  ...tensors,
  -2,
  tooMany,
  2 ** 50,
  2 ** 47,
];
const dtypes: readonly PythonValue[] = [null, true, 1, float(1), 'float32', [], vector([1])];

const noLists: readonly PythonValue[] = [[0], [1], [true], [float(0)], [null], ['0'], [''], [[0], 5], [[0], ''], [[0], 'a']];
const noRanks: readonly PythonValue[] = [[['0']], [[true]], [[float(0)]], [[null]], [[[0]]], [[-1]], [[1]], [[tooMany]]];
const duplicates: readonly PythonValue[] = [[[0, 0]], [[0], [0]]];
/** The order of the checks: rank by rank, type, range, duplicates. */
const severalWrong: readonly PythonValue[] = [[[5, 'a']], [['a', 5]], [[0, 0], ['a']], [[0], [0, 'a']], [[0], [1]]];

const constructors: readonly Arguments[] = [
  {},
  ...['track_running_stats', 'process_group', 'data_format', 'device', 'bias', 'Eps'].map((name) => ({
    num_features: 2,
    [name]: null,
  })),
  { track_running_stats: true },
  ...widths.map((num_features) => ({ num_features })),
  ...[...noNumbers, ...numbers, ...tensors].map((momentum) => ({ num_features: 2, momentum })),
  ...anything.map((value) => ({ num_features: 2, use_batch_statistics: value })),
  ...[...anything, ...tensors].map((affine) => ({ num_features: 2, affine })),
  ...dtypes.map((dtype) => ({ num_features: 2, dtype })),
  ...[...anything, vector([1, 2]), vector([])].map((value) => ({ num_features: 2, process_groups: value })),
  ...[...noLists, ...noRanks, ...duplicates, ...severalWrong].map((value) => ({ num_features: 2, process_groups: value })),
];

/** Which of two wrong arguments is told of. */
const together: readonly Arguments[] = [
  { num_features: 0, track_running_stats: true },
  { num_features: 0, momentum: 2 },
  { num_features: 2, momentum: 2, use_batch_statistics: 1 },
  { num_features: 2, use_batch_statistics: 1, moving_mean_init: 'nonsense' },
  { num_features: 2, moving_mean_init: 'nonsense', moving_var_init: null },
  { num_features: 2, moving_var_init: null, gamma_init: 'nonsense' },
  { num_features: 2, gamma_init: 'nonsense', affine: 1 },
  { num_features: 2, affine: 1, beta_init: 'nonsense' },
  { num_features: 2, beta_init: 'nonsense', process_groups: 5 },
  { num_features: 2, process_groups: 5, eps: 'tiny' },
  { num_features: 2, dtype: 'x', moving_mean_init: 'nonsense' },
  { num_features: 2, dtype: 'x', moving_mean_init: 'sparse' },
  { num_features: 2, dtype: 'x', moving_mean_init: 'he_uniform' },
  { num_features: 2, dtype: 'x', moving_mean_init: vector([1, 2]) },
  { num_features: 2, dtype: 'x', moving_mean_init: vector([1, 2, 3]) },
  { num_features: 2, dtype: null, moving_mean_init: vector([1, 2]), moving_var_init: 'dirac' },
  { num_features: tooMany, dtype: 'x' },
  { num_features: tooMany, moving_mean_init: 'he_uniform' },
  { num_features: tooMany, moving_mean_init: 'nonsense' },
  { num_features: tooMany, moving_mean_init: vector([1, 2]) },
];

/** Arguments of the constructor of every kind, the initialisers aside: most are refused, some surprisingly taken. */
export const mindsporeConstructorErrors: readonly Picked[] = [...constructors, ...together].map((given) => ({
  shapes: [[3, 2]],
  training: [null],
  arguments: given,
}));
