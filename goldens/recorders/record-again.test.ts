import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PlannedCase } from '../../generators/plan-recording.ts';
import { planCases } from '../../generators/plan-cases.ts';
import type { FakeFramework } from '../testing/fake-framework.ts';
import { fakeFramework } from '../testing/fake-framework.ts';
import { existing } from '../testing/golden-rows.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { frameworkOf } from './framework.ts';
import type { RecordedAgain } from './record-again.ts';
import { recordAgain } from './record-again.ts';
import type { RecordingEvents, RecordingPlace } from './record-cases.ts';

// Few enough for three lanes.
const [count, seed] = [8, 11];
let fake: FakeFramework;
let cases: readonly PlannedCase[];
let temporary: string;
beforeEach(async () => {
  fake = await fakeFramework(count, seed);
  cases = planCases('torch', { sets: ['general'], count, seed, corpus: false });
  temporary = await temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  return () => vi.unstubAllEnvs();
});

type Events = Pick<RecordingEvents, 'onNote' | 'onStart' | 'onCase'>;
const silent: Events = { onNote: () => undefined, onStart: () => undefined, onCase: () => undefined };

/** Records again, and holds that nothing is left over. */
async function again(change: Partial<RecordingPlace> = {}, events: Partial<Events> = {}): Promise<RecordedAgain> {
  const place = {
    python: 'python3',
    environments: temporary,
    pythonFolder: fake.folder,
    timeoutSeconds: 30,
    signal: new AbortController().signal,
    ...change,
  };
  try {
    return await recordAgain(frameworkOf('torch', fake.folder), cases, place, { ...silent, ...events });
  } finally {
    expect(await readdir(temporary)).toEqual([]);
    expect(process.listeners('exit').filter(({ name }) => name.includes('remove'))).toEqual([]);
  }
}

const idsIn = (chunks: FakeFramework['chunks']): readonly string[] => chunks.flatMap((chunk) => chunk.cases.map(({ id }) => id));

describe('recordAgain', () => {
  it('gives every case and who answered, and leaves nothing behind', async () => {
    const heard: string[] = [];
    let wasInUse = false;
    const onCase = (id: string): void => {
      heard.push(id);
      wasInUse ||= readdirSync(temporary).length > 0;
    };
    const { cases: recorded, speaker, failed, ended } = await again({}, { onCase });
    expect(wasInUse).toBe(true);
    expect([...recorded.keys()].toSorted()).toEqual(cases.map(({ id }) => id).toSorted());
    expect(heard.toSorted()).toEqual([...recorded.keys()].toSorted());
    expect({ failed: [...failed], ended }).toEqual({ failed: [], ended: null });
    expect(speaker).toMatchObject({
      version: '2.13.0',
      provenance: {
        python: '3.11.2',
        packages: 'torch 2.13.0',
        cpu_capability: 'AVX2',
        threads: '1',
        recorder_sha256: expect.any(String),
      },
    });
    const [golden] = recorded.values();
    expect(golden?.file).toMatchObject({ framework: 'torch', version: '2.13.0' });
  });

  it('takes another version for an answer, if its files say so too', async () => {
    await fake.order({ version: '2.14.0' });
    const { speaker, ended } = await again();
    expect(speaker?.version).toBe('2.14.0');
    expect(ended).toMatchObject({ code: 'bad-output', message: expect.stringContaining('Expected framework_version 2.14.0') });
  });

  it('keeps what is finished where the recorder dies', async () => {
    await fake.order({ dieAfter: 2 });
    const { cases: recorded, ended } = await again();
    expect([...recorded.keys()]).toEqual(idsIn(fake.chunks.slice(0, 2)));
    expect(ended).toMatchObject({ code: 'died', message: expect.stringContaining('Out of memory') });
  });

  it('keeps what is finished where the recorder hangs', async () => {
    await fake.order({ hangAfter: 1 });
    const { cases: recorded, ended } = await again({ silenceSeconds: 2 });
    expect([...recorded.keys()]).toEqual(idsIn(fake.chunks.slice(0, 1)));
    expect(ended).toMatchObject({ code: 'hung' });
  });

  it('keeps what is finished where it is stopped', async () => {
    await fake.order({ hangAfter: 1 });
    const controller = new AbortController();
    const last = existing(idsIn(fake.chunks.slice(0, 1)).at(-1));
    const first = await again(
      { signal: controller.signal },
      { onCase: (id) => id === last && setImmediate(() => controller.abort()) },
    );
    expect(first.ended).toMatchObject({ code: 'stopped' });
    expect(first.cases.size).toBeLessThanOrEqual(existing(fake.chunks[0]).cases.length);
  });

  it('says which cases the recorder could not run', async () => {
    await fake.order({ failWith: 'rank 1 gave no answer in 30 s' });
    const { cases: recorded, failed, ended } = await again();
    expect(recorded.size).toBe(0);
    expect(failed.size).toBe(cases.length);
    expect(new Set(failed.values())).toEqual(new Set(['rank 1 gave no answer in 30 s']));
    expect(ended).toBeNull();
  });

  it.each([
    ['is missing', { withoutFramework: true }, 'no-framework', 'the package no_such_framework'],
    ['is another', { framework: 'mindspore' }, 'no-framework', 'Expected torch 2.13.0 in python3, got mindspore 2.13.0'],
    ['does not say where it runs', { provenance: { cpu: null, threads: null } }, 'bad-output', 'got no cpu, threads'],
  ])('says so where the framework %s', async (_, orders, code, words) => {
    await fake.order(orders);
    const { cases: recorded, ended } = await again();
    expect(recorded.size).toBe(0);
    expect(ended).toMatchObject({ name: 'RecorderError', code, message: expect.stringContaining(words) });
  });

  it('says so where there is no Python', async () => {
    expect((await again({ python: '/nonexistent/python' })).ended).toMatchObject({ code: 'no-python' });
  });

  it('refuses where no temporary folder can be made', async () => {
    vi.stubEnv('TMPDIR', '/nonexistent/folder');
    await expect(again()).rejects.toMatchObject({
      name: 'GoldenError',
      code: 'unwritable',
      message: expect.stringContaining('TMPDIR'),
    });
  });
});
