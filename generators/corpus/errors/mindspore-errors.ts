import type { Scenario } from '../../../oracle/scenario.ts';
import { simpleScenario } from '../simple-scenario.ts';
import { mindsporeCallErrors } from './mindspore-call.ts';
import { mindsporeConstructorErrors } from './mindspore-constructor.ts';
import { mindsporeInitialiserErrors } from './mindspore-initialisers.ts';
import { mindsporeWorldErrors } from './mindspore-worlds.ts';

/** Every invalid argument and input of MindSpore in a world of one, and what looks invalid and is taken. */
export function mindsporeErrorCorpus(): readonly Scenario[] {
  const picked = [mindsporeConstructorErrors, mindsporeInitialiserErrors, mindsporeCallErrors].flat();
  return picked.map((scenario) => simpleScenario('mindspore', scenario));
}

/** The same in worlds of several real processes, where nothing synchronises. */
export function mindsporeWorldErrorCorpus(): readonly Scenario[] {
  return mindsporeWorldErrors.map((scenario) => simpleScenario('mindspore', scenario));
}
