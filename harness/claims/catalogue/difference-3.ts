import type { Claim } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import { all, updatingRows, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { defect } from '../hypotheses.ts';
import { lookAt } from '../look.ts';

/** The sentences of Difference 3, on momentum. */
export const difference3Claims: readonly Claim[] = claimsOf('Difference 3', [
  {
    id: 'difference-3/1',
    place: 'sentence 1',
    text: 'momentum weighs the old statistic in MindSpore and the new one in torch.',
    examinations: (['torch', 'mindspore'] as const).map((dialect) =>
      examine(dialect, {
        concerns: all(visits(...updatingRows), ({ scenario }) => scenario.arguments['momentum'] !== null),
        look: lookAt(['runningMean', 'runningVar']),
        fails: defect('momentum-reversed'),
      }),
    ),
  },
  {
    id: 'difference-3/2',
    place: 'sentence 2',
    text: 'The two are related by ...',
    cutOff: 'that there is a relation, whose formula is lost',
    examinations: [],
    untestable: 'Row 3 of the parameters names the relation, and is tested.',
  },
]);
