import { createHash } from 'node:crypto';
import { answerScenario } from '../oracle/answer-scenario.ts';
import type { Scenario } from '../oracle/scenario.ts';
import { elementCount } from '../oracle/tensor.ts';
import { caseId, parseCaseId } from './case-id.ts';
import type { Lane, PlannedCase } from './plan-recording.ts';

/** What a case was that another version is to be asked again. */
export interface RecordedCase {
  readonly id: string;
  readonly lane: Lane;
  /** Picked by hand, not drawn. */
  readonly picked: boolean;
  readonly scenario: Scenario;
}

// A few large batches would fill a small set.
const mostInputs = 1024;

/**
 * A smaller set for another version: `count` of the recorded cases, half of them hand-picked ones where there are as many. Both halves are drawn in turn
 * from each kind: an error that is expected, or else a combination of lane, first row and dtypes. The same seed draws the same cases, and
 * most of them again where some were added.
 */
export function planSmallerSet(
  recorded: readonly RecordedCase[],
  version: string,
  count: number,
  seed: number,
): readonly PlannedCase[] {
  const small = recorded.filter(({ scenario }) => inputsIn(scenario) <= mostInputs);
  const [picked, others] = [true, false].map((isPicked) =>
    takeInTurn(
      small.filter((one) => one.picked === isPicked),
      seed,
    ),
  );
  const half = Math.max(Math.ceil(count / 2), count - (others?.length ?? 0));
  return [...(picked ?? []).slice(0, half), ...(others ?? [])]
    .slice(0, count)
    .map(({ lane, scenario }) => ({ id: caseId(scenario, lane, version), lane, set: 'general', scenario }));
}

/** One case of each kind, then another of each, and so on; within a kind in an order that the seed decides. */
function takeInTurn(cases: readonly RecordedCase[], seed: number): readonly RecordedCase[] {
  const places = new Map(cases.map(({ id }) => [id, createHash('sha256').update(`${seed} ${id}`).digest('hex')]));
  const byPlace = (a: RecordedCase, b: RecordedCase): number => ((places.get(a.id) ?? '') < (places.get(b.id) ?? '') ? -1 : 1);
  const kinds = [...Map.groupBy(cases.toSorted(byPlace), kindOf)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const longest = Math.max(0, ...kinds.map(([, own]) => own.length));
  return Array.from({ length: longest }, (_, turn) => kinds.flatMap(([, own]) => own[turn] ?? [])).flat();
}

function kindOf({ id, lane, scenario }: RecordedCase): string {
  const error = expectedError(scenario);
  if (error !== null) return `error ${error}`;
  const parsed = parseCaseId(id);
  return [lane, parsed?.rows[0], parsed?.dtype, parsed?.parameterDtype].join(' ');
}

/** What the reference calls the first error that it expects; null where it expects none. */
function expectedError(scenario: Scenario): string | null {
  const { construction, steps } = answerScenario(scenario);
  const errors = [...construction, ...steps.flatMap(({ ranks }) => ranks.map(({ error }) => error))];
  const first = errors.find((error) => error !== null);
  return first == null ? null : (first.key ?? first.type);
}

function inputsIn(scenario: Scenario): number {
  return scenario.steps.flatMap(({ ranks }) => ranks).reduce((sum, { x }) => sum + elementCount(x.shape), 0);
}
