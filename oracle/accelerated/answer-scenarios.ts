import type { Grade } from '../accept/grade.ts';
import type { NormalisedSet, SetAnswer } from '../answer-set.ts';
import { answerSet } from '../answer-set.ts';
import type { ScenarioWalk } from '../answer-scenario.ts';
import { walkScenario } from '../answer-scenario.ts';
import { oracleParts } from '../parts.ts';
import type { Scenario } from '../scenario.ts';
import { elementCount } from '../tensor.ts';
import type { ExpectedTrace } from '../trace.ts';
import type { Adapter } from './answer-sets.ts';
import { answerSets } from './answer-sets.ts';
import type { Refusal } from './screenable.ts';
import { refusalOf } from './screenable.ts';

/** An accelerated answer: its tensors say what they may be off by. Or why there is none. */
export type ScreenedAnswer = { readonly answer: ExpectedTrace } | { readonly refusal: Refusal };

/** A scenario on its way, with the sets that it waits for. */
interface Walking {
  readonly place: number;
  readonly walk: ScenarioWalk;
  readonly asked: readonly NormalisedSet[];
}

/**
 * Answers many scenarios side by side, so that a launch has work: the sets that all of them wait for are answered together, step by
 * step. Rejects with an `AdapterError` where the adapter fails.
 */
export async function answerScenarios(
  adapter: Adapter,
  scenarios: readonly Scenario[],
  grade: Grade,
): Promise<readonly ScreenedAnswer[]> {
  const answers: ScreenedAnswer[] = scenarios.map(() => ({ refusal: 'no answer' }));
  const advance = (place: number, walk: ScenarioWalk, told: readonly SetAnswer[]): Walking | null => {
    const outcome = goOn(walk, told, adapter.runner.mostElements);
    if ('asked' in outcome) return { place, walk, asked: outcome.asked };
    answers[place] = outcome;
    return null;
  };
  const start = (scenario: Scenario, place: number): Walking | null =>
    advance(place, walkScenario(oracleParts, scenario, grade), []);
  let walking = scenarios.map(start).filter((one) => one !== null);
  while (walking.length > 0) {
    const told = await answerAll(
      adapter,
      walking.flatMap(({ asked }) => asked),
    );
    let from = 0;
    walking = walking
      .map(({ place, walk, asked }) => {
        const own = told.slice(from, from + asked.length);
        from += asked.length;
        return advance(place, walk, own);
      })
      .filter((one) => one !== null);
  }
  return answers;
}

type Outcome = ScreenedAnswer | { readonly asked: readonly NormalisedSet[] };

/** Walks on to the next sets, or to the end; sets that a screen cannot answer end the walk. */
function goOn(walk: ScenarioWalk, told: readonly SetAnswer[], mostElements: number): Outcome {
  try {
    const { done, value } = walk.next(told);
    if (done === true) return { answer: value };
    const refusal = value.map((set) => (isLoneAndEmpty(set) ? null : refusalOf(set, mostElements))).find((one) => one !== null);
    return refusal === undefined ? { asked: value } : { refusal };
  } catch (error) {
    // The exact core says the same, and what.
    if (error instanceof RangeError) return { refusal: 'no answer' };
    throw error;
  }
}

/** An empty batch of a rank alone has an answer without arithmetic. */
function isLoneAndEmpty({ inputs }: NormalisedSet): boolean {
  return inputs.length === 1 && elementCount(inputs[0]?.x.shape ?? []) === 0;
}

async function answerAll(adapter: Adapter, sets: readonly NormalisedSet[]): Promise<readonly SetAnswer[]> {
  const asked = sets.filter((set) => !isLoneAndEmpty(set));
  const answers = (await answerSets(adapter, asked)).values();
  return sets.map((set) => (isLoneAndEmpty(set) ? answerSet(set, oracleParts.channel) : next(answers)));
}

function next(answers: IterableIterator<SetAnswer>): SetAnswer {
  const { done, value } = answers.next();
  if (done === true) throw new RangeError('Expected an answer for every set, got fewer.');
  return value;
}
