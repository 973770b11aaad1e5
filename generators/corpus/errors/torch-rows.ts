import type { Arguments } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';

/** Two channels, a handful of values: what an error needs. */
export const smallBatch: readonly (readonly number[])[] = [[3, 2]];

/** A scenario for each row of torch's state table: training and eval, with and without buffers. */
export function everyRow(picked: Picked, given: Arguments = {}): readonly Picked[] {
  return [true, false].flatMap((tracks) => bothModes(picked, { ...given, track_running_stats: tracks }));
}

/** In training and in eval, with buffers unless told otherwise. */
export function bothModes(picked: Picked, given: Arguments = {}): readonly Picked[] {
  return [[true], [false]].map((training) => ({
    shapes: smallBatch,
    ...picked,
    training,
    arguments: { num_features: 2, ...given },
  }));
}
