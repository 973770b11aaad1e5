import { createHash } from 'node:crypto';
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
 * A smaller set for another version: `count` of the recorded cases, the hand-picked ones first, then others drawn in turn from each
 * combination of lane, first row and dtypes. The same seed draws the same cases, and most of them again where some were added.
 */
export function planSmallerSet(
  recorded: readonly RecordedCase[],
  version: string,
  count: number,
  seed: number,
): readonly PlannedCase[] {
  const small = recorded.filter(({ scenario }) => inputsIn(scenario) <= mostInputs);
  const drawn = takeInTurn(
    small.filter(({ picked }) => !picked),
    seed,
  );
  return [...small.filter(({ picked }) => picked), ...drawn]
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

function kindOf({ id, lane }: RecordedCase): string {
  const parsed = parseCaseId(id);
  return [lane, parsed?.rows[0], parsed?.dtype, parsed?.parameterDtype].join(' ');
}

function inputsIn(scenario: Scenario): number {
  return scenario.steps.flatMap(({ ranks }) => ranks).reduce((sum, { x }) => sum + elementCount(x.shape), 0);
}
