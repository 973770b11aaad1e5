import { answerScenario, rowsVisited } from '../../../oracle/answer-scenario.ts';
import type { ErrorKey } from '../../../oracle/errors/catalogue.ts';
import type { Scenario } from '../../../oracle/scenario.ts';
import type { RaisedError } from '../../../oracle/trace.ts';

/** An error of the catalogue where a scenario meets it: in the constructor, or in a pass that a row of the state table governs. */
export interface ErrorMet {
  readonly key: ErrorKey;
  readonly stage: 'constructor' | 'forward' | 'backward';
  /** Null in the constructor. */
  readonly row: string | null;
}

/** The errors that the reference predicts for a scenario, one a rank. */
export function errorsMet(scenario: Scenario): readonly ErrorMet[] {
  const { construction, steps } = answerScenario(scenario);
  const rows = rowsVisited(scenario);
  const met = (error: RaisedError | null, stage: ErrorMet['stage'], row: string | null): readonly ErrorMet[] =>
    error?.key === undefined ? [] : [{ key: error.key, stage, row }];
  return [
    ...construction.flatMap((error) => met(error, 'constructor', null)),
    ...steps.flatMap(({ ranks }, index) =>
      ranks.flatMap(({ error }) => (error === null ? [] : met(error, error.stage, rows[index] ?? null))),
    ),
  ];
}
