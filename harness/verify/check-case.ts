import { caseId, parseCaseId } from '../../generators/case-id.ts';
import { GoldenError, messageOf } from '../../goldens/format/golden-error.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { versionInIds } from '../../goldens/golden-sets.ts';
import type { GoldenProblem } from '../../reports/model.ts';

/** Whether a case reads, and its id is the one of its scenario in this lane; at most one problem. */
export function checkCase(golden: GoldenCase, lane: string): readonly GoldenProblem[] {
  const complain = (problem: string): readonly GoldenProblem[] => [{ path: golden.file.path, case: golden.id, problem }];
  if (parseCaseId(golden.id) === undefined) {
    return complain(
      `Expected an id such as torch/train+track/world1/f32/..., got ${JSON.stringify(golden.id)}. Record it again.`,
    );
  }
  try {
    const own = caseId(golden.decode().scenario, lane, versionInIds(golden.file.framework, golden.file.version));
    if (own === golden.id) return [];
    return complain(`Expected a scenario with this id, got ${own}. Restore the file, or record it again.`);
  } catch (error) {
    if (error instanceof GoldenError) return complain(error.problem.replace(`case ${golden.id}: `, ''));
    return complain(`Expected a scenario that can be asked, got: ${messageOf(error)} Record it again.`);
  }
}
