import { parseCaseId } from '../../generators/case-id.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { answerScenario, rowsVisited } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTrace } from '../../oracle/trace.ts';
import type { RecordingComparison } from './compare-recordings.ts';
import { compareRecordings } from './compare-recordings.ts';
import type { Method } from './compare-traces.ts';
import { withDrawnState } from './drawn-state.ts';
import { followsError } from './follows-error.ts';
import { methodOf } from './judge-case.ts';

/** A scenario that two golden sets hold, in the same lane. */
export interface SharedCase {
  readonly a: GoldenCase;
  readonly b: GoldenCase;
}

/** What two versions answered to one scenario, held against each other. */
export interface ComparedCase {
  /** Of the second set. */
  readonly id: string;
  readonly dialect: string;
  readonly method: Method;
  readonly rows: readonly string[];
  /** With the row of the state table that governed the step, or `constructor`. */
  readonly comparisons: readonly (RecordingComparison & { readonly row: string })[];
  /** Quantities that differ after an error that only one raised, and so are not among the comparisons. */
  readonly consequences: number;
  readonly seconds: number;
}

/** The scenarios that both sets hold, in the order of the second; each case of the first is taken once. */
export function shareCases(a: readonly GoldenCase[], b: readonly GoldenCase[]): readonly SharedCase[] {
  const first = new Map(a.map((one) => [scenarioKey(one), one]));
  return b.flatMap((other) => {
    const one = first.get(scenarioKey(other));
    return one === undefined ? [] : [{ a: one, b: other }];
  });
}

/** Holds the second answer to a scenario against the first. */
export function compareCase({ a, b }: SharedCase): ComparedCase {
  const started = performance.now();
  const { scenario, trace } = b.decode();
  const method = methodOf(b.file.method);
  const rows = rowsVisited(scenario);
  const before = a.decode().trace;
  const all = compareRecordings(scenario, method, referenceTo(withDrawnState(scenario, before)), before, trace);
  const errorSteps = all.filter(({ difference }) => difference?.kind === 'error').map(({ step }) => step);
  const counted = all.filter((comparison) => !errorSteps.some((step) => followsError(comparison, step)));
  const differing = (some: readonly RecordingComparison[]): number => some.filter(({ difference }) => difference !== null).length;
  return {
    id: b.id,
    dialect: scenario.dialect,
    method,
    rows: [...new Set(rows)],
    comparisons: counted.map((comparison) => ({ ...comparison, row: rows[comparison.step - 1] ?? 'constructor' })),
    consequences: differing(all) - differing(counted),
    seconds: (performance.now() - started) / 1000,
  };
}

/** The scenario's digest and the lane; the version stands in neither. An id of another form is its own key. */
function scenarioKey({ id }: GoldenCase): string {
  const parsed = parseCaseId(id);
  return parsed === undefined ? id : `${parsed.digest}@${parsed.lane}`;
}

/** Without an answer of the reference there is no unit to measure in, but bits still compare. */
function referenceTo(scenario: Scenario): ExpectedTrace | null {
  try {
    return answerScenario(scenario);
  } catch {
    return null;
  }
}
