import type { Grade } from '../../oracle/accept/grade.ts';
import type { ChannelParts } from '../../oracle/channel-parts.ts';
import { answerWith } from '../../oracle/answer-scenario.ts';
import type { NormalisedSet, SetAnswer } from '../../oracle/answer-set.ts';
import { answerSet } from '../../oracle/answer-set.ts';
import type { DialectRules } from '../../oracle/dialects/module-state.ts';
import type { OracleParts } from '../../oracle/parts.ts';
import { oracleParts } from '../../oracle/parts.ts';
import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { ExpectedTrace } from '../../oracle/trace.ts';

/** An implementation with one thing wrong. */
export interface Mutant {
  /** Short and stable, in kebab case. */
  readonly id: string;
  /** The defect in a phrase that completes "consistent with: ...". */
  readonly defect: string;
  /** Where it really happened: "D02 Paddle#32464"; empty for a synthetic one. */
  readonly references: readonly string[];
  /** The dialects in which it can happen. */
  readonly dialects: readonly Dialect[];
  /** What it answers, with the bounds of correct code for the wrong formula. */
  readonly answer: (scenario: Scenario, grade: Grade) => ExpectedTrace;
}

/** What a mutant says of itself; without dialects it can happen in all. */
export type Description = Pick<Mutant, 'id' | 'defect'> & {
  readonly references?: readonly string[];
  readonly dialects?: readonly Dialect[];
};

/** A mutant whose answers come from `answer`. */
export function mutantOf(description: Description, answer: Mutant['answer']): Mutant {
  const { id, defect, references = [], dialects: own = dialects } = description;
  return { id, defect, references, dialects: own, answer };
}

/** The reference with parts replaced. */
export function withParts(description: Description, replaced: Partial<OracleParts>): Mutant {
  const parts = { ...oracleParts, ...replaced };
  return mutantOf(description, (scenario, grade) => answerWith(parts, scenario, grade));
}

/** The reference with parts of its channel arithmetic replaced. */
export function withChannel(description: Description, replaced: Partial<ChannelParts>): Mutant {
  return withParts(description, { channel: { ...oracleParts.channel, ...replaced } });
}

/** The reference with another answer to each set of ranks; it may depend on the scenario. */
export function withSet(
  description: Description,
  answer: (set: NormalisedSet, channel: ChannelParts, scenario: Scenario) => SetAnswer,
): Mutant {
  return mutantOf(description, (scenario, grade) =>
    answerWith({ ...oracleParts, answerSet: (set, channel) => answer(set, channel, scenario) }, scenario, grade),
  );
}

/** The reference with parts of its channel arithmetic replaced, depending on the set that is answered. */
export function withChannelOf(
  description: Description,
  replaced: (set: NormalisedSet, scenario: Scenario) => Partial<ChannelParts>,
): Mutant {
  return withSet(description, (set, channel, scenario) => answerSet(set, { ...channel, ...replaced(set, scenario) }));
}

/** The reference with rules replaced in every dialect of the mutant; `change` gets the right ones. */
export function withRules(
  description: Description,
  change: (right: DialectRules, dialect: Dialect) => Partial<DialectRules>,
): Mutant {
  const { torch, mindspore } = oracleParts.rules;
  return withParts(description, {
    rules: { torch: { ...torch, ...change(torch, 'torch') }, mindspore: { ...mindspore, ...change(mindspore, 'mindspore') } },
  });
}

/** The reference's answer to a changed scenario. */
export function withScenario(description: Description, change: (scenario: Scenario) => Scenario): Mutant {
  return mutantOf(description, (scenario, grade) => answerWith(oracleParts, change(scenario), grade));
}

/** The reference's answer, changed afterwards; nothing of the change carries over to the next step. */
export function withTrace(description: Description, change: (trace: ExpectedTrace, scenario: Scenario) => ExpectedTrace): Mutant {
  return mutantOf(description, (scenario, grade) => change(answerWith(oracleParts, scenario, grade), scenario));
}
