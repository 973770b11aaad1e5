import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manifestName, sha256 } from '../../goldens/format/manifest.ts';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import { buildBatch } from '../../goldens/format/row-columns.ts';
import type { Column } from '../../goldens/format/row-columns.ts';
import type { GoldenFile } from '../../goldens/testing/golden-folder.ts';
import { committedGoldens, fileOf } from '../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import { inVersion } from '../../goldens/testing/other-version.ts';
import { arrowFile, changeNumber, editJson, existing, goldenColumns } from '../../goldens/testing/golden-rows.ts';
import type { SmallGolden } from '../../goldens/testing/small-golden.ts';
import { smallGolden } from '../../goldens/testing/small-golden.ts';
import { readGoldenFolder } from '../cli/read-golden-folder.ts';
import type { MemoryFolder } from './testing/memory-folder.ts';
import { memoryFolder, problemsOf } from './testing/memory-folder.ts';
import { verifyGoldens } from './verify-goldens.ts';

const [threads, module, processes] = [
  'torch-2.13.0/collective-threads.arrow',
  'torch-2.13.0/module.arrow',
  'mindspore-2.10.0/processes.arrow',
];

let small: Readonly<Record<string, SmallGolden>>;
beforeAll(async () => {
  const answers = ({ trace }: GoldenRow): boolean => /"y":\{/u.test(trace);
  const names = [threads, module, processes];
  small = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await smallGolden(name, 4, answers)])));
});
const of = (name: string): SmallGolden => existing(small[name]);

let folder: MemoryFolder;
beforeEach(() => {
  folder = memoryFolder([threads, module, processes].map((name) => of(name).file));
});

/** Replaces what the manifest says of a file. */
function edit(name: string, change: Partial<ManifestFile>): void {
  const place = folder.entries.findIndex(({ path }) => path === name);
  folder.entries[place] = { ...existing(folder.entries[place]), ...change };
}

/** Replaces a file, and has the manifest vouch for it. */
function replace(name: string, bytes: Uint8Array, change: Partial<ManifestFile> = {}): void {
  folder.files.set(name, bytes);
  edit(name, { sha256: sha256(bytes), bytes: bytes.length, ...change });
}

const withRows = (name: string, rows: readonly GoldenRow[]): GoldenFile => fileOf(rows, of(name).entry);

/** A file of other columns than the format's, with the right metadata. */
function withColumns(name: string, change: (columns: readonly Column[]) => readonly Column[]): Uint8Array {
  const { framework, version, lane, method } = of(name).entry;
  const metadata = { format: 'syncbn-oracle/golden@1', framework, framework_version: version, lane, method };
  return arrowFile([buildBatch(change(goldenColumns(of(name).rows)), new Map(Object.entries(metadata)))]);
}

/** The problems as `path | case | problem`, to be matched one by one. */
async function found(): Promise<readonly string[]> {
  return (await problemsOf(folder)).map(({ path, case: id, problem }) => `${path} | ${id ?? '-'} | ${problem}`);
}

async function expectProblems(...words: readonly string[]): Promise<void> {
  const problems = await found();
  expect(problems).toHaveLength(words.length);
  for (const word of words) expect(problems).toContainEqual(expect.stringContaining(word));
  for (const problem of problems) expect(problem).toMatch(/Expected .* got .*\. \S.*\.$/su);
}

