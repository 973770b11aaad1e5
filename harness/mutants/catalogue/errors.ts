import type { ForwardCall, DialectRules } from '../../../oracle/dialects/module-state.ts';
import type { ErrorKey } from '../../../oracle/errors/catalogue.ts';
import { raise } from '../../../oracle/errors/raise.ts';
import { numberIn } from '../../../oracle/python-value.ts';
import type { Dialect, Scenario } from '../../../oracle/scenario.ts';
import { elementCount } from '../../../oracle/tensor.ts';
import type { RaisedError } from '../../../oracle/trace.ts';
import type { Description, Mutant } from '../mutant.ts';
import { withRules, withScenario, withTrace } from '../mutant.ts';

const torchOnly = ['torch'] as const;
const mindsporeOnly = ['mindspore'] as const;

/** Defects of errors: one that is not raised, one too many, or another than it should be. */
export const errorsMutants: readonly Mutant[] = [
  withoutError(
    { id: 'lone-value-accepted', defect: 'one value per channel accepted in training by a rank alone', dialects: torchOnly },
    ['torch/one-value-per-channel'],
  ),
  withNewError(
    {
      id: 'lone-value-of-a-rank-refused',
      defect: 'one value per channel refused on a rank although its group has more',
      references: ['D13 apex#262', 'pytorch#29626'],
      dialects: torchOnly,
    },
    ({ shape, sharing }) => sharing > 1 && valuesOf(shape) === 1,
    ({ shape }) => raise('torch/one-value-per-channel', { size: shape.join(', ') }),
  ),
  withNewError(
    {
      id: 'lone-value-refused',
      defect: 'one value per channel refused in training, as torch does',
      references: ['D13 pytorch#29626 [inf]'],
      dialects: mindsporeOnly,
    },
    ({ shape }) => valuesOf(shape) === 1,
    ({ shape }) => valueError(`Expected more than 1 value per channel when training, got input size (${shape.join(', ')})`),
  ),
  withNewError(
    {
      id: 'empty-rank-refused',
      defect: 'an error for a rank with an empty batch',
      references: ['D09 pytorch#36530', 'pytorch#74944', 'detectron2#366', 'mmcv#1205'],
      dialects: torchOnly,
    },
    ({ shape, sharing }) => sharing > 1 && valuesOf(shape) === 0,
    ({ shape }) => raise('torch/one-value-per-channel', { size: shape.join(', ') }),
  ),
  withNewError(
    {
      id: 'flat-input-refused',
      defect: 'a 2-D input refused',
      references: ['D66 pytorch#29626', 'apex#194', 'mxnet#12708'],
    },
    ({ shape }) => shape.length === 2,
    () => valueError('expected 4D input (got 2D input)'),
    'any row',
  ),
  withNewError(
    {
      id: 'half-input-refused',
      defect: 'a half input refused where ranks synchronise',
      references: ['D16 pytorch#96203', 'pytorch#20634', 'pytorch#27420', 'DeepSpeed#2102', 'ColossalAI#258', 'apex#254'],
      dialects: torchOnly,
    },
    ({ dtype, sharing }) => sharing > 1 && dtype === 'float16',
    () => raise('torch/synchronised-counts-dtype', { expected: 'Half', got: 'Float' }),
  ),
  withoutError(
    {
      id: 'channel-mismatch-accepted',
      defect: 'another number of channels than num_features accepted',
      references: ['D65 Synchronized-BatchNorm-PyTorch#31'],
    },
    ['torch/channel-mismatch', 'mindspore/channel-mismatch'],
  ),
  withoutError({ id: 'dimensions-unchecked', defect: 'any number of dimensions accepted' }, [
    'torch/too-few-dimensions',
    'mindspore/dimensions',
  ]),
  withoutError({ id: 'dtype-mismatch-accepted', defect: 'inputs of another type than that of the parameters accepted' }, [
    'torch/parameter-dtype',
    'torch/input-dtype',
    'torch/synchronised-statistics-dtype',
    'mindspore/input-dtype',
  ]),
  withoutError({ id: 'epsilon-unchecked', defect: 'an epsilon out of range accepted' }, [
    'torch/eps-not-positive',
    'torch/eps-negative',
    'mindspore/eps-range',
  ]),
  withoutError(
    {
      id: 'missing-buffers-accepted',
      defect: 'track_running_stats switched on without buffers accepted in training',
      dialects: torchOnly,
    },
    ['torch/missing-counter'],
  ),
  withConstructor({ id: 'momentum-unchecked', defect: 'a momentum out of range accepted', dialects: mindsporeOnly }, (scenario) =>
    (numberIn(scenario.arguments['momentum']) ?? 0) < 0 || (numberIn(scenario.arguments['momentum']) ?? 0) > 1
      ? ['momentum']
      : [],
  ),
  withScenario({ id: 'unknown-argument-ignored', defect: 'an unknown argument ignored' }, (scenario) => ({
    ...scenario,
    arguments: Object.fromEntries(Object.entries(scenario.arguments).filter(([name]) => known[scenario.dialect].has(name))),
  })),
  withScenario(
    {
      id: 'process-groups-ignored',
      defect: 'process_groups neither checked nor heeded',
      dialects: mindsporeOnly,
    },
    (scenario) => {
      const { process_groups: given, ...others } = scenario.arguments;
      return given === undefined
        ? scenario
        : { ...scenario, arguments: others, world: { size: scenario.world.size, groups: [] } };
    },
  ),
  withRules(
    {
      id: 'documented-initialisers-accepted',
      defect: 'the documented initialisers xavier_uniform and he_uniform accepted',
      dialects: mindsporeOnly,
    },
    (right) => ({
      construct: (scenario) =>
        right.construct({
          ...scenario,
          arguments: Object.fromEntries(
            Object.entries(scenario.arguments).map(([name, value]) => [
              name,
              value === 'xavier_uniform' || value === 'he_uniform' ? 'uniform' : value,
            ]),
          ),
        }),
    }),
  ),
  withNewError(
    {
      id: 'momentum-out-of-range-refused',
      defect: 'a momentum outside the range from 0 to 1 refused',
      dialects: torchOnly,
    },
    (_call, scenario) => {
      const momentum = numberIn(scenario.arguments['momentum']) ?? 0;
      return !(momentum >= 0 && momentum <= 1);
    },
    () => valueError('momentum must be in range [0, 1]'),
  ),
  withErrors({ id: 'error-of-another-type', defect: 'a RuntimeError where another should be' }, (error) => ({
    type: 'RuntimeError',
    message: error.message,
  })),
  withTrace({ id: 'error-on-rank-0-only', defect: 'an error raised on rank 0 only' }, (trace) => ({
    ...trace,
    construction: trace.construction.map((error, rank) => (rank === 0 ? error : null)),
    steps: trace.steps.map((step) => ({
      ...step,
      ranks: step.ranks.map((rank, place) => (place === 0 ? rank : { ...rank, error: null })),
    })),
  })),
];

