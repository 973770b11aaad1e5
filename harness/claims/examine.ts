import type { Dialect } from '../../oracle/scenario.ts';
import type { Examination } from './claim.ts';
import { reference } from './hypotheses.ts';

type Asked = Pick<Examination, 'concerns' | 'look' | 'fails'> & { readonly holds?: Examination['holds'] };

/** Holds the cases of a dialect against what the claim says, by default what the reference does, and against what it would be otherwise. */
export function examine(dialect: Dialect, { concerns, look, holds = reference, fails }: Asked): Examination {
  return { dialect, concerns, look, holds, fails, contradiction: 'not-holding' };
}

/** For a claim that a dialect differs from what `fails` does: a trace that is inside both contradicts it. */
export function examineDifference(dialect: Dialect, asked: Omit<Asked, 'holds'>): Examination {
  return { ...examine(dialect, asked), contradiction: 'as-failing' };
}