describe('verifyGoldens', () => {
  it('finds nothing in the committed goldens', async () => {
    expect(await problemsOf(readGoldenFolder(committedGoldens))).toEqual([]);
  });

  it('finds nothing in the twin of the broken folders below', async () => {
    await expectProblems();
  });

  it('finds one changed byte', async () => {
    const bytes = Uint8Array.from(existing(folder.files.get(module)));
    bytes[bytes.length >> 1] = existing(bytes[bytes.length >> 1]) ^ 4;
    folder.files.set(module, bytes);
    expect(await found()).toContainEqual(expect.stringMatching(`^${module} \\| - \\| Expected SHA-256 .*: the file was changed`));
  });

  it('finds a file that was cut', async () => {
    folder.files.set(module, existing(folder.files.get(module)).slice(0, -7));
    await expectProblems('bytes, got', 'Expected SHA-256', 'Expected an Arrow IPC file, got no ARROW1 at both ends');
  });

  it('finds two files that were swapped, and says so once for each', async () => {
    const [one, other] = [existing(folder.files.get(module)), existing(folder.files.get(threads))];
    folder.files.set(module, other).set(threads, one);
    const problems = await found();
    for (const name of [module, threads]) {
      expect(problems).toContainEqual(expect.stringContaining(`${name} | - | Expected SHA-256`));
      expect(problems).toContainEqual(expect.stringContaining(`${name} | - | Expected lane`));
    }
    expect(problems.filter((problem) => !problem.includes('| - |'))).toEqual([]);
  });

  it('finds two files that were swapped with their checksums', async () => {
    const [one, other] = [existing(folder.files.get(module)), existing(folder.files.get(threads))];
    replace(module, other);
    replace(threads, one);
    await expectProblems(
      `${module} | - | Expected lane module as the manifest says, got collective-threads`,
      `${module} | - | Expected method module as the manifest says, got collective`,
      `${threads} | - | Expected lane collective-threads as the manifest says, got module`,
      `${threads} | - | Expected method collective as the manifest says, got module`,
    );
  });

  it('finds a file that is listed and missing', async () => {
    folder.files.delete(processes);
    await expectProblems(`${processes} | - | Expected the golden file, got ENOENT. Restore it.`);
  });

  it('finds a file that is there and not listed', async () => {
    folder.files.set('torch-2.13.0/extra.arrow', new Uint8Array(3));
    await expectProblems('torch-2.13.0/extra.arrow | - | Expected every golden file in the manifest');
  });

  it('finds what an unfinished recording left, and says so once', async () => {
    folder.files
      .set('.recording/torch-2.13.0/a.arrow', new Uint8Array(3))
      .set('.recording/torch-2.13.0/b.arrow', new Uint8Array(3));
    await expectProblems('.recording/ | - | Expected finished recordings alone, got 2 files of an unfinished one');
  });

  it('finds an id that was changed', async () => {
    const [first, ...others] = of(threads).rows;
    const renamed = { ...existing(first), id: existing(first).id.replace(/#[0-9a-f]{8}/u, '#00000000') };
    replace(threads, withRows(threads, [renamed, ...others]).bytes);
    await expectProblems(`${threads} | ${renamed.id} | Expected a scenario with this id, got ${existing(first).id}`);
  });

  it('finds an id that does not parse', async () => {
    const [first, ...others] = of(threads).rows;
    replace(threads, withRows(threads, [{ ...existing(first), id: 'some case' }, ...others]).bytes);
    await expectProblems(`${threads} | some case | Expected an id such as`);
  });

  it('finds a scenario that is not the one of its id', async () => {
    const [first, ...others] = of(threads).rows;
    const changed = changeNumber(existing(first), 'scenario', ['steps', 0, 'ranks', 0, 'x'], 0, (number) => number + 1);
    replace(threads, withRows(threads, [changed, ...others]).bytes);
    await expectProblems(`${threads} | ${changed.id} | Expected a scenario with this id, got`);
  });

  it('finds every case that does not read, scenario or trace', async () => {
    const [first, second, ...others] = of(threads).rows;
    const spoilt = [
      { ...existing(first), scenario: editJson(existing(first).scenario, ['layout'], 'diagonal') },
      { ...existing(second), trace: editJson(existing(second).trace, ['steps', 0, 'ranks', 0, 'y', 'offset'], 1e9) },
    ];
    replace(threads, withRows(threads, [...spoilt, ...others]).bytes);
    const problems = await found();
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain(`${threads} | ${existing(first).id} | layout: Invalid option`);
    expect(problems[1]).toContain(`${threads} | ${existing(second).id} | Expected a float`);
  });

  it('finds a case that stands in one file twice', async () => {
    const [first] = of(threads).rows;
    const { bytes, entry } = withRows(threads, [...of(threads).rows, existing(first)]);
    replace(threads, bytes, { cases: entry.cases });
    await expectProblems(`${threads} | ${existing(first).id} | Expected each case once, got it again after ${threads}`);
  });

  it('finds a case that stands in two files', async () => {
    const path = 'torch-2.13.0/module-designed.arrow';
    const { bytes, entry } = withRows(module, of(module).rows.slice(0, 1));
    folder.files.set(path, bytes);
    folder.entries.push({ ...entry, path, sha256: sha256(bytes), bytes: bytes.length });
    await expectProblems(`${path} | ${existing(of(module).rows[0]).id} | Expected each case once, got it again after ${module}`);
  });

  it.each<[string, Partial<ManifestFile>, readonly string[]]>([
    ['number of cases', { cases: 5 }, ['Expected 5 cases as the manifest says, got 4']],
    ['size', { bytes: 7 }, ['Expected 7 bytes, got']],
    ['checksum', { sha256: '0'.repeat(64) }, [`Expected SHA-256 ${'0'.repeat(64)}, got`]],
    [
      'version',
      { version: '2.12.0' },
      ['Expected framework_version 2.12.0', 'Expected lane module of torch 2.12.0 in torch-2.12.0/'],
    ],
    [
      'framework',
      { framework: 'mindspore' },
      ['Expected framework mindspore', 'Expected lane module of mindspore 2.13.0 in mindspore-2.13.0/'],
    ],
    [
      'method',
      { method: 'collective' },
      ['Expected method collective', 'Expected method module for lane module, got collective'],
    ],
    ['lane', { lane: 'processes' }, ['Expected lane processes', 'Expected a lane of torch 2.13.0 (module, ']],
  ])('finds a manifest with another %s', async (_, change, words) => {
    edit(module, change);
    await expectProblems(...words.map((word) => `${module} | - | ${word}`));
  });

  it('takes the goldens of another version for what they are, if their ids say so', async () => {
    const older = inVersion(of(module).rows, of(module).entry, '2.7.1');
    folder = memoryFolder([of(module).file, older]);
    await expectProblems();
    const unnamed = fileOf(of(module).rows, older.entry);
    folder = memoryFolder([unnamed]);
    await expectProblems(
      ...of(module).rows.map(({ id }) => `${older.entry.path} | ${id} | Expected a scenario with this id, got ${id}:2.7.1`),
    );
  });

  it('finds a lane that a version does not have', async () => {
    const older = inVersion(of(processes).rows, of(processes).entry, '2.7.0');
    folder = memoryFolder([older]);
    await expectProblems(`${older.entry.path} | - | Expected a lane of mindspore 2.7.0 (module, global-batch), got processes`);
  });

  it('finds a file in the folder of another version', async () => {
    const path = 'torch-2.12.0/module.arrow';
    folder.files.set(path, existing(folder.files.get(module))).delete(module);
    edit(module, { path });
    await expectProblems(`${path} | - | Expected lane module of torch 2.13.0 in ${module} or`);
  });

  it.each<[string, string | undefined, string]>([
    ['recorder_sha256', 'abc', 'Expected provenance recorder_sha256, a SHA-256, got "abc"'],
    ['recorder_sha256', undefined, 'Expected provenance recorder_sha256, a SHA-256, got none'],
    ['date', '22 November 2026', 'Expected provenance date, a date such as 2026-11-22, got "22 November 2026"'],
    ['date', '2026-13-01', 'Expected provenance date, a date'],
    ['threads', '0', 'Expected provenance threads, a whole number of threads, got "0"'],
    ['cpu_capability', '', 'Expected provenance cpu_capability, text, got ""'],
    ['python', undefined, 'Expected provenance python, text, got none'],
    ['platform', undefined, 'Expected provenance platform'],
    ['cpu', undefined, 'Expected provenance cpu, text, got none'],
    ['packages', undefined, 'Expected provenance packages'],
    ['generator', undefined, 'Expected provenance generator'],
  ])('finds provenance whose %s is %j', async (key, value, words) => {
    const rest = Object.entries(of(processes).entry.provenance).filter(([name]) => name !== key);
    edit(processes, { provenance: Object.fromEntries(value === undefined ? rest : [...rest, [key, value]]) });
    await expectProblems(`${processes} | - | ${words}`);
  });

  it('finds files of two recorders in one folder, but not in two', async () => {
    const other = (name: string): void =>
      edit(name, { provenance: { ...of(name).entry.provenance, recorder_sha256: 'a'.repeat(64) } });
    other(processes);
    await expectProblems();
    other(module);
    await expectProblems('torch-2.13.0 | - | Expected one recorder_sha256 in a folder, got');
  });

  it.each<[string, (columns: readonly Column[]) => readonly Column[], readonly string[]]>([
    [
      'one more',
      (columns) => [...columns, { name: 'note', text: of(module).rows.map(() => '') }],
      ['Expected no column as column 10, got note Utf8'],
    ],
    [
      'two swapped',
      ([first, ...others]) => [...others.slice(0, 1), existing(first), ...others.slice(1)],
      ['Expected id Utf8 as column 1, got scenario Utf8', 'Expected scenario Utf8 as column 2, got id Utf8'],
    ],
  ])('finds columns other than those of the format: %s', async (_, change, words) => {
    replace(module, withColumns(module, change));
    await expectProblems(...words.map((word) => `${module} | - | ${word}`));
  });

  it('finds a column that is missing, and does not read the cases', async () => {
    replace(
      module,
      withColumns(module, (columns) => columns.filter(({ name }) => name !== 'trace_bits16')),
    );
    await expectProblems('Expected trace_bits16 List<item Uint16> as column 9, got none', 'Expected column trace_bits16');
  });

  it('lists all problems of the manifest, and goes on with the entries that can be used', async () => {
    folder.files.delete(processes);
    const broken = {
      ...folder,
      manifestText: async () =>
        JSON.stringify({
          format: 'other',
          files: [...folder.entries, { ...folder.entries[0], path: '../out.arrow', cases: -1 }],
        }),
    };
    const problems = await problemsOf(broken);
    expect(problems.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      expect.stringMatching(`^${manifestName}: format: `),
      expect.stringMatching(`^${manifestName}: files.3.path: `),
      expect.stringMatching(`^${manifestName}: files.3.cases: `),
      expect.stringContaining('ENOENT'),
    ]);
  });

  it('lists all files of a manifest that lists none', async () => {
    const problems = await problemsOf({ ...folder, manifestText: async () => '{broken' });
    expect(problems).toHaveLength(4);
    expect(problems[0]).toMatchObject({ path: manifestName, problem: expect.stringContaining('Expected JSON') });
  });

  it('looks at one framework alone where that is asked for', async () => {
    folder.files.delete(processes);
    folder.files
      .set('mindspore-2.10.0/extra.arrow', new Uint8Array(3))
      .set('.recording/mindspore-2.10.0/a.arrow', new Uint8Array(3));
    const events = { onStart: () => undefined, onFile: () => undefined, isStopped: () => false };
    const torch = await verifyGoldens(folder, 'torch', events);
    expect(torch).toMatchObject({ problems: [], interrupted: false });
    expect(torch.cases).toHaveLength(8);
    expect((await verifyGoldens(folder, 'mindspore', events)).problems).toHaveLength(3);
  });

  it('stops between two files when asked', async () => {
    const seen: string[] = [];
    const events = {
      onStart: () => undefined,
      onFile: ({ path }: ManifestFile) => seen.push(path),
      isStopped: () => seen.length === 1,
    };
    expect(await verifyGoldens(folder, null, events)).toMatchObject({ interrupted: true, problems: [] });
    expect(seen).toHaveLength(1);
  });
});
