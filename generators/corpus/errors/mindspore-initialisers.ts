import type { PythonValue } from '../../../oracle/python-value.ts';
import { dtypes } from '../../../oracle/tensor.ts';
import { tensorOf } from '../../arbitraries/tensor-of.ts';
import type { Picked } from '../simple-scenario.ts';
import { bothCellModes, everyCellRow } from './mindspore-rows.ts';
import { float, numbers, scalar, vector } from './spoilt-values.ts';

const slots = ['gamma_init', 'beta_init', 'moving_mean_init', 'moving_var_init'] as const;

/** Names that are registered and need more dimensions than a parameter has. */
const unusable = [
  'xavier_uniform',
  'XavierUniform',
  'xavier_normal',
  'he_uniform',
  'heuniform',
  'he_normal',
  'varianceScaling',
  'identity',
  'dirac',
  'orthogonal',
  'sparse',
];
const unknown = ['', 'nonsense', ' ones', 'constant', 'truncated_normal', 'variance_scaling'];
const objects: readonly PythonValue[] = [
  'Initializer',
  'XavierUniform',
  'XavierNormal',
  'HeUniform',
  'HeNormal',
  'Identity',
  'Dirac',
  'Orthogonal',
  'VarianceScaling',
  'Zero',
  'One',
].map((initializer) => ({ initializer }));

const otherTypes: readonly PythonValue[] = [null, [], [float(1), float(2)]];
const otherShapes: readonly PythonValue[] = [
  vector([1, 2, 3]),
  vector([]),
  scalar(1),
  { tensor: tensorOf('float32', [1, 2], [1, 2]) },
  vector([1, 2, 3], 'float64'),
];

/** Tensors of another type than float32: they make a parameter of that type. */
const otherDtypes: readonly PythonValue[] = dtypes.filter((dtype) => dtype !== 'float32').map((dtype) => vector([1, 2], dtype));
const double = vector([1, 2], 'float64');
const half = vector([1, 2], 'float16');
const brain = vector([1, 2], 'bfloat16');

/** Gamma and beta of one type, and moving statistics of one: of a pair of two types MindSpore raises one of two errors, by what lies in memory. */
const typesTogether: readonly Readonly<Record<string, PythonValue>>[] = [
  ...[double, half, brain].flatMap((other) => [
    { gamma_init: other, beta_init: other },
    { moving_mean_init: other, moving_var_init: other },
  ]),
  { gamma_init: half, beta_init: half, moving_mean_init: double, moving_var_init: double },
  ...[double, brain].map((other) => ({ gamma_init: other, beta_init: other, moving_mean_init: other, moving_var_init: other })),
];
const doubles = { gamma_init: double, beta_init: double };

/** Initialisers that raise, in each place and row where that differs, and those of types that fail at the call. */
export const mindsporeInitialiserErrors: readonly Picked[] = [
  ...[...unusable, ...unknown, ...otherTypes, ...otherShapes].map((value, index) => ({
    [slots[index % 4] ?? 'gamma_init']: value,
  })),
  ...slots.flatMap((slot) => ['xavier_uniform', 'nonsense', null, vector([1, 2, 3])].map((value) => ({ [slot]: value }))),
  ...[...objects, ...numbers.slice(-10)].map((value) => ({ gamma_init: value })),
]
  .map((given): Picked => ({ shapes: [[3, 2]], training: [null], arguments: { num_features: 2, ...given } }))
  .concat(
    // What the constructor made of it shows before the call raises for other reasons.
    slots.flatMap((slot) =>
      otherDtypes.map((value) => ({ shapes: [[2]], training: [null], arguments: { num_features: 2, [slot]: value } })),
    ),
    typesTogether.flatMap((given) => everyCellRow({}, given)),
    // The order of these checks among those of a call.
    bothCellModes({ shapes: [[3, 2, 2]] }, doubles),
    bothCellModes({}, { ...doubles, eps: 1 }),
    bothCellModes({}, { ...doubles, eps: float(2) }),
    bothCellModes({}, { ...doubles, momentum: float(Number.NaN) }),
    bothCellModes({ shapes: [[3, 3]] }, doubles),
    bothCellModes({ dtype: 'float64' }, doubles),
    bothCellModes({ dtype: 'float64' }, { ...doubles, moving_mean_init: double, moving_var_init: double }),
    bothCellModes({ dtype: 'float16' }, { gamma_init: half, beta_init: half }),
  );
