import { markCovered, possibleTuples } from './covering-array.ts';
import type { Assignment, CoverageModel } from './model.ts';
import { TupleSpace } from './tuple-space.ts';

/** How much of all combinations of three parameters' values some cases have. */
export interface CoverageMeasure {
  readonly parameters: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly possible: number;
  readonly covered: number;
  /** Combinations that a case could have and none has, as `name=value, ...`: the first ones. */
  readonly missing: readonly string[];
  /** Combinations that no case can have, by the reason. */
  readonly holes: readonly { readonly reason: string; readonly combinations: number }[];
}

const mostMissing = 50;
const together = 'no values for the other parameters go with them, for several of these reasons';

/** Measures cases by their values; a value that the model does not name, or a parameter without one, covers nothing. */
export function measureCoverage(model: CoverageModel, cases: Iterable<Assignment>): CoverageMeasure {
  const space = new TupleSpace(model);
  const possible = possibleTuples(space);
  const missing = possible.slice();
  for (const assignment of cases) markCovered(space, missing, space.rowOf(assignment));
  const holes = new Map<string, number>();
  const named: string[] = [];
  space.eachTuple((tuple, row) => {
    if (possible[tuple] === 0) {
      const reason = space.broken(row)?.reason ?? together;
      holes.set(reason, (holes.get(reason) ?? 0) + 1);
    } else if (missing[tuple] === 1 && named.length < mostMissing) {
      named.push(
        Object.entries(space.assignmentOf(row))
          .map(([name, value]) => `${name}=${value}`)
          .join(', '),
      );
    }
  });
  const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
  return {
    parameters: model.parameters.map(({ name, values }) => ({ name, values })),
    possible: count(possible),
    covered: count(possible) - count(missing),
    missing: named,
    holes: [...holes]
      .map(([reason, combinations]) => ({ reason, combinations }))
      .toSorted((a, b) => b.combinations - a.combinations),
  };
}
