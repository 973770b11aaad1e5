import type { Grade } from '../../oracle/accept/grade.ts';
import { defaultGoldens } from './default-goldens.ts';
import { shellQuote } from './shell-quote.ts';

/** The grade that is required unless another is: the frameworks' own answers need no more. */
export const defaultGrade: Grade = 'A';

/** The command that judges one case alone. */
export function replayCommand(id: string, goldens: string, grade: Grade = defaultGrade): string {
  const where = goldens === defaultGoldens ? '' : ` --goldens ${shellQuote(goldens)}`;
  const demanded = grade === defaultGrade ? '' : ` --grade ${grade}`;
  return `npx syncbn-oracle gate --filter ${shellQuote(id)}${where}${demanded}`;
}
