import type { Arguments, PythonValue } from '../python-value.ts';
import type { Dialect, Layout, Scenario, Step, World } from '../scenario.ts';
import type { DType, Tensor } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import { answerScenario } from '../answer-scenario.ts';

/** The parts of a scenario that matter to a test of errors; the data are the numbers 0, 1, 2, ... */
export interface Small {
  readonly arguments?: Arguments;
  readonly training?: boolean | null;
  readonly shapes?: readonly (readonly number[])[];
  readonly dtype?: DType;
  readonly parameterDtype?: DType;
  readonly groups?: World['groups'];
  readonly assign?: Step['assign'];
  readonly numBatchesTracked?: number;
  readonly layout?: Layout;
  /** Whether the inputs are the upstream gradients too: no unless told so. */
  readonly backward?: boolean;
}

export function smallScenario(dialect: Dialect, small: Small): Scenario {
  const shapes = small.shapes ?? [[4, 3, 2, 2]];
  const dtype = small.dtype ?? 'float32';
  const state = { weight: null, bias: null, runningMean: null, runningVar: null };
  const ranks = shapes.map((shape) => {
    const x = counting(dtype, shape);
    return { x, gradY: small.backward === true ? x : null };
  });
  return {
    dialect,
    arguments: small.arguments ?? { num_features: 3 },
    parameterDtype: small.parameterDtype ?? 'float32',
    state: { ...state, numBatchesTracked: small.numBatchesTracked ?? null },
    world: { size: shapes.length, groups: small.groups ?? null },
    layout: small.layout ?? 'contiguous',
    steps: [{ training: small.training ?? null, assign: small.assign ?? {}, ranks }],
  };
}

function counting(dtype: DType, shape: readonly number[]): Tensor {
  const count = shape.reduce((product, extent) => product * extent, 1);
  const numbers = Array.from({ length: count }, (_, index) => index);
  if (dtype === 'float64') return { dtype, shape, data: Float64Array.from(numbers) };
  return { dtype, shape, data: dtype === 'float32' ? Float32Array.from(numbers) : new Uint16Array(count) };
}

/** The error of each rank as `Type: message`, or 'none': the constructor's, else the step's. */
export function errorsOf(dialect: Dialect, small: Small): readonly string[] {
  const { construction, steps } = answerScenario(smallScenario(dialect, small));
  const spelled = (error: RaisedError | null | undefined): string => (error ? `${error.type}: ${error.message}` : 'none');
  return construction.map((error, rank) => spelled(error ?? steps[0]?.ranks[rank]?.error));
}

/** A framework tensor of one dimension, as an argument. */
export function vector(...numbers: readonly number[]): PythonValue {
  return { tensor: { dtype: 'float32', shape: [numbers.length], data: Float32Array.from(numbers) } };
}

/** A framework tensor without dimensions, as an argument. */
export function scalar(number: number): PythonValue {
  return { tensor: { dtype: 'float32', shape: [], data: Float32Array.of(number) } };
}
