import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { randomSource } from '../arbitraries/random-source.ts';
import { classifyCase } from './classify-case.ts';
import { coveringArray } from './covering-array.ts';
import { mindsporeCase } from './mindspore-case.ts';
import { mindsporeModel } from './mindspore-model.ts';
import type { Assignment, CoverageModel } from './model.ts';
import { torchCase } from './torch-case.ts';
import { torchModel } from './torch-model.ts';

export const coverageModels: Readonly<Record<Dialect, CoverageModel>> = { torch: torchModel, mindspore: mindsporeModel };

/** A scenario of the covering set, and the values it was made for. */
export interface CoveringCase {
  readonly assignment: Assignment;
  readonly scenario: Scenario;
  readonly lane: string;
}

const seed = 20_261_124;
/** Draws of data for one assignment before its data count as not to be had. */
const mostDraws = 200;

const planned = new Map<Dialect, readonly CoveringCase[]>();

/** Cases that have every possible combination of three parameters' values of a dialect's model: always the same. */
export function coveringCases(dialect: Dialect): readonly CoveringCase[] {
  const known = planned.get(dialect);
  if (known !== undefined) return known;
  const source = randomSource(seed);
  const cases = coveringArray(coverageModels[dialect], source).map((assignment) => drawCase(dialect, assignment, source));
  planned.set(dialect, cases);
  return cases;
}

/** Few random values can look like another family's, so data are drawn until they are what the assignment says. */
function drawCase(dialect: Dialect, assignment: Assignment, source: ReturnType<typeof randomSource>): CoveringCase {
  const lane = assignment['lane'] ?? '';
  const make = dialect === 'torch' ? torchCase : mindsporeCase;
  for (let draw = 0; draw < mostDraws; draw += 1) {
    const scenario = make(assignment, source);
    const { data } = classifyCase(scenario, lane);
    if (data === assignment['data']) return { assignment, scenario, lane };
  }
  throw new RangeError(
    `Expected data of class ${assignment['data']} within ${mostDraws} draws for ${JSON.stringify(assignment)}.`,
  );
}
