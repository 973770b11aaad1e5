import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';
import { manifestName } from '../../../goldens/format/manifest.ts';
import type { GoldenFile } from '../../../goldens/testing/golden-folder.ts';
import { fileOf, writeGoldens } from '../../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson, existing, jsonAt } from '../../../goldens/testing/golden-rows.ts';
import { inVersion } from '../../../goldens/testing/other-version.ts';
import type { SmallGolden } from '../../../goldens/testing/small-golden.ts';
import { fullCase, smallGolden } from '../../../goldens/testing/small-golden.ts';
import { temporaryFolder } from '../../../goldens/testing/temporary-folder.ts';
import schema from '../../../reports/report.schema.json' with { type: 'json' };
import type { CliResult } from '../../testing/built-cli.ts';
import { gpuObstacle } from '../../backends/find-gpu.ts';
import { claims } from '../../claims/catalogue.ts';
import { selectClaims } from '../../claims/select-claims.ts';
import { buildCli, runCli } from '../../testing/built-cli.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

let entry: string;
let torch: SmallGolden;
let mindspore: SmallGolden;
let full: GoldenRow;
beforeAll(async () => {
  entry = await buildCli();
  const { row } = await fullCase();
  full = row;
  torch = await smallGolden('torch-2.13.0/collective-threads.arrow', 60);
  mindspore = await smallGolden('mindspore-2.10.0/module.arrow', 10);
});

let folder: string;
let goldens: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  goldens = path.join(folder, 'some goldens');
});

const gate = (...args: readonly string[]): Promise<CliResult> => runCli(entry, ['gate', '--goldens', goldens, ...args], folder);
const writeBoth = (): Promise<void> => writeGoldens(goldens, [torch.file, mindspore.file]);

async function report(out = 'syncbn-report'): Promise<unknown> {
  const json: unknown = JSON.parse(await readFile(path.join(folder, out, 'report.json'), 'utf8'));
  validate(json);
  expect(validate.errors).toBeNull();
  return json;
}

describe('gate --backend', () => {
  it('finds the same with a screen, and reports what it was and decided', async () => {
    await writeBoth();
    const [alone, screened] = [await gate('--backend', 'cpu', '--out', 'a'), await gate('--backend', 'webasm', '--out', 'b')];
    expect([alone.exitCode, screened.exitCode, screened.stderr]).toEqual([0, 0, '']);
    const [one, other] = [await report('a'), await report('b')];
    expect(jsonAt(one, ['screen'])).toBeNull();
    expect(jsonAt(one, ['environment'])).toMatchObject({
      backend: 'cpu',
      adapter: null,
      why: 'the float64 core alone was asked for',
    });
    expect(jsonAt(other, ['environment'])).toMatchObject({ backend: 'webasm', kind: 'cpu' });
    expect(jsonAt(other, ['command'])).toMatch(/ --backend webasm$/u);
    expect(jsonAt(other, ['screen'])).toMatchObject({ arithmetic: 'compensated', lost: null });
    expect(jsonAt(other, ['screen', 'elements', 'screened'])).toBeGreaterThan(100);
    expect(screened.stdout).toMatch(/ {2}screen: [\d,]+ of [\d,]+ elements decided by the screen/u);
    for (const same of ['summary', 'cells', 'findings', 'coverage', 'methods']) {
      const without = (json: unknown): string =>
        JSON.stringify(jsonAt(json, [same]), (key, value: unknown) => (key === 'worstBoundUse' ? undefined : value));
      expect(without(other)).toBe(without(one));
    }
  });

  it('takes the exact core where there is no GPU, and says why', async (context) => {
    context.skip(gpuObstacle() === null, 'this machine may have a hardware GPU');
    await writeBoth();
    await gate();
    expect(jsonAt(await report(), ['environment'])).toMatchObject({
      backend: 'cpu',
      why: expect.stringContaining('no hardware GPU'),
    });
  });

  it('ends with 2 for one that does not exist', async () => {
    await writeBoth();
    const { exitCode, stderr } = await gate('--backend', 'cuda');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("argument 'cuda' is invalid. Allowed choices are auto, webgpu, webasm, cpu.");
  });
});

