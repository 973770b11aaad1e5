import type { Dialect, Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTrace } from '../../oracle/trace.ts';
import type { Look } from './look.ts';
import type { SeenCase } from './seen-case.ts';

/** What an implementation would answer to a scenario, bounds included. A RangeError where it has no answer. */
export type Hypothesis = (scenario: Scenario) => ExpectedTrace;

/** What one golden case says of a claim. */
export type Testimony = 'supports' | 'contradicts' | 'silent';

/** A sentence or a row of the source document in our own words, or a finding that the document leaves out. */
export interface Claim {
  /** Short and stable: `parameters/momentum/conversion`. */
  readonly id: string;
  readonly kind: 'claim' | 'finding';
  /** The part of the document, or the subject of a finding; claims of a part follow one another. */
  readonly part: string;
  /** Where in the part: `row 3, sentence 2`. */
  readonly place: string;
  readonly text: string;
  /** What is left of a text that the document cuts off; absent where it is whole. What is left is what is examined. */
  readonly cutOff?: string;
  /** Where the claim holds, if it does not hold everywhere. */
  readonly condition?: Condition;
  /** What is the case where it is refuted: words that complete "instead ...". */
  readonly instead?: string;
  /** How cases are asked. */
  readonly examinations: readonly Examination[];
  /** Why no recording can decide a claim without examinations. */
  readonly untestable?: string;
}

/** A part of the cases, in words that complete "holds ..." and as a predicate, so that the words are checked. */
export interface Condition {
  readonly words: string;
  /** What is the case where it does not hold. */
  readonly otherwise: string;
  readonly includes: (seen: SeenCase) => boolean;
}

/** Two hypotheses that a recorded trace tells apart: an implementation of which the claim is true, and one of which it is not. */
export interface Examination {
  readonly dialect: Dialect;
  /** Whether the case is about the claim at all. */
  readonly concerns: (seen: SeenCase) => boolean;
  /** The quantities in which the two differ. */
  readonly look: Look;
  readonly holds: Hypothesis;
  readonly fails: Hypothesis;
  /**
   * What contradicts. `not-holding`: any trace that is outside what `holds` expects. `as-failing`: only one inside what `fails` expects,
   * for a claim that two things differ, which a trace that agrees with both refutes.
   */
  readonly contradiction: 'not-holding' | 'as-failing';
}
