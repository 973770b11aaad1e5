import { untouchedState } from '../../../generators/arbitraries/initial-state.ts';
import { tensorOf } from '../../../generators/arbitraries/tensor-of.ts';
import type { InitialState, Scenario, World } from '../../../oracle/scenario.ts';
import type { Tensor } from '../../../oracle/tensor.ts';
import type { TensorQuantity } from '../../../oracle/trace.ts';
import { valuesOfRanks } from './look-at.ts';
import type { Probe, Suite } from './suite.ts';
import { full, linspace } from './test-data.ts';

// np.allclose(..., rtol=0.005, atol=0.005) throughout.
const tolerance = { rtol: 5e-3, atol: 5e-3 };

/**
 * What MindSpore's tests of SyncBatchNorm look at (mindspore_test, tests/st/mint/test_syncbatchnorm.py and test_inner_syncbatchnorm.py, as read
 * in November 2026), put to the layer of `nn`, whose arguments and state table are those of this dialect. Inputs are evenly spaced
 * and the same on every rank but in `diff_nhw`; gradients are those of a sum. `track_running_stats=False` has no counterpart here.
 */
export const mindsporeSuite: Suite = {
  dialect: 'mindspore',
  probes: [
    forward('test_sync_batch_norm_forward_world_size_2_channel_2_dim_4', twice(linspace(5, [2, 2, 2, 2]))),
    forward('test_sync_batch_norm_forward_world_size_3_channel_3_dim_4', thrice(linspace(5, [3, 3, 3, 3]))),
    forward('test_sync_batch_norm_forward_world_size_3_channel_3_dim_4_affine_False', thrice(linspace(5, [3, 3, 3, 3])), {
      affine: false,
    }),
    {
      ...probe(
        'test_sync_batch_norm_forward_world_size_2_channel_2_dim_4_diff_process_group',
        [...twice(linspace(5, [2, 2, 2, 2])), ...twice(linspace(10, [2, 2, 2, 2]))],
        {
          groups: [
            [0, 1],
            [2, 3],
          ],
        },
      ),
      fails: valuesOfRanks(['y', 'runningMean', 'runningVar'], tolerance),
    },
    {
      ...probe('test_sync_batch_norm_forward_world_size_2_channel_3_dim_4_diff_nhw', uneven()),
      fails: valuesOfRanks(['y'], tolerance),
    },
    inner('forward_world_size_2_channel_2_dim_2', twice(rows([1, 2, 3, 4], 2)), ['y']),
    inner('forward_world_size_2_channel_2_dim_4', twice(linspace(5, [2, 2, 2, 2])), ['y']),
    inner('forward_world_size_3_channel_3_dim_2', thrice(rows([1, 2, 3, 3, 4, 5], 3)), ['y']),
    inner('forward_world_size_3_channel_3_dim_4', thrice(linspace(5, [3, 3, 3, 3])), ['y', 'runningMean', 'runningVar']),
    inner('forward_world_size_2_channel_3_dim_4_diff_nhw', uneven(), ['y']),
    inner('backward_world_size_2_channel_2_dim_2', twice(rows([1, 2, 3, 4], 2)), gradients()),
    inner('backward_world_size_2_channel_3_dim_4', twice(linspace(5, [2, 3, 2, 2])), gradients()),
    inner('backward_world_size_3_channel_3_dim_4', thrice(linspace(5, [3, 3, 3, 3])), gradients()),
    inner('backward_world_size_2_channel_3_dim_4_diff_nhw', uneven(), gradients()),
  ],
};

/** A fresh layer in inference, and another in training. */
function forward(test: string, inputs: readonly Tensor[], given: Scenario['arguments'] = {}): Probe {
  return {
    ...probe(test, inputs, { given, training: [false, true] }),
    fails: valuesOfRanks(['y', 'runningMean', 'runningVar'], tolerance),
  };
}

/** The operator below the layer, with buffers, weight 2 and bias -1 handed in, and momentum 0.1 of the new statistic. */
function inner(name: string, inputs: readonly Tensor[], quantities: readonly TensorQuantity[]): Probe {
  const channels = inputs[0]?.shape[1] ?? 0;
  const first = (numbers: readonly number[]): Tensor => tensorOf('float32', [channels], numbers.slice(0, channels));
  const state = {
    ...untouchedState,
    weight: first([2, 2, 2]),
    bias: first([-1, -1, -1]),
    runningMean: first([0.5, 1.5, 2]),
    runningVar: first([0.1, 0.2, 2]),
  };
  return { ...probe(`test_inner_sync_batch_norm_${name}`, inputs, { state }), fails: valuesOfRanks(quantities, tolerance) };
}

interface Settings {
  readonly given?: Scenario['arguments'];
  readonly state?: InitialState;
  readonly groups?: World['groups'];
  readonly training?: readonly boolean[];
}

function probe(test: string, inputs: readonly Tensor[], settings: Settings = {}): Pick<Probe, 'test' | 'scenario'> {
  const { given = {}, state = untouchedState, groups = null, training = [true] } = settings;
  const scenario: Scenario = {
    dialect: 'mindspore',
    arguments: { num_features: inputs[0]?.shape[1] ?? 0, ...given },
    parameterDtype: 'float32',
    state,
    world: { size: inputs.length, groups },
    layout: 'contiguous',
    steps: training.map((flag) => ({
      training: flag,
      assign: {},
      ranks: inputs.map((x) => ({ x, gradY: full(1, x.shape) })),
    })),
  };
  return { test, scenario };
}

function gradients(): readonly TensorQuantity[] {
  return ['gradX', 'gradWeight', 'gradBias'];
}

function twice(x: Tensor): readonly Tensor[] {
  return [x, x];
}

function thrice(x: Tensor): readonly Tensor[] {
  return [x, x, x];
}

function rows(numbers: readonly number[], channels: number): Tensor {
  return tensorOf('float32', [numbers.length / channels, channels], numbers);
}

/** The only inputs that differ from rank to rank. */
function uneven(): readonly Tensor[] {
  return [linspace(5, [2, 3, 2, 2]), linspace(5, [3, 3, 3, 3])];
}
