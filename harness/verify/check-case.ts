import { parseCaseId } from '../../generators/case-id.ts';
import { GoldenError, messageOf } from '../../goldens/format/golden-error.ts';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { goldenId } from '../../goldens/golden-sets.ts';
import type { GoldenProblem } from '../../reports/model.ts';

/** Whether a case reads, and its id is the one of its scenario where it was recorded; at most one problem. */
export function checkCase(
  golden: GoldenCase,
  origin: Pick<ManifestFile, 'framework' | 'version' | 'lane'>,
): readonly GoldenProblem[] {
  const complain = (problem: string): readonly GoldenProblem[] => [{ path: golden.file.path, case: golden.id, problem }];
  if (parseCaseId(golden.id) === undefined) {
    return complain(
      `Expected an id such as torch/train+track/world1/f32/..., got ${JSON.stringify(golden.id)}. Record it again.`,
    );
  }
  try {
    const own = goldenId(golden.decode().scenario, origin);
    if (own === golden.id) return [];
    return complain(`Expected a scenario with this id, got ${own}. Restore the file, or record it again.`);
  } catch (error) {
    if (error instanceof GoldenError) return complain(error.problem.replace(`case ${golden.id}: `, ''));
    return complain(`Expected a scenario that can be asked, got: ${messageOf(error)} Record it again.`);
  }
}
