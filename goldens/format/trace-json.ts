import * as z from 'zod';
import { layouts } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import type { Trace } from '../../oracle/trace.ts';
import { parseJson } from './scenario-json.ts';
import type { Pools, TensorReference } from './tensor-pool.ts';
import { readTensor, tensorReference } from './tensor-pool.ts';

const optionalTensor = tensorReference.nullable();
const raisedError = z.strictObject({ type: z.string().max(200), message: z.string().max(2000) });

const traceJson = z.strictObject({
  construction: z.array(raisedError.nullable()).min(1).max(1024),
  initial: z
    .strictObject({
      weight: optionalTensor,
      bias: optionalTensor,
      running_mean: optionalTensor,
      running_var: optionalTensor,
      num_batches_tracked: z.int().nullable(),
      training: z.boolean(),
    })
    .nullable(),
  steps: z
    .array(
      z.strictObject({
        ranks: z.array(
          z.strictObject({
            error: raisedError.extend({ stage: z.enum(['forward', 'backward']) }).nullable(),
            y: optionalTensor,
            grad_x: optionalTensor,
            grad_weight: optionalTensor,
            grad_bias: optionalTensor,
            running_mean: optionalTensor,
            running_var: optionalTensor,
            num_batches_tracked: z.int().nullable(),
            layouts: z
              .strictObject({ y: z.enum(layouts).nullable(), grad_x: z.enum(layouts).nullable() })
              .nullable()
              .optional(),
            warnings: z.array(z.string().max(2000)).max(100).optional(),
          }),
        ),
        groups: z
          .array(z.strictObject({ ranks: z.array(z.int().min(0)), grad_weight: optionalTensor, grad_bias: optionalTensor }))
          .nullable(),
      }),
    )
    .max(1000),
});

/** Reads the trace of an implementation; throws an error that names the first thing that is not as the format says. */
export function decodeTrace(text: string, pools: Pools): Trace {
  const json = parseJson(traceJson, text);
  const optional = (reference: TensorReference | null): Tensor | null =>
    reference === null ? null : readTensor(reference, pools);
  const { initial } = json;
  return {
    construction: json.construction,
    initial: initial && {
      weight: optional(initial.weight),
      bias: optional(initial.bias),
      runningMean: optional(initial.running_mean),
      runningVar: optional(initial.running_var),
      numBatchesTracked: initial.num_batches_tracked,
      training: initial.training,
    },
    steps: json.steps.map((step) => ({
      ranks: step.ranks.map((rank) => ({
        error: rank.error,
        y: optional(rank.y),
        gradX: optional(rank.grad_x),
        gradWeight: optional(rank.grad_weight),
        gradBias: optional(rank.grad_bias),
        runningMean: optional(rank.running_mean),
        runningVar: optional(rank.running_var),
        numBatchesTracked: rank.num_batches_tracked,
        ...(rank.layouts == null ? {} : { layouts: { y: rank.layouts.y, gradX: rank.layouts.grad_x } }),
        ...(rank.warnings === undefined ? {} : { warnings: rank.warnings }),
      })),
      groups:
        step.groups?.map((group) => ({
          ranks: group.ranks,
          gradWeight: optional(group.grad_weight),
          gradBias: optional(group.grad_bias),
        })) ?? null,
    })),
  };
}