describe('gate on goldens that the reference agrees with', () => {
  it('ends with 0 and writes three reports', async () => {
    await writeBoth();
    const { exitCode, stdout, stderr } = await gate('--out', 'deep/er');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('passed: 70 cases');
    expect((await readdir(path.join(folder, 'deep/er'))).toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
    const json = await report('deep/er');
    expect(json).toMatchObject({
      command: expect.stringMatching(/^gate --goldens '.*'$/u),
      interrupted: false,
      summary: { cases: 70, passed: 70, failed: 0 },
      findings: [],
    });
    expect(jsonAt(json, ['cells', 'length'])).toBe(8);
    // Few cases decide few claims, and that is no failure.
    const verdicts = new Set(claims.map((_, index) => jsonAt(json, ['claims', index, 'verdict'])));
    expect(jsonAt(json, ['claims', 'length'])).toBe(claims.length);
    expect([...verdicts]).toEqual(expect.arrayContaining(['confirmed', 'undecided']));
    expect(stdout).toMatch(/claims: \d+ claims of the document: .* undecided; \d+ findings beyond it: /u);
    const junit = create(await readFile(path.join(folder, 'deep/er/junit.xml'), 'utf8')).root();
    expect(junit.filter(({ node }) => node.nodeName === 'testcase', false, true)).toHaveLength(70);
    const html = await readFile(path.join(folder, 'deep/er/report.html'), 'utf8');
    expect(html).toMatch(/^<!doctype html>/iu);
    expect(html.trimEnd().endsWith('</html>')).toBe(true);
  });

  it('prints one line with --quiet', async () => {
    await writeBoth();
    const { exitCode, stdout, stderr } = await gate('--quiet', '--dialect', 'mindspore');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(1);
    expect(stdout).toMatch(/^passed: 10 cases/u);
  });

  it('takes the goldens of the package where none are given', async () => {
    const { exitCode, stdout } = await runCli(entry, ['gate', '--filter', full.id, '--quiet'], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^passed: 1 case,/u);
  });

  it('judges a shard of what the filter leaves, and says in the report what was judged', async () => {
    await writeBoth();
    const { exitCode } = await gate('--dialect', 'torch', '--filter', 'torch/*@collective-threads', '--shard', '2/7');
    expect(exitCode).toBe(0);
    const command = "gate --dialect torch --filter 'torch/*@collective-threads' --shard 2/7 --goldens ";
    const json = await report();
    expect(json).toMatchObject({ command: expect.stringContaining(command), summary: { cases: 9 } });
    // Claims about the other framework are not asked.
    expect(jsonAt(json, ['claims', 'length'])).toBe(selectClaims(claims, 'torch').length);
  });
});

describe('gate on goldens with one number changed', () => {
  beforeEach(async () => {
    const changed = changeNumber(full, 'trace', ['steps', 0, 'ranks', 1, 'running_var'], 0, (value) => value * 1.5);
    const others = torch.rows.filter(({ id }) => id !== full.id).slice(0, 5);
    await writeGoldens(goldens, [fileOf([...others, changed], torch.entry), mindspore.file]);
  });

  it('ends with 1 and says what, where, how much, and how to replay it', async () => {
    const { exitCode, stdout } = await gate();
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`FAILED ${full.id}`);
    expect(stdout).toMatch(/running_var: step 1, rank 1, at \[0\]/u);
    for (const words of [/expected {2}\S/u, /actual {4}\S/u, /error {5}.*, bound .*times the bound/u, /hint: /u])
      expect(stdout).toMatch(words);
    expect(stdout).toContain('failed: 1 of 16 cases differs');
    expect(await report()).toMatchObject({
      summary: { cases: 16, failed: 1, findings: 1 },
      findings: [{ case: full.id, quantity: 'running_var', step: 1, rank: 1, at: [0] }],
    });
  });

  it('prints a command that replays that one case', async () => {
    const { stdout } = await gate();
    const command = existing(/^ *replay: (?<command>.*)$/mu.exec(stdout)?.groups?.['command']);
    expect(command).toMatch(/^npx syncbn-oracle /u);
    // Through a shell, as one would paste it; npx stands for the built program.
    const replay = await execa('sh', ['-c', `npx() { shift; "${process.execPath}" "${entry}" "$@"; }; ${command}`], {
      cwd: folder,
      reject: false,
    });
    expect(replay.exitCode).toBe(1);
    expect(replay.stdout).toContain('failed: 1 of 1 case differs');
    expect(replay.stdout).toContain(`FAILED ${full.id}`);
  });

  it('lists as many findings as --max-findings says', async () => {
    const spoil = (row: GoldenRow): GoldenRow => changeNumber(row, 'trace', ['initial', 'running_var'], 0, (value) => value + 1);
    const tracks = ({ trace }: GoldenRow): boolean =>
      /"initial":\{[^}]*\},[^}]*\},[^}]*\},"running_var":\{/u.test(trace) && !/"error":\{/u.test(trace);
    const { rows, entry: source } = await smallGolden('torch-2.13.0/collective-threads.arrow', 3, tracks);
    await writeGoldens(goldens, [fileOf(rows.map(spoil), source)]);
    const { exitCode, stdout, stderr } = await gate('--max-findings', '1', '--verbose');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toContain('and 2 more findings');
    expect(jsonAt(await report(), ['findings', 'length'])).toBe(1);
  });
});

