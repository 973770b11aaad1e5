import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openGoldens } from '../open-goldens.ts';
import { committedFile, committedGoldens, writeGoldens } from '../testing/golden-folder.ts';
import { existing } from '../testing/golden-rows.ts';
import { refusal } from '../testing/refusal.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { manifestName, readManifest, readVerified } from './manifest.ts';
import { writeManifest } from '../recorders/write-manifest.ts';

const names = ['mindspore-2.10.0/processes.arrow', 'torch-2.13.0/collective-gloo.arrow'];

async function copyOfGoldens(): Promise<string> {
  const folder = await temporaryFolder();
  await writeGoldens(folder, await Promise.all(names.map(committedFile)));
  return folder;
}

describe('a folder of goldens', () => {
  it('opens as committed, every case of it, one dialect at a time too', async () => {
    const { files } = await readManifest(committedGoldens);
    for (const dialect of ['torch', 'mindspore', null] as const) {
      const goldens = await openGoldens(committedGoldens, dialect, 'all');
      const own = files.filter((file) => dialect === null || file.framework === dialect);
      expect(goldens.files).toEqual(own);
      expect(goldens.cases).toHaveLength(own.reduce((sum, file) => sum + file.cases, 0));
    }
  });

  it('opens as a copy, the twin of the broken copies below', async () => {
    expect((await openGoldens(await copyOfGoldens(), null)).files.map((file) => file.path)).toEqual(names);
  });

  it('does not open with any one byte changed', async () => {
    const folder = await copyOfGoldens();
    const { files } = await readManifest(folder);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        fc.integer({ min: 1, max: 255 }),
        async (entry, where, flip) => {
          const file = path.join(folder, entry.path);
          const bytes = await readFile(file);
          const changed = Buffer.from(bytes);
          const offset = Math.floor(where * bytes.length);
          changed[offset] = existing(changed[offset]) ^ flip;
          await writeFile(file, changed);
          const error = await refusal(folder);
          await writeFile(file, bytes);
          expect(error).toMatchObject({ code: 'checksum-mismatch', path: file });
          expect(error.message).toContain(entry.sha256);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each(names)('does not open with %s cut anywhere', async (name) => {
    const folder = await copyOfGoldens();
    const { bytes } = await committedFile(name);
    for (const length of [bytes.length - 1, 1000, 0]) {
      await truncate(path.join(folder, name), length);
      const error = await refusal(folder);
      expect(error).toMatchObject({ code: 'size-mismatch', path: path.join(folder, name) });
      expect(error.message).toContain(`Expected ${bytes.length} bytes, got ${length}`);
    }
  });

  it('does not open without a file of the manifest', async () => {
    const folder = await copyOfGoldens();
    const file = path.join(folder, existing(names[1]));
    await rm(file);
    expect(await refusal(folder)).toMatchObject({ code: 'unreadable', path: file });
  });

  it('does not open where a case stands in two files', async () => {
    const folder = await temporaryFolder();
    const file = await committedFile(existing(names[0]));
    const again = { ...file, entry: { ...file.entry, path: 'mindspore-2.10.0/again.arrow' } };
    await writeGoldens(folder, [file, again]);
    expect(await refusal(folder)).toMatchObject({ code: 'invalid-case', path: path.join(folder, existing(names[0])) });
  });

  it('does not open where the manifest counts other cases', async () => {
    const folder = await temporaryFolder();
    const file = await committedFile(existing(names[0]));
    await writeGoldens(folder, [{ ...file, entry: { ...file.entry, cases: file.entry.cases + 1 } }]);
    const error = await refusal(folder);
    expect(error).toMatchObject({ code: 'count-mismatch', path: path.join(folder, existing(names[0])) });
    expect(error.message).toContain(`Expected ${file.entry.cases + 1} cases as the manifest says, got ${file.entry.cases}`);
  });

  it.each([
    ['framework', { framework: 'torch' }],
    ['framework_version', { version: '2.10.1' }],
    ['lane', { lane: 'module' }],
    ['method', { method: 'collective' }],
  ])('does not open where the manifest claims another %s than the file', async (key, claim) => {
    const folder = await temporaryFolder();
    const file = await committedFile(existing(names[0]));
    await writeGoldens(folder, [{ ...file, entry: { ...file.entry, ...claim } }]);
    const error = await refusal(folder);
    expect(error).toMatchObject({ code: 'origin-mismatch', path: path.join(folder, existing(names[0])) });
    expect(error.message).toContain(key);
  });
});

describe('readManifest', () => {
  it('says where no manifest is', async () => {
    const folder = await copyOfGoldens();
    await rm(path.join(folder, manifestName));
    for (const place of [folder, path.join(folder, 'nowhere'), path.join(folder, existing(names[0]))]) {
      const error = await refusal(place);
      expect(error).toMatchObject({ code: 'manifest-missing', path: path.join(place, manifestName) });
      expect(error.message).toContain('--goldens');
    }
  });

  it('says when the manifest is a folder', async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, manifestName));
    expect(await refusal(folder)).toMatchObject({ code: 'unreadable' });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"format": '],
    ['no object', '[]'],
    ['null', 'null'],
    ['another format', '{"format": "syncbn-oracle/manifest@2", "files": []}'],
    ['no files', '{"format": "syncbn-oracle/manifest@1"}'],
    ['an unknown key', '{"format": "syncbn-oracle/manifest@1", "files": [], "more": 1}'],
    ['a file that is nothing', '{"format": "syncbn-oracle/manifest@1", "files": [null]}'],
  ])('refuses %s', async (_, text) => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, manifestName), text);
    expect(await refusal(folder)).toMatchObject({ code: 'manifest-invalid', path: path.join(folder, manifestName) });
  });

  it.each<[string, Record<string, unknown>]>([
    ['a way out of the folder', { path: '../processes.arrow' }],
    ['a way out further in', { path: 'torch/../../processes.arrow' }],
    ['an absolute path', { path: '/etc/processes.arrow' }],
    ['a second spelling', { path: './processes.arrow' }],
    ['an empty folder name', { path: 'torch//processes.arrow' }],
    ['backslashes', { path: String.raw`torch\processes.arrow` }],
    ['another kind of file', { path: 'MANIFEST.json' }],
    ['an end of line', { path: 'processes.arrow\n' }],
    ['a checksum cut short', { sha256: 'abc' }],
    ['a negative size', { bytes: -1 }],
    ['half a case', { cases: 0.5 }],
    ['a framework that does not exist', { framework: 'jax' }],
    ['a method that does not exist', { method: 'guess' }],
    ['provenance that is not text', { provenance: { threads: 1 } }],
    ['a missing lane', { lane: undefined }],
    ['an unknown key', { more: 1 }],
  ])('refuses an entry with %s', async (_, change) => {
    const folder = await copyOfGoldens();
    const { format, files } = await readManifest(folder);
    const spoilt = { format, files: files.with(1, Object.assign({}, files[1], change)) };
    await writeFile(path.join(folder, manifestName), JSON.stringify(spoilt));
    const error = await refusal(folder);
    expect(error).toMatchObject({ code: 'manifest-invalid', path: path.join(folder, manifestName) });
    expect(error.message).toContain('files.1');
  });

  it('refuses a file that is listed twice', async () => {
    const folder = await copyOfGoldens();
    const { files } = await readManifest(folder);
    await writeManifest(folder, [...files, existing(files[0])]);
    const error = await refusal(folder);
    expect(error.code).toBe('manifest-invalid');
    expect(error.message).toContain(existing(names[0]));
  });
});

describe('writeManifest', () => {
  it('writes the same bytes whatever the order of the files, and reads back', async () => {
    const folder = await copyOfGoldens();
    const { files } = await readManifest(folder);
    const text = await readFile(path.join(folder, manifestName), 'utf8');
    await writeManifest(folder, files.toReversed());
    expect(await readFile(path.join(folder, manifestName), 'utf8')).toBe(text);
  });
});

describe('readVerified', () => {
  it('gives the bytes of a file that is as the manifest says', async () => {
    const { files } = await readManifest(committedGoldens);
    const entry = existing(files.find((file) => file.path === names[0]));
    expect(await readVerified(committedGoldens, entry)).toEqual((await committedFile(entry.path)).bytes);
  });
});
