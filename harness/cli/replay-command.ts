import type { Grade } from '../../oracle/accept/grade.ts';
import { defaultGoldens } from './default-goldens.ts';
import { goldenSetOption } from './parse-golden-sets.ts';
import { shellQuote } from './shell-quote.ts';

/** The grade that is required unless another is: the frameworks' own answers need no more. */
export const defaultGrade: Grade = 'A';

/** What a case was judged with, as far as a replay needs it. */
export interface ReplayOptions {
  readonly goldens: string;
  readonly goldenSet?: readonly string[];
  readonly grade?: Grade;
}

/** The command that judges one case alone. */
export function replayCommand(id: string, { goldens, goldenSet, grade = defaultGrade }: ReplayOptions): string {
  const where = goldens === defaultGoldens ? '' : ` --goldens ${shellQuote(goldens)}`;
  const demanded = grade === defaultGrade ? '' : ` --grade ${grade}`;
  const sets = goldenSet === undefined ? '' : ` ${goldenSetOption(goldenSet)}`;
  return `npx syncbn-oracle gate --filter ${shellQuote(id)}${where}${sets}${demanded}`;
}