describe('gate on golden sets of several versions', () => {
  const refused = { type: 'TypeError', message: "unexpected keyword argument 'bias'" };
  let older: GoldenFile;
  beforeEach(async () => {
    const others = torch.rows.filter(({ id }) => id !== full.id).slice(0, 5);
    const raised = editJson(full.trace, ['construction'], [refused, refused]);
    const changed = { ...full, trace: editJson(editJson(raised, ['initial'], null), ['steps'], []) };
    older = inVersion([...others, changed], torch.entry, '2.7.1');
    await writeGoldens(goldens, [torch.file, older]);
  });

  async function writeKnown(...ids: readonly string[]): Promise<void> {
    const differences = ids.map((id) => ({
      id,
      quantity: 'error',
      actual: id === 'no-bias' ? "TypeError: *'bias'" : `ValueError: ${id}`,
      reason: 'It came later.',
      issue: 'a/b#1',
    }));
    await mkdir(path.join(goldens, 'known-differences'));
    const file = { format: 'syncbn-oracle/known-differences@1', set: 'torch-2.7.1', differences };
    await writeFile(path.join(goldens, 'known-differences', 'torch-2.7.1.json'), JSON.stringify(file));
  }

  it('judges the main version alone, where nothing else is asked for', async () => {
    const { exitCode, stdout } = await gate();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('passed: 60 cases');
  });

  it('judges the set that is named, and replays with it', async () => {
    const { exitCode, stdout } = await gate('--golden-set', 'torch-2.7.1');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('goldens: torch 2.7.1 (6 cases)');
    expect(stdout).toContain('failed: 1 of 6 cases differs');
    expect(stdout).toMatch(/replay: .*:2\.7\.1' .*--golden-set torch-2\.7\.1$/mu);
    expect(await report()).toMatchObject({ command: expect.stringContaining('--golden-set torch-2.7.1'), knownDifferences: [] });
  });

  it.each([
    [['--golden-set', 'torch-2.7.1,torch-2.13.0'], 66],
    [['--golden-set', 'torch-2.7.1', '--golden-set', 'torch-2.13.0'], 66],
    [['--golden-set', 'all'], 66],
  ])('judges with %j every case of them', async (args, cases) => {
    const { stdout } = await gate(...args);
    expect(stdout).toContain(`failed: 1 of ${cases} cases differs`);
  });

  it('passes where all that differs is known', async () => {
    await writeKnown('no-bias');
    const { exitCode, stdout } = await gate('--golden-set', 'torch-2.7.1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('passed: 5 of 6 cases, 1 known to differ');
    expect(await report()).toMatchObject({
      summary: { passed: 5, failed: 0, known: 1, findings: 0 },
      knownDifferences: [{ id: 'no-bias', goldenSet: 'torch-2.7.1', cases: 1, firstCase: `${full.id}:2.7.1`, outdated: false }],
    });
  });

  it('fails where a known difference no longer differs, unless it looked at a part alone', async () => {
    await writeKnown('no-bias', 'gone');
    const { exitCode, stdout } = await gate('--golden-set', 'torch-2.7.1');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/torch-2\.7\.1 +gone +0 +0 +no longer differs/u);
    expect((await gate('--golden-set', 'torch-2.7.1', '--shard', '1/2')).exitCode).toBe(0);
    // Those of a set that is not judged say nothing.
    expect((await gate()).exitCode).toBe(0);
  });

  it('ends with 2 and names the file of known differences that does not read', async () => {
    await mkdir(path.join(goldens, 'known-differences'));
    await writeFile(path.join(goldens, 'known-differences', 'torch-2.7.1.json'), '{}');
    const { exitCode, stderr } = await gate('--golden-set', 'torch-2.7.1');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('known-differences/torch-2.7.1.json');
  });

  it('names the sets there are where no main version is', async () => {
    await writeGoldens(goldens, [older]);
    const { exitCode, stderr } = await gate();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Expected goldens of a main version');
    expect(stderr).toContain('Name one of torch-2.7.1 with --golden-set.');
  });
});

describe('gate on goldens that cannot be trusted', () => {
  it('ends with 2 and names the file that was changed, and the next step', async () => {
    await writeBoth();
    const file = path.join(goldens, torch.entry.path);
    const bytes = await readFile(file);
    bytes[1000] = existing(bytes[1000]) ^ 1;
    await writeFile(file, bytes);
    const { exitCode, stdout, stderr } = await gate();
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(file);
    expect(stderr).toMatch(/Expected SHA-256 .* got .*: the file was changed\. Restore it, or record it again\./u);
    expect(stderr).not.toContain('defect of syncbn-oracle');
  });

  it('ends with 2 and names the case that makes no sense', async () => {
    await writeGoldens(goldens, [fileOf([{ ...full, scenario: '{}' }], torch.entry)]);
    const { exitCode, stderr } = await gate();
    expect(exitCode).toBe(2);
    expect(stderr).toContain(torch.entry.path);
    expect(stderr).toContain(`case ${full.id}`);
  });

  it('ends with 2 where no goldens are', async () => {
    const { exitCode, stderr } = await gate();
    expect(exitCode).toBe(2);
    expect(stderr).toContain(path.join(goldens, manifestName));
    expect(stderr).toContain('--goldens');
  });

  it.each([
    [['--filter', 'torch/nothing/*'], "--filter 'torch/nothing/*'"],
    [['--filter', ''], "--filter ''"],
    [['--shard', '99/99', '--dialect', 'mindspore'], '--shard 99/99'],
  ])('ends with 2 where %j leaves nothing', async (args, words) => {
    await writeBoth();
    const { exitCode, stdout, stderr } = await gate(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(`Expected ${words} to leave some of`);
  });

  it('ends with 2 where the dialect has no goldens', async () => {
    await writeGoldens(goldens, [torch.file]);
    const { exitCode, stderr } = await gate('--dialect', 'mindspore');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Expected goldens of mindspore, a main version');
    expect(stderr).toContain('Name one of torch-2.13.0 with --golden-set.');
  });

  it('ends with 2 where the reports cannot be written', async () => {
    await writeBoth();
    await writeFile(path.join(folder, 'file'), '');
    const { exitCode, stderr } = await gate('--out', 'file/reports', '--shard', '1/70');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--out');
    expect(stderr).toContain('file/reports');
    await mkdir(path.join(folder, 'taken', 'report.json'), { recursive: true });
    const taken = await gate('--out', 'taken', '--shard', '1/70');
    expect(taken.exitCode).toBe(2);
    expect(taken.stderr).toContain('--out to name a folder that takes report.json, got taken');
  });
});

describe('gate that is interrupted', () => {
  it('ends with 130 and keeps the report of what it judged', async () => {
    await writeBoth();
    // A real SIGINT, where the gate lets the world in for the second time: after its first 50 cases.
    const interrupting = `
      const real = globalThis.setImmediate;
      let asked = 0;
      globalThis.setImmediate = (...given) => {
        if (process.listenerCount('SIGINT') === 0 || ++asked !== 2) return real(...given);
        const alive = setInterval(() => undefined, 1e6);
        process.once('SIGINT', () => {
          clearInterval(alive);
          real(...given);
        });
        process.kill(process.pid, 'SIGINT');
      };`;
    const preload = `data:text/javascript,${encodeURIComponent(interrupting)}`;
    const { exitCode, stdout } = await runCli(entry, ['gate', '--goldens', goldens], folder, ['--import', preload]);
    expect(exitCode).toBe(130);
    expect(stdout).toContain('interrupted: 50 cases');
    expect(await report()).toMatchObject({ interrupted: true, summary: { cases: 50, passed: 50 } });
    expect((await readdir(path.join(folder, 'syncbn-report'))).toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
  });
});
