import fc from 'fast-check';
import type { PythonValue } from '../../oracle/python-value.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import type { DType, Tensor } from '../../oracle/tensor.ts';
import { elementCount, valuesOf } from '../../oracle/tensor.ts';
import { untouchedState } from './initial-state.ts';
import { tensorOf } from './tensor-of.ts';

const float = (value: number): PythonValue => ({ float: value });

/** One thing about a scenario that a framework looks at before it computes. */
type Spoiling = (scenario: Scenario) => Scenario;

const withArgument =
  (name: string, value: PythonValue): Spoiling =>
  (scenario) => ({ ...scenario, arguments: { ...scenario.arguments, [name]: value } });

const withInputs =
  (change: (tensor: Tensor) => Tensor): Spoiling =>
  (scenario) => ({
    ...scenario,
    layout: 'contiguous',
    steps: scenario.steps.map((step) => ({
      ...step,
      ranks: step.ranks.map(({ x, gradY }) => ({ x: change(x), gradY: gradY && change(gradY) })),
    })),
  });

const ofType = (dtype: DType): Spoiling => withInputs((tensor) => tensorOf(dtype, tensor.shape, valuesOf(tensor)));

/** Everything behind the channels in `axes` axes, so that there are 2 + axes in all. */
const withAxes = (axes: number): Spoiling =>
  withInputs((tensor) => {
    const [samples = 0, channels = 0, ...spatial] = tensor.shape;
    const behind = Array.from({ length: axes }, (_, axis) => (axis === 0 ? elementCount(spatial) : 1));
    const shape = [axes === 0 ? samples * elementCount(spatial) : samples, channels, ...behind];
    return { ...tensor, shape };
  });

const asVector = withInputs((tensor) => ({ ...tensor, shape: [elementCount(tensor.shape)] }));

const withMoreFeatures: Spoiling = (scenario) =>
  withArgument('num_features', Number(scenario.arguments['num_features']) + 1)(scenario);

const withArguments = (name: string, values: readonly PythonValue[]): readonly Spoiling[] =>
  values.map((value) => withArgument(name, value));

/** By kind, so that one with many values is not drawn more often. Most are refused; some are taken, or in some rows only. */
const spoilings: Readonly<Record<Dialect, readonly (readonly Spoiling[])[]>> = {
  torch: [
    withArguments('eps', [float(0), float(-1e-5), float(-2.5)]),
    [withMoreFeatures],
    [asVector],
    [ofType('float64'), ofType('float16')],
    [withArgument('gamma_init', 'ones'), withArgument('use_batch_statistics', true)],
  ],
  mindspore: [
    withArguments('eps', [0, 1, float(0), float(-1e-5), float(1.5), null]),
    [withMoreFeatures],
    [asVector, withAxes(1), withAxes(3)],
    [ofType('float64')],
    [withArgument('track_running_stats', true), withArgument('process_group', null)],
    withArguments('momentum', [float(-0.1), float(1.5), 2, -1, 'a']),
    withArguments('use_batch_statistics', ['yes', 1, 0, float(1)]),
    withArguments('process_groups', [5, [[0], [0]], [['a']], [0], [[-1]]]),
    ['gamma_init', 'beta_init', 'moving_mean_init'].flatMap((name) => withArguments(name, ['xavier_uniform', 'he_uniform'])),
  ],
};

/** Scenarios of `valid` with one thing wrong, the same on every rank, and nothing loaded. */
export function refusedScenario(dialect: Dialect, valid: fc.Arbitrary<Scenario>): fc.Arbitrary<Scenario> {
  const spoiling = fc.constantFrom(...spoilings[dialect]).chain((kind) => fc.constantFrom(...kind));
  return fc
    .record({ valid, spoiling })
    .map(({ valid: scenario, spoiling: spoil }) => spoil({ ...scenario, state: untouchedState }));
}
