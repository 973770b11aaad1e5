import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';
import { fileOf, writeGoldens } from '../../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../../goldens/testing/golden-rows.ts';
import { jsonAt } from '../../../goldens/testing/golden-rows.ts';
import type { SmallGolden } from '../../../goldens/testing/small-golden.ts';
import { fullCase, smallGolden } from '../../../goldens/testing/small-golden.ts';
import { temporaryFolder } from '../../../goldens/testing/temporary-folder.ts';
import schema from '../../../reports/report.schema.json' with { type: 'json' };
import type { CliResult } from '../../testing/built-cli.ts';
import { buildCli, runCli } from '../../testing/built-cli.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

let entry: string;
let torch: SmallGolden;
let mindspore: SmallGolden;
beforeAll(async () => {
  entry = await buildCli();
  const trains = ({ id, trace }: GoldenRow): boolean =>
    /^torch\/train\+track\/world2\([2-9],[2-9]\)\/f32\/momentum=default\//u.test(id) && !/"initial":null|"error":\{/u.test(trace);
  torch = await smallGolden('torch-2.13.0/collective-threads.arrow', 5, trains);
  mindspore = await smallGolden('mindspore-2.10.0/module.arrow', 30);
});

let folder: string;
let goldens: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  goldens = path.join(folder, 'some goldens');
  await writeGoldens(goldens, [torch.file, mindspore.file]);
});

const mutants = (...args: readonly string[]): Promise<CliResult> =>
  runCli(entry, ['mutants', '--goldens', goldens, ...args], folder);

async function report(): Promise<unknown> {
  const json: unknown = JSON.parse(await readFile(path.join(folder, 'syncbn-report', 'report.json'), 'utf8'));
  validate(json);
  expect(validate.errors).toBeNull();
  return json;
}

describe('mutants that the goldens kill', () => {
  it('end with 0, are printed a line each, and reported thrice', async () => {
    const { exitCode, stdout, stderr } = await mutants('--mutant', 'buffer-biased', '--certify', '--fuzz', '20');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}buffer-biased +\d+ +35 +\d+ +\d+ +\d+\/\d+\/\d+ +killed +killed +killed +killed +\w+/mu);
    expect(stdout).toMatch(/^passed: 1 of 1 mutant killed, 1 of 1 by fuzzing, 1 of 1 certified at grade A /mu);
    expect((await readdir(path.join(folder, 'syncbn-report'))).toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
    const json = await report();
    expect(json).toMatchObject({
      command: expect.stringMatching(/^mutants --mutant buffer-biased --certify --fuzz 20 --goldens '.*'$/u),
      seed: 20_261_122,
      summary: { cases: 0, requiredGrade: 'A' },
      mutants: [{ id: 'buffer-biased', killed: true, cases: 35, fuzz: { cases: 20 }, suites: { torch: 'killed' } }],
      tolerances: [{ name: 'assert_close', recorded: 35 }, { name: 'rtol=atol=1e-3' }],
    });
    expect(jsonAt(json, ['mutants', 0, 'certificates', 'length'])).toBe(3);
    const junit = create(await readFile(path.join(folder, 'syncbn-report', 'junit.xml'), 'utf8')).root();
    expect(junit.filter(({ node }) => node.nodeName === 'testcase', false, true)).toHaveLength(1);
    expect(await readFile(path.join(folder, 'syncbn-report', 'report.html'), 'utf8')).toContain(
      'Kill matrix, torch.nn.SyncBatchNorm',
    );
  });

  it('are reported the same from run to run, whichever thread did what', async () => {
    const run = async (): Promise<unknown> => {
      await mutants('--mutant', 'momentum-*', '--fuzz', '10', '--quiet');
      const json = await report();
      return [jsonAt(json, ['mutants']), jsonAt(json, ['tolerances'])];
    };
    expect(await run()).toEqual(await run());
  });
});

describe('a mutant that escapes', () => {
  it('ends with 1 and is named', async () => {
    // A rank alone has nothing to synchronise.
    await writeGoldens(goldens, [mindspore.file]);
    const { exitCode, stdout } = await mutants('--mutant', 'only-first-group-synchronises', '--fuzz', '0');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('not caught: only-first-group-synchronises');
    expect(stdout).toMatch(/^failed: 0 of 1 mutant killed/mu);
    expect(await report()).toMatchObject({
      seed: null,
      mutants: [{ killed: false, firstKill: null, fuzz: null, certificates: [] }],
    });
  });

  it('escapes fuzzing too, if it gets too few cases', async () => {
    const { exitCode, stdout } = await mutants(
      '--mutant',
      'momentum-none-is-one',
      '--dialect',
      'torch',
      '--fuzz',
      '1',
      '--quiet',
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('0 of 1 by fuzzing');
  });
});

describe('mutants of one dialect', () => {
  it('are held against its goldens alone', async () => {
    const { stdout } = await mutants('--dialect', 'mindspore', '--mutant', 'momentum-reversed', '--fuzz', '5');
    expect(stdout).not.toContain('torch 2.13.0');
    expect(await report()).toMatchObject({
      mutants: [{ dialects: ['mindspore'], cases: 30, suites: { torch: 'not applicable' } }],
    });
  });
});

describe('bad usage', () => {
  it.each([
    [['--mutant', 'nothing-like-it'], "Expected --mutant 'nothing-like-it' to leave some of"],
    [['--grade', 'C'], '--grade'],
    [['--fuzz', 'many'], 'Expected a whole number from 0'],
    [['--out', '/proc/nowhere'], 'Expected --out to name a folder that can be made'],
  ])('ends with 2: %j', async (args, words) => {
    const { exitCode, stdout, stderr } = await mutants(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(words);
  });

  it('ends with 2 where there are no goldens of the dialect', async () => {
    await writeGoldens(goldens, [mindspore.file]);
    const { exitCode, stderr } = await mutants('--dialect', 'torch');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('found none for torch');
  });

  it('ends with 2 and names a golden file that was changed', async () => {
    const { row } = await fullCase();
    await writeGoldens(goldens, [fileOf([{ ...row, scenario: '{}' }], torch.entry)]);
    const { exitCode, stderr } = await mutants('--mutant', 'buffer-biased', '--fuzz', '0');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(torch.entry.path);
  });
});

describe('a run that is interrupted', () => {
  it('ends with 130 and keeps the report of what it found', async () => {
    // A real SIGINT once the first task is done: that is when a message of a thread arrives.
    const interrupting = `
      import { MessagePort } from 'node:worker_threads';
      let asked = false;
      const on = MessagePort.prototype.on;
      MessagePort.prototype.on = function (name, listener) {
        if (name !== 'message') return on.call(this, name, listener);
        return on.call(this, name, (message) => {
          if (!asked && message && 'taskId' in message && process.listenerCount('SIGINT') > 0) {
            asked = true;
            process.kill(process.pid, 'SIGINT');
          }
          setTimeout(() => listener(message), 200);
        });
      };`;
    const preload = `data:text/javascript,${encodeURIComponent(interrupting)}`;
    const args = ['mutants', '--goldens', goldens, '--mutant', 'buffer*', '--out', 'syncbn-report'];
    const { exitCode, stdout } = await runCli(entry, args, folder, ['--import', preload]);
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^interrupted: /mu);
    expect(await report()).toMatchObject({ interrupted: true });
  });
});
