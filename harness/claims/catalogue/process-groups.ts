import type { Claim } from '../claim.ts';
import { claimsOf } from '../claims-of.ts';
import type { Concern } from '../concerns.ts';
import { all, not, visits } from '../concerns.ts';
import { examine } from '../examine.ts';
import { asked, defect } from '../hypotheses.ts';
import { lookAt } from '../look.ts';
import { hasOrdinaryInputs, isOrdinaryBut, namedGroups } from '../ordinary.ts';
import { translateDialect } from '../translate-dialect.ts';

/** torch's groups, given to MindSpore as its argument. */
const portedGroups = asked((scenario) => {
  const ported = translateDialect(scenario);
  if (ported.dialect === 'torch') return ported;
  const groups = (scenario.world.groups ?? []).map((group) => [...group]);
  return { ...ported, arguments: { ...ported.arguments, process_groups: groups } };
});

/** Some ranks share, and the last list has fewer than two: MindSpore takes its length for that of all. */
export const isLastListShort: Concern = ({ scenario }) => {
  const groups = namedGroups(scenario) ?? [];
  return groups.some((group) => group.length > 1) && (groups.at(-1)?.length ?? 0) < 2;
};

/** What use_batch_statistics=True does to the rows is another row's business. */
const isOfBoth: Concern = not(visits('train+notrack', 'eval+notrack', 'batch'));

/** The row of the table of parameters about groups. */
export const processGroupClaims: readonly Claim[] = claimsOf('Parameters', [
  {
    id: 'parameters/process_groups',
    place: 'row 10',
    text: 'process_group and process_groups name the ranks that share statistics, alike in both.',
    condition: {
      words: 'unless some ranks share and the last list holds fewer than two',
      otherwise: 'MindSpore raises',
      includes: not(isLastListShort),
    },
    examinations: (['torch', 'mindspore'] as const).map((dialect) =>
      examine(dialect, {
        concerns: all(
          ({ scenario }) => scenario.world.size > 1 && namedGroups(scenario) !== null,
          isOfBoth,
          isOrdinaryBut('process_groups'),
          hasOrdinaryInputs,
        ),
        look: lookAt(['y']),
        holds: portedGroups,
        fails: defect('groups-ignored'),
      }),
    ),
  },
]);
