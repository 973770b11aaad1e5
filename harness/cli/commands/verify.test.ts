import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { create } from 'xmlbuilder2';
import { manifestName } from '../../../goldens/format/manifest.ts';
import type { FakeFramework } from '../../../goldens/testing/fake-framework.ts';
import { fileOf, writeGoldens } from '../../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson, existing, jsonAt, readRows } from '../../../goldens/testing/golden-rows.ts';
import { inVersion } from '../../../goldens/testing/other-version.ts';
import type { SmallGolden } from '../../../goldens/testing/small-golden.ts';
import { fullCase, smallGolden } from '../../../goldens/testing/small-golden.ts';
import { temporaryFolder } from '../../../goldens/testing/temporary-folder.ts';
import schema from '../../../reports/report.schema.json' with { type: 'json' };
import type { CliResult } from '../../testing/built-cli.ts';
import { buildCli, runCli } from '../../testing/built-cli.ts';
import type { FakeTorch } from '../../testing/fake-torch.ts';
import { fakeTorch } from '../../testing/fake-torch.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

let entry: string;
let threads: SmallGolden;
let module: SmallGolden;
let mindspore: SmallGolden;
let full: GoldenRow;
beforeAll(async () => {
  entry = await buildCli();
  full = (await fullCase()).row;
  const others = await smallGolden('torch-2.13.0/collective-threads.arrow', 7, ({ id }) => id !== full.id);
  const rows = [...others.rows, full];
  threads = { rows, entry: others.entry, file: fileOf(rows, others.entry) };
  module = await smallGolden('torch-2.13.0/module.arrow', 6);
  mindspore = await smallGolden('mindspore-2.10.0/processes.arrow', 5);
});

let folder: string;
let goldens: string;
let temporary: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  goldens = path.join(folder, 'some goldens');
  await writeGoldens(goldens, [threads.file, module.file, mindspore.file]);
  temporary = await temporaryFolder();
});

/** Runs the command with a folder for temporary files of its own, and holds that nothing is left there. */
async function verify(args: readonly string[], nodeArgs: readonly string[] = []): Promise<CliResult> {
  vi.stubEnv('TMPDIR', temporary);
  const running = runCli(entry, ['verify', '--goldens', goldens, ...args], folder, nodeArgs);
  vi.unstubAllEnvs();
  const result = await running;
  expect(await readdir(temporary)).toEqual([]);
  return result;
}

async function report(): Promise<unknown> {
  const json: unknown = JSON.parse(await readFile(path.join(folder, 'syncbn-report', 'report.json'), 'utf8'));
  validate(json);
  expect(validate.errors).toBeNull();
  return json;
}

describe('verify on goldens that are intact', () => {
  it('ends with 0, prints a line a file and reports thrice', async () => {
    const { exitCode, stdout, stderr } = await verify([]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const { entry: file } of [threads, module, mindspore]) {
      const recorder = existing(file.provenance['recorder_sha256']).slice(0, 12);
      const line = existing(stdout.split('\n').find((one) => one.includes(file.path)));
      for (const word of [file.framework, file.version, file.lane, existing(file.provenance['date']), recorder]) {
        expect(line).toContain(word);
      }
    }
    expect(stdout).toMatch(/^passed: 3 files, 19 cases, 0 problems \([\d.]+ m?s\) +report: /mu);
    expect(await report()).toMatchObject({
      command: expect.stringMatching(/^verify --goldens '.*'$/u),
      seed: null,
      verification: { files: 3, cases: 19, problems: [] },
      reproduction: [],
      cases: [],
    });
    const junit = create(await readFile(path.join(folder, 'syncbn-report', 'junit.xml'), 'utf8')).root();
    expect(junit.filter(({ node }) => node.nodeName === 'testcase', false, true)).toHaveLength(3);
    expect(await readFile(path.join(folder, 'syncbn-report', 'report.html'), 'utf8')).toContain('Intact');
  });

  it('looks at one framework alone, and prints one line with --quiet', async () => {
    await writeFile(path.join(goldens, 'mindspore-2.10.0', 'extra.arrow'), '');
    const { exitCode, stdout } = await verify(['--dialect', 'torch', '--quiet']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: 2 files, 14 cases, 0 problems [^\n]*$/u);
  });

  it('takes the goldens of the package where none are given', async () => {
    const { exitCode, stdout } = await runCli(entry, ['verify', '--quiet'], folder);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^passed: \d+ files, .* 0 problems/u) });
  });
});

