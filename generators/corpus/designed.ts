import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { gradingLadder } from './grading-ladder.ts';
import { tellingCases, tellingWorlds } from './telling-cases.ts';

/** The scenarios of a dialect that are recorded in `lane` because of what they tell apart: grades, and known defects. */
export function designedScenarios(dialect: Dialect, lane: string): readonly Scenario[] {
  switch (lane) {
    case 'module':
      return [...gradingLadder(dialect, 1), ...tellingCases(dialect)];
    case 'global-batch':
      // A concatenated batch of half inputs is not what ranks that synchronise compute.
      return [...gradingLadder(dialect, 4), ...(dialect === 'torch' ? [] : tellingWorlds(dialect))];
    case 'collective-threads':
      return [...gradingLadder(dialect, 4), ...tellingWorlds(dialect)];
    default:
      return [];
  }
}
