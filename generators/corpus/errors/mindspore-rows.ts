import type { Arguments } from '../../../oracle/python-value.ts';
import type { Picked } from '../simple-scenario.ts';

/** A scenario for each row of MindSpore's state table: without use_batch_statistics in training and not, with it True and False. */
export function everyCellRow(picked: Picked, given: Arguments = {}): readonly Picked[] {
  return [
    ...bothCellModes(picked, given),
    inMode(picked, { ...given, use_batch_statistics: true }, false),
    inMode(picked, { ...given, use_batch_statistics: false }, true),
  ];
}

/** In training, and as constructed: in inference. */
export function bothCellModes(picked: Picked, given: Arguments = {}): readonly Picked[] {
  return [inMode(picked, given, true), inMode(picked, given, null)];
}

function inMode(picked: Picked, given: Arguments, training: boolean | null): Picked {
  return { shapes: [[3, 2]], ...picked, training: [training], arguments: { num_features: 2, ...given } };
}
