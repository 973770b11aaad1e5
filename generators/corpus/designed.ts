import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { gradingLadder } from './grading-ladder.ts';

/** The scenarios of a dialect that are recorded in `lane` because of what they tell apart. */
export function designedScenarios(dialect: Dialect, lane: string): readonly Scenario[] {
  switch (lane) {
    case 'module':
      return gradingLadder(dialect, 1);
    case 'global-batch':
      return gradingLadder(dialect, 4);
    case 'collective-threads':
      return gradingLadder(dialect, 4);
    default:
      return [];
  }
}
