import type { PythonValue } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import type { RaisedError } from '../trace.ts';
import type { ForwardCall } from './module-state.ts';

type ArgumentReader = (scenario: Scenario, name: string) => PythonValue;

/** The constructor's error on each rank. */
export function constructorErrors(
  scenario: Scenario,
  argument: ArgumentReader,
  known: readonly string[],
): readonly (RaisedError | null)[] {
  void argument;
  void known;
  return Array.from({ length: scenario.world.size }, () => null);
}

/** The error of the call, or null. */
export function callError(scenario: Scenario, call: ForwardCall, argument: ArgumentReader): RaisedError | null {
  void scenario;
  void call;
  void argument;
  return null;
}
