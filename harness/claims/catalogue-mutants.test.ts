import { beforeAll, describe, expect, it } from 'vitest';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { openGoldens } from '../../goldens/open-goldens.ts';
import { committedGoldens } from '../../goldens/testing/golden-folder.ts';
import { isInitializer } from '../../oracle/python-value.ts';
import type { ClaimVerdict } from '../../reports/model.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import { claims } from './catalogue.ts';
import type { Claim, Examination, Hypothesis, Testimony } from './claim.ts';
import { emptyTally, hearCase } from './claim-tally.ts';
import { decideClaim } from './decide-claim.ts';
import type { SeenCase } from './seen-case.ts';
import { showCase } from './seen-case.ts';
import { testify } from './testify.ts';

/** A golden case as claims see it, and what makes another trace of it. */
interface Witness {
  readonly seen: SeenCase;
  /** The same case with the trace that a hypothesis expects; null where it expects none. */
  readonly answeredBy: (hypothesis: Hypothesis) => SeenCase | null;
}

// As many as make a verdict, so that the test stays quick.
const most = 25;
const valuesAtMost = 64;

let witnesses: readonly Witness[];
beforeAll(async () => {
  const goldens = await openGoldens(committedGoldens, null);
  witnesses = goldens.cases.filter(({ file }) => file.method !== 'global-batch').flatMap(witnessOf);
});

function witnessOf(golden: GoldenCase): readonly Witness[] {
  const { scenario, trace } = golden.decode();
  const values = scenario.steps.reduce((sum, { ranks }) => ranks.reduce((inner, { x }) => inner + x.data.length, sum), 0);
  if (values > valuesAtMost) return [];
  const answeredBy = (hypothesis: Hypothesis): SeenCase | null => {
    try {
      return showCase(scenario, roundTrace(hypothesis(scenario)));
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  return [{ seen: showCase(scenario, trace), answeredBy }];
}

/** The cases that say something of a claim, with the examination that hears them. */
function speakers(claim: Claim, said: Testimony): readonly (readonly [Witness, Examination])[] {
  const heard: (readonly [Witness, Examination])[] = [];
  for (const witness of witnesses) {
    const hearing = claim.examinations.find((one) => testify({ ...claim, examinations: [one] }, witness.seen) === said);
    if (hearing !== undefined && testify(claim, witness.seen) === said) heard.push([witness, hearing]);
    if (heard.length === most) break;
  }
  return heard;
}

/** Whether an initialiser of the case is random. */
function drawsParameters({ scenario }: SeenCase): boolean {
  return Object.values(scenario.arguments).some((value) => value === 'normal' || value === 'uniform' || isInitializer(value));
}

/** What a claim is found where these are the cases; one that is cut off, by what is left of it. */
function verdictOn(claim: Claim, cases: readonly SeenCase[]): ClaimVerdict {
  const whole = { ...claim };
  delete whole.cutOff;
  const tally = cases.reduce((sum, seen, index) => hearCase(whole, sum, `case ${index}`, seen), emptyTally);
  return decideClaim(whole, tally).verdict;
}

const examined = claims.filter(({ examinations }) => examinations.length > 0);
const found = (claim: Claim, cases: readonly (readonly [Witness, Examination])[]): ClaimVerdict =>
  verdictOn(
    claim,
    cases.map(([{ seen }]) => seen),
  );
const answers = (cases: readonly (readonly [Witness, Examination])[], name: 'holds' | 'fails'): readonly SeenCase[] =>
  cases.flatMap(([{ answeredBy }, examination]) => answeredBy(examination[name]) ?? []);

describe.each(examined.map((claim) => [claim.id, claim] as const))('%s', (_, claim) => {
  it('is found otherwise where the traces that speak for it are those of the opposite', () => {
    const supporting = speakers(claim, 'supports');
    const contradicting = speakers(claim, 'contradicts');
    expect(supporting.length + contradicting.length).toBeGreaterThan(0);
    expect(found(claim, supporting)).toBe(supporting.length > 0 ? 'confirmed' : 'undecided');
    expect(verdictOn(claim, answers(supporting, 'fails'))).toBe(supporting.length > 0 ? 'refuted' : 'undecided');
    expect(found(claim, contradicting)).toBe(contradicting.length > 0 ? 'refuted' : 'undecided');
    // A difference that is none has no trace to speak for it.
    const turnable = contradicting.filter(([, { contradiction }]) => contradiction === 'not-holding');
    expect(verdictOn(claim, answers(turnable, 'holds'))).not.toBe('refuted');
  });

  it('is found the same where traces are exactly what it says', () => {
    // What is drawn at random has no number that a twin could have.
    const determined = speakers(claim, 'supports').filter(([{ seen }]) => !drawsParameters(seen));
    const twins = answers(determined, 'holds').map((seen) => testify(claim, seen));
    expect(twins.filter((said) => said !== 'supports')).toEqual([]);
  });
});