describe('verify on goldens that are broken', () => {
  it('ends with 2, lists everything and reports it, and records nothing again', async () => {
    const file = path.join(goldens, module.entry.path);
    const bytes = await readFile(file);
    bytes[1000] = existing(bytes[1000]) ^ 1;
    await writeFile(file, bytes);
    await writeFile(path.join(goldens, 'torch-2.13.0', 'extra.arrow'), '');
    const fake = await fakeTorch([threads, module]);
    const { exitCode, stdout, stderr } = await verify(['--live', '--dialect', 'torch', '--python', fake.python]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' });
    expect(stdout).toMatch(/^BROKEN torch-2\.13\.0\/module\.arrow\n {2}Expected SHA-256 .* Restore it, or record it again\.$/mu);
    expect(stdout).toMatch(/^BROKEN torch-2\.13\.0\/extra\.arrow\n {2}Expected every golden file in the manifest/mu);
    expect(stdout).toMatch(/^failed: 2 files, 14 cases, \d+ problems/mu);
    expect(await fake.received()).toBe('');
    const json = await report();
    expect(json).toMatchObject({ reproduction: [], verification: { problems: expect.arrayContaining([]) } });
    expect(jsonAt(json, ['verification', 'problems', 'length'])).toBeGreaterThanOrEqual(2);
  });

  it('ends with 2 where the manifest does not read or is not there', async () => {
    await writeFile(path.join(goldens, manifestName), '{broken');
    expect(await verify([])).toMatchObject({ exitCode: 2, stdout: expect.stringContaining(`BROKEN ${manifestName}`) });
    goldens = path.join(folder, 'nowhere');
    expect(await verify([])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--goldens') });
  });

  it('ends with 2 where there are none of the framework', async () => {
    goldens = path.join(folder, 'others');
    await writeGoldens(goldens, [mindspore.file]);
    const { exitCode, stderr } = await verify(['--dialect', 'torch']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('found none for torch') });
  });
});

describe('verify --live', () => {
  /** Records the torch goldens again with a fake torch. */
  async function live(
    options: FakeTorch,
    args: readonly string[] = [],
    orders = {},
  ): Promise<CliResult & { fake: FakeFramework }> {
    const fake = await fakeTorch([threads, module], options);
    await fake.order(orders);
    return { ...(await verify(['--live', '--dialect', 'torch', '--python', fake.python, ...args])), fake };
  }

  const changeFull =
    (change: (row: GoldenRow) => GoldenRow) =>
    (row: GoldenRow): GoldenRow =>
      row.id === full.id ? change(row) : row;
  const y = ['steps', 0, 'ranks', 0, 'y'] as const;

  it('ends with 0 where everything is answered as it was', async () => {
    const { exitCode, stdout, stderr } = await live({});
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('torch 2.13.0, here 2.13.0: 14 of 14 cases recorded again, 14 bit-identical');
    expect(stdout).toContain('cases that differ in words: errors 0 · counters 0 · None, dtype or shape 0 · anything else 0');
    expect(stdout).toMatch(/^passed: 14 cases, 14 cases bit-identical, .* 0 findings/mu);
    expect(await report()).toMatchObject({
      command: expect.stringMatching(/^verify --dialect torch --live --goldens /u),
      implementation: { name: 'torch', version: '2.13.0' },
      summary: { cases: 14, passed: 14 },
      reproduction: [{ framework: 'torch', cases: 14, compared: 14, identical: 14, ended: null }],
    });
    expect(await readFile(path.join(folder, 'syncbn-report', 'report.html'), 'utf8')).toContain('Reproduced');
  });

  it('ends with 0 where one bit is off, and says how far', async () => {
    const change = changeFull((row) => changeNumber(row, 'trace', y, 1, (number) => number * (1 + 2 ** -23)));
    const { exitCode, stdout } = await live({ change });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('14 of 14 cases recorded again, 13 bit-identical');
    const line = existing(stdout.split('\n').find((one) => one.startsWith('  y ')));
    expect(line).toMatch(/ (?:<0\.01|[01]\.\d\d) {2}torch/u);
    expect(line.endsWith(full.id)).toBe(true);
    expect(await report()).toMatchObject({ summary: { passed: 14, findings: 0 } });
  });

  it('ends with 1 where a number is beyond its bound, and says which, with a command that replays it', async () => {
    const change = changeFull((row) => changeNumber(row, 'trace', y, 1, (number) => number + 1));
    const { exitCode, stdout } = await live({ change });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`FAILED ${full.id}`);
    expect(stdout).toMatch(/y: step 1, rank 0, at \[/u);
    expect(stdout).toContain(`replay: npx syncbn-oracle verify --live --filter '${full.id}'`);
    expect(stdout).toMatch(/^failed: 1 of 14 cases differs/mu);
    expect(await report()).toMatchObject({ findings: [{ case: full.id, quantity: 'y', mismatches: 1 }] });
  });

  it('ends with 1 where an error, a counter or a None reads otherwise', async () => {
    const change = changeFull((row) => ({
      ...row,
      trace: editJson(
        editJson(row.trace, ['steps', 0, 'ranks', 0, 'num_batches_tracked'], 7),
        ['steps', 0, 'ranks', 1, 'grad_x'],
        null,
      ),
    }));
    const { exitCode, stdout } = await live({ change });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('errors 0 · counters 1 · None, dtype or shape 1 · anything else 0');
  });

  it('takes another version and capability for what they are, and no failure', async () => {
    const { exitCode, stdout } = await live({ version: '2.14.0' }, [], {
      provenance: { cpu_capability: 'AVX512', python: '3.13.1' },
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('torch 2.13.0, here 2.14.0: 14 of 14');
    expect(stdout).toContain('version: recorded with 2.13.0, here 2.14.0: answers and messages may differ');
    expect(stdout).toContain('cpu_capability: recorded with AVX2, here AVX512: low bits may differ');
    expect(stdout).toMatch(/python: recorded with 3\.11\.\d, here 3\.13\.1: messages may differ/u);
    expect(stdout).toMatch(/package torch: recorded with 2\.13\.0\+cpu, here 2\.14\.0/u);
    const changes = jsonAt(await report(), ['reproduction', 0, 'changes']);
    expect(changes).toContainEqual({ name: 'cpu_capability', recorded: 'AVX2', now: 'AVX512', effect: 'low bits may differ' });
  });

  it('records the cases that were drawn and no others, the same by the same seed', async () => {
    const drawn = async (seed: string): Promise<unknown> => {
      const fake = await fakeTorch([threads, module]);
      await verify(['--live', '--dialect', 'torch', '--python', fake.python, '--sample', '5', '--seed', seed]);
      expect(await report()).toMatchObject({ seed: Number(seed), summary: { cases: 5, failed: 0 } });
      const received = await fake.received();
      const ids = [threads, module].flatMap(({ rows }) => rows.map(({ id }) => id)).filter((id) => received.includes(id));
      expect(ids).toHaveLength(5);
      return ids;
    };
    expect(await drawn('3')).toEqual(await drawn('3'));
  });

  it('records what the filter leaves, and refuses one that leaves nothing', async () => {
    const fake = await fakeTorch([module]);
    const args = ['--live', '--dialect', 'torch', '--python', fake.python, '--filter'];
    expect(await verify([...args, '*@module'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('6 of 6 cases') });
    expect(await verify([...args, 'jax/*'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--filter 'jax/*' to leave"),
    });
  });

  it.each<[string, object, RegExp]>([
    ['is missing', { withoutFramework: true }, /the package no_such_framework/u],
    ['is another', { framework: 'mindspore' }, /got mindspore 2\.13\.0/u],
    ['dies', { dieAfter: 0 }, /Out of memory/u],
    ['cannot run a case', { failWith: 'rank 1 gave no answer in 30 s' }, /could not run it: rank 1 gave no answer/u],
  ])('ends with 3 where the framework %s, and says so', async (_, orders, words) => {
    const { exitCode, stdout } = await live({}, [], orders);
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(words);
    expect(stdout).toMatch(/^could not judge: 14 cases, .* 14 errored/mu);
    expect(await report()).toMatchObject({ summary: { cases: 14, errored: 14, failed: 0 } });
  });

  it('ends with 3 where no Python is, for both frameworks', async () => {
    const { exitCode, stdout } = await verify(['--live', '--python', '/nonexistent/python']);
    expect(exitCode).toBe(3);
    expect(stdout).toContain('torch 2.13.0, not here: 0 of 14');
    expect(stdout).toContain('mindspore 2.10.0, not here: 0 of 5');
    expect(stdout).toContain('Expected a Python to run at /nonexistent/python, got ENOENT');
  });

  it('keeps what it has where the recorder dies half-way, and ends with 3', async () => {
    const { exitCode, fake } = await live({}, [], { dieAfter: 1 });
    expect(exitCode).toBe(3);
    const first = existing(fake.chunks[0]).cases.length;
    expect(await report()).toMatchObject({ summary: { cases: 14, passed: first, errored: 14 - first } });
  });

  it('ends with 130 when interrupted, keeps the report of what was recorded, and leaves nothing behind', async () => {
    // A real SIGINT once the recorder waits for ever: its first chunk is finished by then.
    const interrupting = `
      import fs from 'node:fs';
      const timer = setInterval(() => {
        const [work] = fs.readdirSync(process.env.TMPDIR).filter((name) => name.startsWith('syncbn-oracle-'));
        if (work === undefined || !fs.readdirSync(process.env.TMPDIR + '/' + work).some((name) => name.endsWith('.arrow'))) return;
        clearInterval(timer);
        process.kill(process.pid, 'SIGINT');
      }, 5).unref();`;
    const fake = await fakeTorch([threads, module]);
    await fake.order({ hangAfter: 1 });
    const args = ['--live', '--dialect', 'torch', '--python', fake.python];
    const { exitCode, stdout } = await verify(args, ['--import', `data:text/javascript,${encodeURIComponent(interrupting)}`]);
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^interrupted: /mu);
    const json = await report();
    expect(json).toMatchObject({ interrupted: true, summary: { failed: 0, errored: 0 }, reproduction: [{ cases: 14 }] });
    expect(jsonAt(json, ['summary', 'cases'])).toBeLessThan(14);
  });
});

describe('verify on golden sets of several versions', () => {
  beforeEach(async () => {
    goldens = path.join(folder, 'several');
    await writeGoldens(goldens, [threads.file, module.file, inVersion(module.rows.slice(0, 3), module.entry, '2.7.1')]);
  });

  it('looks at the files of all of them', async () => {
    const { exitCode, stdout } = await verify([]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('torch-2.7.1/module.arrow');
    expect(stdout).toMatch(/^passed: 3 files, 17 cases, 0 problems/mu);
  });

  it('records again those of the main versions, or the ones that are named', async () => {
    const fake = await fakeTorch([threads, module]);
    const main = await verify(['--live', '--python', fake.python]);
    expect(main).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('14 of 14 cases recorded again') });
    const older = inVersion(module.rows.slice(0, 3), module.entry, '2.7.1');
    const rows = readRows(older.bytes);
    const other = await fakeTorch([{ rows, entry: older.entry, file: older }], { version: '2.7.1' });
    const named = await verify(['--live', '--golden-set', 'torch-2.7.1', '--python', other.python]);
    expect(named).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('torch 2.7.1, here 2.7.1: 3 of 3 cases') });
    expect(await report()).toMatchObject({ command: expect.stringContaining('--golden-set torch-2.7.1') });
  });

  it('ends with 2 where the named ones are not there, or nothing is recorded again', async () => {
    const { exitCode, stderr } = await verify(['--live', '--golden-set', 'torch-1.0']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Expected --filter '*' to leave cases of torch-1.0, got none of 17");
    expect(await verify(['--golden-set', 'torch-2.7.1'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Expected --live with --golden-set'),
    });
  });
});

describe('bad usage of verify', () => {
  it.each([
    [['--sample', '5'], 'Expected --live with --sample'],
    [['--filter', 'torch/*'], 'Expected --live with --filter'],
    [['--python', 'python3'], 'Expected --live with --python'],
    [['--live', '--sample', '0'], 'from 1 to 1000000, got 0'],
    [['--out', '/proc/nowhere'], 'Expected --out to name a folder that can be made'],
  ])('ends with 2: %j', async (args, words) => {
    const { exitCode, stdout, stderr } = await verify(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});
