import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { mindsporeScenario, torchScenario } from '../../generators/index.ts';
import { openGoldens } from '../../goldens/open-goldens.ts';
import { committedGoldens } from '../../goldens/testing/golden-folder.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import { claims } from './catalogue.ts';
import { emptyTally, hearCase } from './claim-tally.ts';
import { openHearing } from './hear-claims.ts';
import { showCase } from './seen-case.ts';

const singles = [
  ['float32', 'float32'],
  ['float64', 'float64'],
] as const;

const dialects: readonly (readonly [string, fc.Arbitrary<Scenario>])[] = [
  ['torch alone', torchScenario({ worldSizes: [1], dtypes: singles, emptyRanks: true })],
  ['torch in groups', torchScenario({ worldSizes: [2, 3, 4], dtypes: singles, emptyRanks: true })],
  ['MindSpore', mindsporeScenario({ worldSizes: [1], unsynchronised: false })],
];

/** Ids of the claims that some case of the committed goldens contradicts, or supports. */
const said = { contradicted: new Set<string>(), supported: new Set<string>() };
beforeAll(async () => {
  const goldens = await openGoldens(committedGoldens, null);
  const hearing = openHearing(claims, 64);
  for (const golden of goldens.cases) hearing.hear(golden);
  hearing.tallies().forEach(({ supporting, contradicting }, index) => {
    const id = claims[index]?.id ?? '';
    if (supporting.cases > 0) said.supported.add(id);
    if (contradicting.cases > 0) said.contradicted.add(id);
  });
});

// A verdict must not hang on which random cases were recorded: the next recording has others.
describe.each(dialects)('a random case of %s that is answered as the reference answers', (_, arbitrary) => {
  it('says nothing of a claim that the goldens do not say, and says it where the condition of the claim puts it', () => {
    fc.assert(
      fc.property(arbitrary, (scenario) => {
        const seen = showCase(scenario, roundTrace(answerScenario(scenario)));
        for (const claim of claims) {
          const tally = hearCase(claim, emptyTally, 'a random case', seen);
          expect({ id: claim.id, misplaced: tally.misplaced.cases }).toEqual({ id: claim.id, misplaced: 0 });
          const isNews =
            (tally.contradicting.cases > 0 && !said.contradicted.has(claim.id)) ||
            (tally.supporting.cases > 0 && !said.supported.has(claim.id));
          expect({ id: claim.id, isNews }).toEqual({ id: claim.id, isNews: false });
        }
      }),
      { numRuns: 100 },
    );
  });
});
