import { beforeEach, describe, expect, it } from 'vitest';
import type { ChosenSets } from './golden-sets.ts';
import { mainSets, versionInIds, versionsOf } from './golden-sets.ts';
import { openGoldens } from './open-goldens.ts';
import { writeGoldens } from './testing/golden-folder.ts';
import { inVersion } from './testing/other-version.ts';
import { smallGolden } from './testing/small-golden.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  const torch = await smallGolden('torch-2.13.0/collective-gloo.arrow', 3);
  const mindspore = await smallGolden('mindspore-2.10.0/processes.arrow', 2);
  const older = inVersion(torch.rows.slice(0, 2), torch.entry, '2.7.1');
  await writeGoldens(folder, [torch.file, mindspore.file, older]);
});

const idsOf = async (chosen?: ChosenSets, dialect: 'torch' | null = null): Promise<readonly string[]> =>
  (await openGoldens(folder, dialect, chosen)).cases.map(({ id }) => id);

describe('the golden sets of a folder', () => {
  it('are all named, whichever are opened', async () => {
    for (const chosen of ['main', 'all', ['torch-2.7.1']] as const) {
      const { sets } = await openGoldens(folder, null, chosen);
      expect(sets.toSorted()).toEqual(['mindspore-2.10.0', 'torch-2.13.0', 'torch-2.7.1']);
    }
  });

  it('are those of the main versions where none is chosen', async () => {
    const ids = await idsOf();
    expect(ids).toHaveLength(5);
    expect(ids.some((id) => id.includes(':2.7.1'))).toBe(false);
    expect(await idsOf('main')).toEqual(ids);
  });

  it('are those that are named, of the dialect that is asked for', async () => {
    expect(await idsOf('all')).toHaveLength(7);
    expect(await idsOf('all', 'torch')).toHaveLength(5);
    expect(await idsOf(['torch-2.7.1'])).toHaveLength(2);
    expect(await idsOf(['torch-2.7.1', 'mindspore-2.10.0'])).toHaveLength(4);
    expect(await idsOf(['mindspore-2.10.0'], 'torch')).toEqual([]);
  });

  it('are listed where one that is named is not there', async () => {
    await expect(openGoldens(folder, null, ['torch-2.7.1', 'torch-1.0'])).rejects.toMatchObject({
      code: 'unknown-set',
      message: expect.stringMatching(
        /got torch-1\.0\. Name one of mindspore-2\.10\.0, torch-2\.13\.0, torch-2\.7\.1, or all\.$/u,
      ),
    });
  });
});

describe('the main versions', () => {
  it('are the first of each framework, and stand in no id', () => {
    expect(mainSets).toEqual(['torch-2.13.0', 'mindspore-2.10.0']);
    for (const dialect of ['torch', 'mindspore'] as const) {
      const [main = '', ...others] = versionsOf(dialect);
      expect(versionInIds(dialect, main)).toBeNull();
      expect(others.length).toBeGreaterThan(0);
      for (const version of others) expect(versionInIds(dialect, version)).toBe(version);
    }
  });
});
