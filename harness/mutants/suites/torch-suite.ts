import { untouchedState } from '../../../generators/arbitraries/initial-state.ts';
import { tensorOf } from '../../../generators/arbitraries/tensor-of.ts';
import type { Arguments } from '../../../oracle/python-value.ts';
import type { RankInput, Scenario, Step } from '../../../oracle/scenario.ts';
import type { Tensor } from '../../../oracle/tensor.ts';
import { fixedTolerances } from '../tolerances.ts';
import { parametersAfterStep, trainedNet } from './distributed-training.ts';
import { dtypesOfRanks, nanOfRanks, valuesOfRanks } from './look-at.ts';
import type { Probe, Suite } from './suite.ts';
import { full, randn } from './test-data.ts';

const assertClose = fixedTolerances.assertClose.float32;

/**
 * What the tests of torch.nn.SyncBatchNorm look at that need two GPUs (torch/testing/_internal/distributed/distributed_test.py and
 * test/distributed/test_c10d_common.py, torch 2.13, as described in public sources): parameters after a step, nothing else but where it says
 * so. No test looks at outputs, num_batches_tracked, momentum None, sub-groups, eps, eval mode or large means.
 */
export const torchSuite: Suite = {
  dialect: 'torch',
  probes: [
    training('test_DistributedDataParallel_SyncBatchNorm', [2, 2], [4, 10]),
    training('test_DistributedDataParallel_SyncBatchNorm_No_Affine', [2, 2], [4, 10], { affine: false }),
    training('test_DistributedDataParallel_SyncBatchNorm_2D_Input', [4, 4], [2]),
    training('test_DistributedDataParallel_SyncBatchNorm_Single_Input_Per_Process', [1, 1], [2]),
    training('test_DistributedDataParallel_SyncBatchNorm_Diff_Input_Sizes_gradient', [2, 3], [4, 10]),
    {
      // The model it compares with is the very module that is being tested: only an error fails it.
      test: 'test_DistributedDataParallel_SyncBatchNorm_Channels_Last',
      scenario: { ...trainedNet([2, 2], [2, 4, 4], {}).scenario, layout: 'channels_last' },
      fails: () => false,
    },
    constantData(),
    {
      test: 'test_DistributedDataParallel_SyncBatchNorm_half',
      scenario: ask(
        [1, 2].map((seed) => {
          const x = randn(seed, [2, 4, 10], 1, 'float16');
          return { x, gradY: full(1, x.shape, 'float16') };
        }),
        { num_features: 4 },
        'float16',
      ),
      fails: dtypesOfRanks(['y', 'gradWeight', 'gradBias']),
    },
    {
      test: 'test_sync_batch_norm_only_empty_input',
      scenario: ask([sumOf(full(0, [0, 2, 11, 13])), sumOf(full(0, [1, 2, 11, 13]))], { num_features: 2 }),
      fails: nanOfRanks(['y', 'gradWeight', 'gradBias']),
    },
    {
      test: 'test_sync_batch_norm_only_empty_input, all ranks',
      scenario: ask([sumOf(full(0, [0, 2, 11, 13])), sumOf(full(0, [0, 2, 11, 13]))], { num_features: 2 }),
      fails: nanOfRanks(['y', 'gradWeight', 'gradBias']),
    },
    {
      test: 'test_sync_batch_norm_empty_input',
      scenario: ask([sumOf(randn(3, [0, 2, 28, 28])), sumOf(randn(3, [3, 2, 28, 28]))], { num_features: 2 }),
      fails: nanOfRanks(['y', 'gradWeight', 'gradBias']),
    },
  ],
};

/** A net with the layer in it, trained on two ranks and compared with one trained on the whole batch in one process. */
function training(test: string, sizes: readonly number[], behind: readonly number[], given: Arguments = {}): Probe {
  const net = trainedNet(sizes, behind, given);
  return { test, scenario: net.scenario, fails: parametersAfterStep(net, assertClose) };
}

/** 100 steps of data that never change, with momentum 0.99; then the buffers alone, on every rank. */
function constantData(): Probe {
  const inputs = [0, 1].map((rank): RankInput => {
    const count = 10 ** (rank + 1);
    const constants = [0.1 ** (rank - 1), 0.3 ** (rank - 1)];
    const shape = [2, 2, count];
    const numbers = Array.from({ length: 4 * count }, (_, index) => constants[Math.floor(index / count) % 2] ?? 0);
    return { x: tensorOf('float32', shape, numbers), gradY: full(1 / (4 * count), shape) };
  });
  const once = ask(inputs, { num_features: 2, momentum: { float: 0.99 } });
  return {
    test: 'test_DistributedDataParallel_SyncBatchNorm_Diff_Input_Sizes_Running_Value',
    scenario: { ...once, steps: Array.from({ length: 100 }, () => once.steps).flat() },
    fails: valuesOfRanks(['runningMean', 'runningVar'], assertClose, 'last step'),
  };
}

/** One training step of a fresh module. */
function ask(ranks: readonly RankInput[], given: Arguments, dtype: 'float16' | 'float32' = 'float32'): Scenario {
  const step: Step = { training: true, assign: {}, ranks };
  return {
    dialect: 'torch',
    arguments: given,
    parameterDtype: dtype,
    state: untouchedState,
    world: { size: ranks.length, groups: null },
    layout: 'contiguous',
    steps: [step],
  };
}

function sumOf(x: Tensor): RankInput {
  return { x, gradY: full(1, x.shape) };
}
