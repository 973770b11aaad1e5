import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { manifestName, readManifest } from '../format/manifest.ts';
import { openGoldens } from '../open-goldens.ts';
import { committedFile, writeGoldens } from '../testing/golden-folder.ts';
import type { FakeFramework } from '../testing/fake-framework.ts';
import { fakeFramework, prepareFake, silentRow } from '../testing/fake-framework.ts';
import { existing } from '../testing/golden-rows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { chooseCases } from './choose-cases.ts';
import type { RecordEvents, Recording, RecordOptions } from './record.ts';
import { record } from './record.ts';
import { RecorderError } from './recorder-error.ts';
import { writeManifest } from './write-manifest.ts';

// Few enough for three lanes.
const [count, seed] = [8, 11];
let fake: FakeFramework;
let out: string;
beforeEach(async () => {
  fake = await fakeFramework(count, seed);
  out = await temporaryFolder();
});

const silent: RecordEvents = { onNote: () => undefined, onStart: () => undefined, onCase: () => undefined };

function start(events: Partial<RecordEvents> = {}, change: Partial<RecordOptions> = {}): Promise<Recording> {
  const options: RecordOptions = {
    dialect: 'torch',
    version: '2.13.0',
    mainGoldens: out,
    sets: ['general'],
    count,
    seed,
    corpus: false,
    out,
    python: 'python3',
    environments: path.join(out, 'environments'),
    pythonFolder: fake.folder,
    timeoutSeconds: 30,
    signal: new AbortController().signal,
    toolVersion: '0.1.0',
    date: new Date('2026-11-22T12:00:00Z'),
    ...change,
  };
  return record(options, { ...silent, ...events });
}

/** The chunks whose scenarios the recorder was sent since last asked. */
async function sentChunks(): Promise<readonly string[]> {
  const received = await fake.received();
  return fake.chunks.map(({ name }) => name).filter((name) => received.includes(name));
}

const allNames = (): readonly string[] => fake.chunks.map(({ name }) => name);
const everyCase = (): number => fake.chunks.reduce((sum, { cases }) => sum + cases.length, 0);

describe('recording another version', () => {
  it('asks again what the main version was asked, and leaves its goldens alone', async () => {
    await start();
    const main = await readManifest(out);
    const wanted = { version: '2.7.1', count: 5, sets: ['general', 'designed'] } as const;
    const plan = await chooseCases({ dialect: 'torch', mainGoldens: out, seed, corpus: false, ...wanted });
    const { folder } = await prepareFake(plan, { rowOf: silentRow, version: '2.7.1', recorder: null });
    const { files } = await start({}, { ...wanted, pythonFolder: folder });
    expect(files.map((file) => file.path).every((name) => name.startsWith('torch-2.7.1/'))).toBe(true);
    expect(existing(files[0]).provenance['generator']).toBe('syncbn-oracle 0.1.0, seed 11, 5 cases of torch-2.13.0');
    const after = await readManifest(out);
    expect(after.files.filter((file) => file.version === '2.13.0')).toEqual(main.files);
    const goldens = await openGoldens(out, 'torch', ['torch-2.7.1']);
    expect(goldens.cases).toHaveLength(5);
    const asked = new Map((await openGoldens(out, 'torch')).cases.map((one) => [one.id, one]));
    for (const { id } of goldens.cases) expect(asked.has(id.replace(/:2\.7\.1$/u, ''))).toBe(true);
  });

  it('says whose goldens it needs where there are none', async () => {
    const other = await committedFile('mindspore-2.10.0/processes.arrow');
    await writeGoldens(out, [other]);
    await expect(start({}, { version: '2.7.1' })).rejects.toMatchObject({
      code: 'nothing',
      message: expect.stringContaining('Expected the goldens of torch-2.13.0'),
    });
  });
});

