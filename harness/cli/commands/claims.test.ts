import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { execa } from 'execa';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fileOf, writeGoldens } from '../../../goldens/testing/golden-folder.ts';
import { changeNumber, existing, jsonAt } from '../../../goldens/testing/golden-rows.ts';
import type { SmallGolden } from '../../../goldens/testing/small-golden.ts';
import { fullCase, smallGolden } from '../../../goldens/testing/small-golden.ts';
import { temporaryFolder } from '../../../goldens/testing/temporary-folder.ts';
import schema from '../../../reports/report.schema.json' with { type: 'json' };
import { claims } from '../../claims/catalogue.ts';
import { selectClaims } from '../../claims/select-claims.ts';
import type { CliResult } from '../../testing/built-cli.ts';
import { buildCli, runCli } from '../../testing/built-cli.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

let entry: string;
let torch: SmallGolden;
let mindspore: SmallGolden;
beforeAll(async () => {
  entry = await buildCli();
  torch = await smallGolden('torch-2.13.0/collective-threads.arrow', 60);
  mindspore = await smallGolden('mindspore-2.10.0/module.arrow', 20);
});

let folder: string;
let goldens: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  goldens = path.join(folder, 'some goldens');
});

const run = (...args: readonly string[]): Promise<CliResult> => runCli(entry, ['claims', ...args], folder);

async function report(): Promise<unknown> {
  const json: unknown = JSON.parse(await readFile(path.join(folder, 'syncbn-report', 'report.json'), 'utf8'));
  validate(json);
  expect(validate.errors).toBeNull();
  return json;
}

describe('claims', () => {
  it('ends with 0 on the goldens of the package, writes three reports, and lists every claim', async () => {
    const { exitCode, stdout, stderr } = await run();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(await report()).toMatchObject({ command: 'claims', summary: { cases: 0 }, cases: [], interrupted: false });
    expect((await readdir(path.join(folder, 'syncbn-report'))).toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
    for (const { part, text } of claims) {
      expect(stdout).toContain(`\n${part}\n`);
      expect(stdout).toContain(text);
    }
    expect(stdout).toMatch(/^refuted {7}row \(False, False\), sentence 2: /mu);
    expect(stdout.split('\n').at(-1)).toMatch(/^decided: \d+ claims of the document: .* report: /u);
  });

  it('ends with 3 where some are undecided, and prints one line with --quiet', async () => {
    await writeGoldens(goldens, [torch.file, mindspore.file]);
    const { exitCode, stdout, stderr } = await run('--goldens', goldens, '--quiet');
    expect({ exitCode, stderr }).toEqual({ exitCode: 3, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(1);
    expect(stdout).toMatch(/^not all decided: .* undecided/u);
  });

  it('asks those of one framework, and its goldens', async () => {
    await writeGoldens(goldens, [torch.file, mindspore.file]);
    await run('--goldens', goldens, '--dialect', 'mindspore', '--out', 'syncbn-report');
    const json = await report();
    expect(json).toMatchObject({ command: expect.stringMatching(/^claims --dialect mindspore --goldens '/u) });
    expect(jsonAt(json, ['claims', 'length'])).toBe(selectClaims(claims, 'mindspore').length);
    expect(jsonAt(json, ['goldens', 'length'])).toBe(1);
  });

  it('prints commands with --verbose that replay the evidence', async () => {
    await writeGoldens(goldens, [torch.file]);
    const { stdout } = await run('--goldens', goldens, '--verbose');
    const command = existing(/ for: (?<command>npx .*)$/mu.exec(stdout)?.groups?.['command']);
    const replay = await execa('sh', ['-c', `npx() { shift; "${process.execPath}" "${entry}" "$@"; }; ${command} --quiet`], {
      cwd: folder,
      reject: false,
    });
    expect(replay.stdout).toMatch(/^passed: 1 case,/u);
  });

  it('is of another mind where the recorded numbers are others', async () => {
    const { row, entry: file } = await fullCase();
    const verdictOf = async (): Promise<unknown> => {
      await run('--goldens', goldens);
      const json = await report();
      const place = claims.findIndex(({ id }) => id === 'difference-1/torch/train+track');
      return jsonAt(json, ['claims', place, 'verdict']);
    };
    await writeGoldens(goldens, [fileOf([row], file)]);
    expect(await verdictOf()).toBe('confirmed');
    const changed = changeNumber(row, 'trace', ['steps', 0, 'ranks', 1, 'y'], 0, (value) => value + 1);
    await writeGoldens(goldens, [fileOf([changed], file)]);
    expect(await verdictOf()).toBe('refuted');
  });

  it('ends with 2 where there are no goldens', async () => {
    await writeGoldens(goldens, [torch.file]);
    const { exitCode, stderr } = await run('--goldens', goldens, '--dialect', 'mindspore');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('found none for mindspore');
  });

  it('ends with 130 where it is interrupted, and keeps the report of what it heard', async () => {
    // A real SIGINT, where the hearing lets the world in for the second time.
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
    const { exitCode, stdout } = await runCli(entry, ['claims', '--quiet'], folder, ['--import', preload]);
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^interrupted: /u);
    expect(await report()).toMatchObject({ interrupted: true });
  });
});
