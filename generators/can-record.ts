import { answerScenario } from '../oracle/answer-scenario.ts';
import { numberIn } from '../oracle/python-value.ts';
import type { Scenario } from '../oracle/scenario.ts';
import { sharingSets } from '../oracle/sharing.ts';
import { elementCount } from '../oracle/tensor.ts';
import type { Lane } from './plan-recording.ts';

/**
 * Whether a lane can run a scenario. Ranks that raise while others of their group wait in a collective would hang, so of each group all
 * raise or none does; torch's module on a concatenated batch refuses what ranks that synchronise take: no value or one value in all, an
 * epsilon that is not positive.
 */
export function canRecord(scenario: Scenario, lane: Lane): boolean {
  if (lane === 'module') return true;
  const { construction, steps } = answerScenario(scenario);
  const last = steps.at(-1)?.ranks.map(({ error }) => error) ?? [];
  const raised = (construction.some((error) => error !== null) ? construction : last).map((error) => error !== null);
  const sets = sharingSets(scenario.world);
  const agrees = sets.every((set) => new Set(set.map((rank) => raised[rank])).size === 1);
  // Constructors do not wait for each other.
  if (!agrees && steps.length > 0) return false;
  if (lane !== 'global-batch' || scenario.dialect === 'mindspore') return true;
  const eps = scenario.arguments['eps'];
  const refusesEpsilon = eps !== undefined && !((numberIn(eps) ?? 0) > 0);
  return sets.every((set) => set.length === 1 || (!refusesEpsilon && valuesPerChannel(scenario, set) > 1));
}

function valuesPerChannel(scenario: Scenario, ranks: readonly number[]): number {
  return ranks
    .map((rank) => scenario.steps[0]?.ranks[rank]?.x.shape ?? [])
    .reduce((sum, shape) => sum + elementCount(shape.filter((_, axis) => axis !== 1)), 0);
}