describe('record', () => {
  it('makes a folder of goldens that opens, and cleans up', async () => {
    const heard: string[] = [];
    const { files, failed } = await start({ onCase: (id) => heard.push(id) });
    expect(failed).toEqual([]);
    expect(heard).toHaveLength(everyCase());
    expect(await sentChunks()).toEqual(allNames());
    const goldens = await openGoldens(out, 'torch');
    expect(goldens.files).toEqual(files.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
    expect(goldens.cases.map(({ id }) => id).toSorted()).toEqual(heard.toSorted());
    expect((await readdir(out)).toSorted()).toEqual([manifestName, 'torch-2.13.0']);
    expect(existing(files[0])).toMatchObject({
      framework: 'torch',
      version: '2.13.0',
      provenance: {
        python: '3.11.2',
        packages: 'torch 2.13.0',
        generator: 'syncbn-oracle 0.1.0, seed 11, 8 random cases',
        date: '2026-11-22',
        recorder_sha256: expect.stringMatching(/^[0-9a-f]{64}$/u),
      },
    });
    const methods = Object.fromEntries(files.map(({ lane, method }) => [lane, method]));
    expect(methods).toEqual({
      module: 'module',
      'global-batch': 'global-batch',
      'collective-threads': 'collective',
    });
  });

  it('goes on where it died: finished chunks are not sent again, and the end is the same', async () => {
    const undisturbed = await temporaryFolder();
    await start({}, { out: undisturbed });
    await fake.received();
    await fake.order({ dieAfter: 2 });
    await expect(start()).rejects.toMatchObject({ name: 'RecorderError', code: 'died' });
    expect(await sentChunks()).toEqual(allNames());
    await expect(readManifest(out)).rejects.toMatchObject({ code: 'manifest-missing' });
    await fake.order({});
    const starts: (readonly [number, number])[] = [];
    await start({ onStart: (total, done) => starts.push([total, done]) });
    expect(await sentChunks()).toEqual(allNames().slice(2));
    const done = fake.chunks.slice(0, 2).reduce((sum, { cases }) => sum + cases.length, 0);
    expect(starts).toEqual([[everyCase(), done]]);
    expect(await readFile(path.join(out, manifestName))).toEqual(await readFile(path.join(undisturbed, manifestName)));
  });

  it('only joins the chunks where all of them were finished', async () => {
    await fake.order({ failToAssemble: true });
    await expect(start()).rejects.toThrow(/to be joined, got exit code 1\.\nExpected room on the disk/u);
    expect(await sentChunks()).toEqual(allNames());
    await fake.order({});
    expect((await start()).files).toHaveLength(3);
    expect(await sentChunks()).toEqual([]);
  });

  it('sends everything again where the recorder has changed', async () => {
    await fake.order({ dieAfter: 2 });
    await expect(start()).rejects.toThrow(RecorderError);
    await fake.received();
    await writeFile(path.join(fake.folder, 'more.py'), 'changed = True\n');
    await fake.order({});
    const starts: (readonly [number, number])[] = [];
    await start({ onStart: (total, done) => starts.push([total, done]) });
    expect(starts).toEqual([[everyCase(), 0]]);
    const received = await fake.received();
    for (const { name, cases } of fake.chunks) {
      expect(received).not.toContain(name);
      for (const { id } of cases) expect(received).toContain(id);
    }
  });

  it('replaces nothing where the recorder could not run a single case', async () => {
    await fake.order({});
    await start();
    const before = (await openGoldens(out, null)).cases.length;
    await writeFile(path.join(fake.folder, 'more.py'), 'changed = True\n');
    await fake.order({ failWith: 'rank 1 gave no answer in 30 s' });
    await expect(start()).rejects.toMatchObject({ code: 'nothing', message: expect.stringContaining('every one failed') });
    expect((await openGoldens(out, null)).cases).toHaveLength(before);
  });

  it('records nothing beside a manifest that does not read', async () => {
    await mkdir(out, { recursive: true });
    await writeFile(path.join(out, 'MANIFEST.json'), '{broken');
    await fake.order({});
    await expect(start()).rejects.toMatchObject({ code: 'manifest-invalid' });
    expect(await readdir(out)).toEqual(['MANIFEST.json']);
  });

  it('refuses another version of the framework', async () => {
    await fake.order({ version: '2.12.1' });
    await expect(start()).rejects.toMatchObject({ code: 'no-framework', message: expect.stringContaining('got torch 2.12.1') });
  });

  it('stops when asked, and keeps what is finished', async () => {
    const controller = new AbortController();
    await expect(start({ onCase: () => controller.abort() }, { signal: controller.signal })).rejects.toMatchObject({
      code: 'stopped',
    });
    await start();
    expect((await openGoldens(out, null)).cases).toHaveLength(everyCase());
  });

  it('leaves the goldens and the unfinished recording of another framework alone', async () => {
    const other = await committedFile('mindspore-2.10.0/processes.arrow');
    await writeGoldens(out, [other]);
    const work = path.join(out, '.recording', 'mindspore-2.10.0');
    await mkdir(work, { recursive: true });
    await writeFile(path.join(work, 'chunk.arrow'), 'finished');
    await start();
    expect(await readFile(path.join(work, 'chunk.arrow'), 'utf8')).toBe('finished');
    const { files } = await openGoldens(out, null);
    expect(files.map((file) => file.path)).toContain(other.entry.path);
    expect(files).toHaveLength(4);
  });

  it('leaves the files of another set alone', async () => {
    await start();
    const { files } = await openGoldens(out, null);
    const module = files.find(({ lane }) => lane === 'module');
    const designed = { ...existing(module), path: 'torch-2.13.0/module-designed.arrow' };
    await copyFile(path.join(out, existing(module).path), path.join(out, designed.path));
    await writeManifest(out, [...files, designed]);
    await start();
    const after = await readManifest(out);
    expect(after.files.map((file) => file.path)).toContain(designed.path);
    expect(after.files).toHaveLength(4);
    expect(await readdir(path.join(out, 'torch-2.13.0'))).toContain('module-designed.arrow');
  });

  it('takes the place of an older recording, with lanes that are no longer there', async () => {
    await start();
    const stale = path.join(out, 'torch-2.13.0', 'old-lane.arrow');
    await writeFile(stale, 'old');
    await start();
    const names = ['collective-threads', 'global-batch', 'module'];
    expect((await readdir(path.dirname(stale))).toSorted()).toEqual(names.map((name) => `${name}.arrow`));
    expect((await openGoldens(out, null)).cases).toHaveLength(everyCase());
  });
});