const known: Record<Dialect, ReadonlySet<string>> = {
  torch: new Set(['num_features', 'eps', 'momentum', 'affine', 'track_running_stats', 'bias']),
  mindspore: new Set([
    'num_features',
    'eps',
    'momentum',
    'affine',
    'gamma_init',
    'beta_init',
    'moving_mean_init',
    'moving_var_init',
    'use_batch_statistics',
    'process_groups',
  ]),
};

function valuesOf(shape: readonly number[]): number {
  return elementCount(shape.filter((_, axis) => axis !== 1));
}

/** The reference without the errors of a forward pass that have one of `keys`. */
function withoutError(description: Description, keys: readonly ErrorKey[]): Mutant {
  return withRules(description, (right) => ({
    enterForward: (scenario, module, call) => {
      const error = right.enterForward(scenario, module, call);
      return error?.key !== undefined && keys.includes(error.key) ? null : error;
    },
  }));
}

/** The reference with an error more in the forward passes that normalise with the batch, or in any. */
function withNewError(
  description: Description,
  raises: (call: ForwardCall, scenario: Scenario) => boolean,
  error: (call: ForwardCall) => RaisedError,
  rows: 'batch rows' | 'any row' = 'batch rows',
): Mutant {
  return withRules(description, (right) => ({
    enterForward: (scenario, module, call) => {
      const first = right.enterForward(scenario, module, call);
      const applies = rows === 'any row' || right.behaviour(scenario, module).synchronise;
      return first ?? (applies && raises(call, scenario) ? error(call) : null);
    },
  }));
}

/** MindSpore with a constructor that does not look at some arguments. */
function withConstructor(description: Description, unseen: (scenario: Scenario) => readonly string[]): Mutant {
  return withRules(description, (right) => ({
    construct: (scenario) => {
      const ignored = unseen(scenario);
      const seen = Object.entries(scenario.arguments).filter(([name]) => !ignored.includes(name));
      return right.construct({ ...scenario, arguments: Object.fromEntries(seen) });
    },
  }));
}

/** The reference with other errors. */
function withErrors(description: Description, change: (error: RaisedError) => RaisedError): Mutant {
  return withRules(description, (right): Partial<DialectRules> => ({
    construct: (scenario) => {
      const { errors, constructed } = right.construct(scenario);
      return { errors: errors.map((error) => error && change(error)), constructed };
    },
    enterForward: (scenario, module, call) => {
      const error = right.enterForward(scenario, module, call);
      return error && change(error);
    },
  }));
}

/** An error that no framework raises, so that no template has its words. */
function valueError(message: string): RaisedError {
  return { type: 'ValueError', message };
}
