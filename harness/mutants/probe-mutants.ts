import type { Grade } from '../../oracle/accept/grade.ts';
import type { FuzzCases } from './fuzz-kills.ts';
import { firstFuzzKill } from './fuzz-kills.ts';
import type { Mutant } from './mutant.ts';
import { mindsporeSuite } from './suites/mindspore-suite.ts';
import type { SuiteVerdict } from './suites/suite.ts';
import { runSuite } from './suites/suite.ts';
import { torchSuite } from './suites/torch-suite.ts';

/** What says something of a mutant without goldens. */
export interface ProbeVerdict {
  /** How many random cases it takes to kill it; null where there are too few, or none. */
  readonly fuzzKill: number | null;
  readonly suites: { readonly torch: SuiteVerdict; readonly mindspore: SuiteVerdict };
}

/** Puts a mutant to random cases and to the frameworks' own suites. */
export function probeMutant(mutant: Mutant, cases: FuzzCases, grade: Grade): ProbeVerdict {
  return {
    fuzzKill: firstFuzzKill(mutant, cases, grade),
    suites: { torch: runSuite(torchSuite, mutant), mindspore: runSuite(mindsporeSuite, mutant) },
  };
}
