import { raise } from '../errors/raise.ts';
import type { Scenario } from '../scenario.ts';
import { elementCount } from '../tensor.ts';
import type { ConstructedState, ExpectedTensor, RaisedError } from '../trace.ts';
import type { Construction } from './module-state.ts';
import { exactly } from './module-state.ts';
import type { Allocation } from './torch-allocation.ts';
import { allocationError, shapeOf } from './torch-allocation.ts';
import { torchArgument, torchDefaults, torchObjectArguments, truthOf } from './torch-arguments.ts';

/** What SyncBatchNorm.__init__ does: the same on every rank (nn/modules/batchnorm.py _NormBase). */
export function construct(scenario: Scenario): Construction {
  const error = signatureError(scenario) ?? bodyError(scenario);
  const errors = Array.from({ length: scenario.world.size }, () => error);
  return { errors, constructed: error === null ? constructed(scenario) : null };
}

function signatureError(scenario: Scenario): RaisedError | null {
  const names = new Set(['num_features', ...Object.keys(torchDefaults), ...torchObjectArguments]);
  const foreign = Object.keys(scenario.arguments).find((name) => !names.has(name));
  if (foreign !== undefined) return raise('torch/unexpected-argument', { name: foreign });
  return 'num_features' in scenario.arguments ? null : raise('torch/missing-num-features');
}

/** With neither parameters nor buffers nothing is allocated, and any num_features passes. */
function bodyError(scenario: Scenario): RaisedError | null {
  const affine = truthOf(torchArgument(scenario, 'affine'));
  if (typeof affine !== 'boolean') return affine;
  if (affine) {
    const error = allocationError(allocationOf(scenario, 'empty'));
    if (error !== null) return error;
    const bias = truthOf(torchArgument(scenario, 'bias'));
    if (typeof bias !== 'boolean') return bias;
  }
  const track = truthOf(torchArgument(scenario, 'track_running_stats'));
  if (typeof track !== 'boolean') return track;
  return track ? allocationError(allocationOf(scenario, 'zeros')) : null;
}

function allocationOf(scenario: Scenario, by: Allocation['by']): Allocation {
  const [size, dtype, device] = ['num_features', 'dtype', 'device'].map((name) => torchArgument(scenario, name));
  return { by, size: size ?? null, dtype: dtype ?? null, device: device ?? null, itemType: scenario.parameterDtype };
}

function constructed(scenario: Scenario): ConstructedState<ExpectedTensor> {
  const shape = shapeOf(torchArgument(scenario, 'num_features'));
  const holds = (name: string): boolean => truthOf(torchArgument(scenario, name)) === true;
  const [affine, track] = [holds('affine'), holds('track_running_stats')];
  const filled = (present: boolean, value: number): ExpectedTensor | null =>
    present ? { ...exactly(elementCount(shape), value, scenario.parameterDtype), shape } : null;
  return {
    weight: filled(affine, 1),
    bias: filled(affine && holds('bias'), 0),
    runningMean: filled(track, 0),
    runningVar: filled(track, 1),
    numBatchesTracked: track ? 0 : null,
    training: true,
  };
}
