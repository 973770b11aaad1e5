import type { PlannedCase } from '../../generators/plan-recording.ts';
import { lanes } from '../../generators/plan-recording.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { setOfFile } from '../../goldens/recorders/chunk-plan.ts';
import { RecorderError } from '../../goldens/recorders/recorder-error.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';

/** The goldens of one framework and version, to be asked for together. */
export interface FrameworkCases {
  readonly dialect: Dialect;
  readonly version: string;
  readonly cases: readonly GoldenCase[];
}

/** The cases by framework and version, in the order of the dialects. */
export function groupByFramework(cases: readonly GoldenCase[]): readonly FrameworkCases[] {
  return dialects.flatMap((dialect) => {
    const own = cases.filter(({ file }) => file.framework === dialect);
    return [...Map.groupBy(own, ({ file }) => file.version)].map(([version, some]) => ({ dialect, version, cases: some }));
  });
}

/** A golden's scenario, to be recorded in the lane it was recorded in. */
export function asPlanned({ id, file, decode }: GoldenCase, dialect: Dialect): PlannedCase {
  const lane = lanes[dialect].find((name) => name === file.lane);
  if (lane === undefined)
    throw new RecorderError('nothing', `Expected a lane of ${dialect}, got ${file.lane}. Verify the goldens first.`);
  return { id, lane, set: setOfFile(file.path), scenario: decode().scenario };
}
