import type { Scenario } from '../../../oracle/scenario.ts';
import { simpleScenario } from '../simple-scenario.ts';
import { torchCallErrors } from './torch-call.ts';
import { torchConstructorErrors } from './torch-constructor.ts';
import { torchInputErrors } from './torch-inputs.ts';
import { torchListedFeatures } from './torch-listed-features.ts';
import { torchLoneErrors, torchWorldErrors } from './torch-worlds.ts';

/** Every invalid argument and input of torch in a world of one, and what looks invalid and is taken. */
export function torchErrorCorpus(): readonly Scenario[] {
  const picked = [torchConstructorErrors, torchListedFeatures, torchCallErrors, torchInputErrors].flat();
  return picked.map((scenario) => simpleScenario('torch', scenario));
}

/** The same in worlds of several. */
export function torchWorldErrorCorpus(): readonly Scenario[] {
  return [...torchWorldErrors, ...torchLoneErrors].map((scenario) => simpleScenario('torch', scenario));
}
