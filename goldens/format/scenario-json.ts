import * as z from 'zod';
import { addressSpace } from '../../oracle/dialects/address-space.ts';
import type { InitialState, Scenario } from '../../oracle/scenario.ts';
import { dialects, layouts } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { dtypes } from '../../oracle/tensor.ts';
import { assignmentJson, decodeAssignment, encodeAssignment } from './assignment-json.ts';
import type { PythonJson } from './python-json.ts';
import { decodePython, encodePython, pythonJson } from './python-json.ts';
import type { Pools, TensorReference } from './tensor-pool.ts';
import { PoolWriter, readTensor, tensorReference } from './tensor-pool.ts';

const optionalTensor = tensorReference.nullable();
// The reference makes its parameters and buffers: a wrong number must not fill the memory. One that no machine could make is an error.
const mostChannels = 1_000_000;
const rank = z.int().min(0).max(1023);

const stateJson = z.strictObject({
  weight: optionalTensor,
  bias: optionalTensor,
  running_mean: optionalTensor,
  running_var: optionalTensor,
  num_batches_tracked: z.int().nullable(),
});
type StateJson = z.infer<typeof stateJson>;

const scenarioJson = z.strictObject({
  dialect: z.enum(dialects),
  arguments: z.record(z.string().max(100), pythonJson),
  parameter_dtype: z.enum(dtypes),
  state: stateJson,
  world: z.strictObject({ size: z.int().min(1).max(1024), groups: z.array(z.array(rank).max(1024)).max(1024).nullable() }),
  layout: z.enum(layouts),
  requires_grad: z.strictObject({ x: z.boolean(), weight: z.boolean(), bias: z.boolean() }).optional(),
  steps: z
    .array(
      z.strictObject({
        training: z.boolean().nullable(),
        assign: assignmentJson,
        load: stateJson.optional(),
        ranks: z
          .array(z.strictObject({ x: tensorReference, grad_y: optionalTensor }))
          .min(1)
          .max(1024),
      }),
    )
    .max(1000),
});

/** A scenario as JSON text and the pools its tensors refer to. */
export interface EncodedScenario {
  readonly json: string;
  readonly pools: Pools;
}

export function encodeScenario(scenario: Scenario): EncodedScenario {
  const pool = new PoolWriter();
  const optional = (tensor: Tensor | null): TensorReference | null => (tensor === null ? null : pool.add(tensor));
  const stateOf = (state: InitialState): StateJson => ({
    weight: optional(state.weight),
    bias: optional(state.bias),
    running_mean: optional(state.runningMean),
    running_var: optional(state.runningVar),
    num_batches_tracked: state.numBatchesTracked,
  });
  const { world, requiresGrad } = scenario;
  const json = {
    dialect: scenario.dialect,
    arguments: Object.fromEntries(Object.entries(scenario.arguments).map(([name, value]) => [name, encodePython(value, pool)])),
    parameter_dtype: scenario.parameterDtype,
    state: stateOf(scenario.state),
    world: { size: world.size, groups: world.groups },
    layout: scenario.layout,
    ...(requiresGrad === undefined ? {} : { requires_grad: requiresGrad }),
    steps: scenario.steps.map((step) => ({
      training: step.training,
      assign: encodeAssignment(step.assign, pool),
      ...(step.load === undefined ? {} : { load: stateOf(step.load) }),
      ranks: step.ranks.map((input) => ({ x: pool.add(input.x), grad_y: optional(input.gradY) })),
    })),
  };
  return { json: JSON.stringify(json), pools: pool.pools() };
}

/** Reads a scenario; throws an error that names the first thing that is not as the format says. */
export function decodeScenario(text: string, pools: Pools): Scenario {
  const json = parseJson(scenarioJson, text);
  const channels = featureCount(json.arguments['num_features']);
  if (channels > mostChannels && channels < addressSpace) {
    throw new RangeError(`Expected num_features of at most ${mostChannels}, got ${channels}.`);
  }
  const optional = (reference: TensorReference | null): Tensor | null =>
    reference === null ? null : readTensor(reference, pools);
  const stateOf = (state: StateJson): InitialState => ({
    weight: optional(state.weight),
    bias: optional(state.bias),
    runningMean: optional(state.running_mean),
    runningVar: optional(state.running_var),
    numBatchesTracked: state.num_batches_tracked,
  });
  const { world, requires_grad: requiresGrad } = json;
  const outside = world.groups?.flat().find((member) => member >= world.size);
  if (outside !== undefined) throw new RangeError(`Expected groups of ranks below ${world.size}, got rank ${outside}.`);
  for (const [index, step] of json.steps.entries()) {
    if (step.ranks.length !== world.size) {
      throw new RangeError(
        `Expected steps[${index}] to hold an input for each of ${world.size} ranks, got ${step.ranks.length}.`,
      );
    }
    for (const { x, grad_y: gradY } of step.ranks) {
      if (gradY !== null && gradY.shape.join() !== x.shape.join()) {
        throw new RangeError(
          `Expected grad_y of shape [${x.shape.join(', ')}] in steps[${index}], got [${gradY.shape.join(', ')}].`,
        );
      }
    }
  }
  return {
    dialect: json.dialect,
    arguments: Object.fromEntries(Object.entries(json.arguments).map(([name, value]) => [name, decodePython(value, pools)])),
    parameterDtype: json.parameter_dtype,
    state: stateOf(json.state),
    world,
    layout: json.layout,
    ...(requiresGrad === undefined ? {} : { requiresGrad }),
    steps: json.steps.map((step) => ({
      training: step.training,
      assign: decodeAssignment(step.assign, pools),
      ...(step.load === undefined ? {} : { load: stateOf(step.load) }),
      ranks: step.ranks.map((input) => ({ x: readTensor(input.x, pools), gradY: optional(input.grad_y) })),
    })),
  };
}

/** How many numbers a parameter of these features holds, where that is a number; torch takes a list as a shape. */
function featureCount(features: PythonJson | undefined): bigint {
  const extents = Array.isArray(features) ? features : [features];
  return extents.reduce((product, extent) => product * BigInt(typeof extent === 'number' ? Math.max(0, extent) : 1), 1n);
}

/** Parses JSON text and validates it, with the path of the first problem in the message. */
export function parseJson<Output>(schema: z.ZodType<Output>, text: string): Output {
  const result = schema.safeParse(JSON.parse(text));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.');
  throw new TypeError(`${place ? `${place}: ` : ''}${issue?.message ?? 'Invalid input'}.`);
}
