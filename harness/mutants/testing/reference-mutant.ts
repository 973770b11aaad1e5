import { answerScenario } from '../../../oracle/answer-scenario.ts';
import type { Mutant } from '../mutant.ts';
import { mutantOf } from '../mutant.ts';

/** The twin of every mutant: nothing is wrong with it. */
export const referenceMutant: Mutant = mutantOf({ id: 'reference', defect: 'nothing at all' }, answerScenario);
