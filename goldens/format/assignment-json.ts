import * as z from 'zod';
import type { Assignment } from '../../oracle/scenario.ts';
import type { PythonJson } from './python-json.ts';
import { decodePython, encodePython, pythonJson } from './python-json.ts';
import type { Pools, PoolWriter } from './tensor-pool.ts';

/** Attributes by the frameworks' names; an absent one is not set. */
export interface AssignmentJson {
  readonly track_running_stats?: boolean | undefined;
  readonly use_batch_statistics?: boolean | null | undefined;
  readonly momentum?: PythonJson | undefined;
  readonly eps?: PythonJson | undefined;
}

export const assignmentJson: z.ZodType<AssignmentJson> = z.strictObject({
  track_running_stats: z.boolean().optional(),
  use_batch_statistics: z.boolean().nullable().optional(),
  momentum: pythonJson.optional(),
  eps: pythonJson.optional(),
});

export function encodeAssignment(assign: Assignment, pool: PoolWriter): AssignmentJson {
  const { trackRunningStats, useBatchStatistics, momentum, eps } = assign;
  return {
    ...(trackRunningStats === undefined ? {} : { track_running_stats: trackRunningStats }),
    ...(useBatchStatistics === undefined ? {} : { use_batch_statistics: useBatchStatistics }),
    ...(momentum === undefined ? {} : { momentum: encodePython(momentum, pool) }),
    ...(eps === undefined ? {} : { eps: encodePython(eps, pool) }),
  };
}

export function decodeAssignment(json: AssignmentJson, pools: Pools): Assignment {
  const { track_running_stats: tracks, use_batch_statistics: uses, momentum, eps } = json;
  return {
    ...(tracks === undefined ? {} : { trackRunningStats: tracks }),
    ...(uses === undefined ? {} : { useBatchStatistics: uses }),
    ...(momentum === undefined ? {} : { momentum: decodePython(momentum, pools) }),
    ...(eps === undefined ? {} : { eps: decodePython(eps, pools) }),
  };
}
