import { computeDtype } from '../formats/arithmetic.ts';
import type { PythonValue } from '../python-value.ts';
import { numberIn, scalarIn } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import { mindsporeRow } from '../state-tables.ts';
import type { ConstructedState, ExpectedTensor } from '../trace.ts';
import { initialised } from './mindspore-initialisers.ts';
import { callError } from './mindspore-call-errors.ts';
import { constructorError } from './mindspore-errors.ts';
import type { Construction, DialectRules } from './module-state.ts';

/** Defaults of mindspore.nn.SyncBatchNorm.__init__ (mindspore 2.10.0). */
export const mindsporeDefaults: Readonly<Record<string, PythonValue>> = {
  eps: { float: 1e-5 },
  momentum: { float: 0.9 },
  affine: true,
  gamma_init: 'ones',
  beta_init: 'zeros',
  moving_mean_init: 'zeros',
  moving_var_init: 'ones',
  use_batch_statistics: null,
  process_groups: null,
};

/** mindspore.nn.SyncBatchNorm 2.10.0 on the CPU: nn/layer/normalization.py and the BatchNorm kernel behind it. */
export const mindsporeRules: DialectRules = {
  construct,
  behaviour: (scenario, module) => mindsporeRow(useBatchStatistics(scenario), module.training),
  enterForward: (scenario, module, call) =>
    callError(call, module, mindsporeRow(useBatchStatistics(scenario), module.training), reader(scenario)),
  // The new statistic weighs 1 - momentum: the opposite of torch.
  averagingFactor: (scenario) => 1 - (scalarIn(mindsporeArgument(scenario, 'momentum')) ?? Number.NaN),
  epsilon: (scenario) => scalarIn(mindsporeArgument(scenario, 'eps')) ?? Number.NaN,
  workingDtype: (_scenario, _module, dtype) => computeDtype(dtype),
  trainsParameters: (scenario) => mindsporeArgument(scenario, 'affine') !== false,
  // momentum and eps went into the operators that the constructor built.
  readAtCall: ['use_batch_statistics'],
  lateError: () => null,
  layouts: () => ({}),
};

/** The argument as given, or its default. */
export function mindsporeArgument(scenario: Scenario, name: string): PythonValue {
  return scenario.arguments[name] ?? (name in scenario.arguments ? null : (mindsporeDefaults[name] ?? null));
}

function reader(scenario: Scenario): (name: string) => PythonValue {
  return (name) => mindsporeArgument(scenario, name);
}

function useBatchStatistics(scenario: Scenario): boolean | null {
  const value = mindsporeArgument(scenario, 'use_batch_statistics');
  return typeof value === 'boolean' ? value : null;
}

function construct(scenario: Scenario): Construction {
  const known = Object.keys(mindsporeDefaults);
  const errors = Array.from({ length: scenario.world.size }, (_, rank) =>
    constructorError(scenario, rank, reader(scenario), known),
  );
  return { errors, constructed: errors[0] === null ? constructed(scenario) : null };
}

function constructed(scenario: Scenario): ConstructedState<ExpectedTensor> {
  const count = numberIn(mindsporeArgument(scenario, 'num_features')) ?? 0;
  const made = (name: string): ExpectedTensor => initialised(mindsporeArgument(scenario, name), count);
  return {
    weight: made('gamma_init'),
    bias: made('beta_init'),
    runningMean: made('moving_mean_init'),
    runningVar: made('moving_var_init'),
    numBatchesTracked: null,
    training: false,
  };
}
