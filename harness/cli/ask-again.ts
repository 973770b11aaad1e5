import type { Provenance } from '../../goldens/format/provenance.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { mainVersion, versionsOf } from '../../goldens/golden-sets.ts';
import { frameworkOf } from '../../goldens/recorders/framework.ts';
import type { RecordedAgain } from '../../goldens/recorders/record-again.ts';
import { recordAgain } from '../../goldens/recorders/record-again.ts';
import type { RecordingEvents, RecordingPlace } from '../../goldens/recorders/record-cases.ts';
import type { FrameworkCases } from '../verify/group-by-framework.ts';
import { asPlanned } from '../verify/group-by-framework.ts';
import type { Answered, ReproducedCase } from '../verify/reproduce-case.ts';
import { reproduceCase } from '../verify/reproduce-case.ts';
import type { AskedAgain } from '../verify/report-verify.ts';

/** How recording again is done, and by whose command one case of it is replayed. */
export interface AskingAgain {
  readonly place: Omit<RecordingPlace, 'work' | 'versions'>;
  readonly events: Pick<RecordingEvents, 'onNote' | 'onStart' | 'onCase'>;
  readonly replayOf: (id: string) => string;
}

/** Records the goldens of one framework again with what is installed, and compares. Cases that an interruption left out are left out. */
export async function askAgain(
  { dialect, version, cases }: FrameworkCases,
  { place, events, replayOf }: AskingAgain,
): Promise<AskedAgain> {
  const planned = cases.map((golden) => asPlanned(golden, dialect));
  // A version that nobody has pinned is asked for in the main one.
  const pinned = versionsOf(dialect).includes(version) ? version : mainVersion(dialect);
  const recorded = await recordAgain(frameworkOf(dialect, place.pythonFolder, pinned), planned, place, events);
  const reproduced: ReproducedCase[] = [];
  for (const golden of cases) {
    const answered = answerTo(golden, recorded);
    if (answered !== null) reproduced.push(reproduceCase(golden, answered, replayOf(golden.id)));
  }
  const asked = {
    framework: dialect,
    version,
    recorded: provenancesOf(cases),
    speaker: recorded.speaker,
    cases: cases.length,
    ended: recorded.ended?.message ?? null,
  };
  return { asked, cases: reproduced };
}

/** Null where nobody was asked any more. */
function answerTo({ id }: GoldenCase, { cases, failed, ended }: RecordedAgain): Answered | null {
  const golden = cases.get(id);
  if (golden !== undefined) return { golden };
  const reason = failed.get(id);
  if (reason !== undefined) return { reason: `the recorder could not run it: ${reason}` };
  if (ended?.code === 'stopped') return null;
  return { reason: ended === null ? 'the recorder gave no answer' : `not asked: ${ended.message}` };
}

/** Of each file that the cases are of. */
function provenancesOf(cases: readonly GoldenCase[]): readonly Provenance[] {
  return [...new Set(cases.map(({ file }) => file.provenance))];
}
