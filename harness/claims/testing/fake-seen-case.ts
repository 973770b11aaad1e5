import { smallScenario } from '../../../oracle/testing/small-scenario.ts';
import type { Claim, Examination, Hypothesis } from '../claim.ts';
import { lookAt } from '../look.ts';
import type { SeenCase } from '../seen-case.ts';

const unasked: Hypothesis = () => {
  throw new Error('Expected nobody to ask.');
};
/** Hypotheses that nobody computes: a fake case knows whether its trace fits them. */
export const holding: Hypothesis = (scenario) => unasked(scenario);
export const failing: Hypothesis = (scenario) => unasked(scenario);

/** A case of torch whose trace is inside what `holding` and `failing` expect, or not, or null where they expect nothing. */
export function fakeSeenCase(holds: boolean | null, fails: boolean | null): SeenCase {
  return {
    scenario: smallScenario('torch', {}),
    rows: ['train+track'],
    sets: [[0]],
    fits: (hypothesis) => (hypothesis === holding ? holds : fails),
  };
}

export function fakeExamination(overrides: Partial<Examination> = {}): Examination {
  const look = lookAt([]);
  return {
    dialect: 'torch',
    concerns: () => true,
    look,
    holds: holding,
    fails: failing,
    contradiction: 'not-holding',
    ...overrides,
  };
}

/** A claim with one fake examination. */
export function fakeClaim(overrides: Partial<Claim> = {}): Claim {
  const stated = { id: 'some/claim', kind: 'claim', part: 'Part', place: 'row 1', text: 'It is so.' } as const;
  return { ...stated, examinations: [fakeExamination()], ...overrides };
}
