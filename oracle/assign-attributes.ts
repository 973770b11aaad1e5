import type { Assignment, Scenario } from './scenario.ts';

/** Attributes that have the name of the constructor argument they come from. */
export type ArgumentAttribute = 'momentum' | 'eps' | 'use_batch_statistics';

/**
 * The scenario as a module stands after `assign`: attributes that its forward pass reads at each call count as if the constructor had
 * been given them; the others have no effect once it is built.
 */
export function assignAttributes(scenario: Scenario, assign: Assignment, readAtCall: readonly ArgumentAttribute[]): Scenario {
  const { momentum, eps, useBatchStatistics } = assign;
  const assigned = { momentum, eps, use_batch_statistics: useBatchStatistics };
  const effective = readAtCall.flatMap((name) => {
    const value = assigned[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  if (effective.length === 0) return scenario;
  return { ...scenario, arguments: { ...scenario.arguments, ...Object.fromEntries(effective) } };
}
