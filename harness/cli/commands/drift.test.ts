import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { GoldenFile } from '../../../goldens/testing/golden-folder.ts';
import { fileOf, writeGoldens } from '../../../goldens/testing/golden-folder.ts';
import type { GoldenRow } from '../../../goldens/testing/golden-rows.ts';
import { changeNumber, editJson } from '../../../goldens/testing/golden-rows.ts';
import { inVersion } from '../../../goldens/testing/other-version.ts';
import type { SmallGolden } from '../../../goldens/testing/small-golden.ts';
import { fullCase, smallGolden } from '../../../goldens/testing/small-golden.ts';
import { temporaryFolder } from '../../../goldens/testing/temporary-folder.ts';
import schema from '../../../reports/report.schema.json' with { type: 'json' };
import type { CliResult } from '../../testing/built-cli.ts';
import { buildCli, runCli } from '../../testing/built-cli.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

let entry: string;
let torch: SmallGolden;
let full: GoldenRow;
let others: readonly GoldenRow[];
let main: GoldenFile;
beforeAll(async () => {
  entry = await buildCli();
  ({ row: full } = await fullCase());
  torch = await smallGolden('torch-2.13.0/collective-threads.arrow', 39);
  others = torch.rows.filter(({ id }) => id !== full.id).slice(0, 5);
  main = fileOf([full, ...torch.rows.filter(({ id }) => id !== full.id)], torch.entry);
});

let folder: string;
let goldens: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  goldens = path.join(folder, 'goldens');
});

const drift = (...args: readonly string[]): Promise<CliResult> => runCli(entry, ['drift', ...args, '--goldens', goldens], folder);
const writeOlder = (...rows: readonly GoldenRow[]): Promise<void> =>
  writeGoldens(goldens, [main, inVersion(rows, torch.entry, '2.7.1'), inVersion([full], torch.entry, '2.14.1')]);

async function report(): Promise<unknown> {
  const json: unknown = JSON.parse(await readFile(path.join(folder, 'syncbn-report', 'report.json'), 'utf8'));
  validate(json);
  expect(validate.errors).toBeNull();
  return json;
}

describe('drift', () => {
  it('ends with 0 where both versions answered alike, and writes three reports', async () => {
    await writeOlder(full, ...others);
    const { exitCode, stdout, stderr } = await drift('torch-2.7.1');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(
      'from torch-2.13.0 to torch-2.7.1: 6 of 6 shared scenarios answered alike to the bit, 34 in torch-2.13.0 alone',
    );
    expect(stdout).toMatch(/^passed: 6 cases/mu);
    expect((await readdir(path.join(folder, 'syncbn-report'))).toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
    expect(await report()).toMatchObject({
      command: expect.stringContaining('drift torch-2.13.0 torch-2.7.1'),
      implementation: { name: 'torch-2.7.1', version: 'against torch-2.13.0' },
      drift: { shared: 6, identical: 6, differences: [] },
    });
  });

  it('ends with 0 where only bits inside the bounds differ, and counts them', async () => {
    const place = ['steps', 0, 'ranks', 0, 'running_var'];
    await writeOlder(
      changeNumber(full, 'trace', place, 0, (value) => value * (1 + 2 ** -23)),
      ...others,
    );
    const { exitCode, stdout } = await drift('torch-2.7.1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('5 of 6 shared scenarios answered alike to the bit');
    expect(await report()).toMatchObject({ summary: { passed: 6, failed: 0 }, drift: { identical: 5, differences: [] } });
  });

  it('ends with 1 where more differs, and says what', async () => {
    const moved = changeNumber(full, 'trace', ['steps', 0, 'ranks', 0, 'y'], 0, (value) => value + 1);
    await writeOlder({ ...moved, trace: editJson(moved.trace, ['steps', 0, 'ranks', 1, 'grad_x'], null) }, ...others);
    const { exitCode, stdout } = await drift('torch-2.7.1', '--verbose');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ {2}numbers y {3}1 scenario, first torch\//mu);
    expect(stdout).toMatch(/presence grad_x[^]*to {4}None/u);
    expect(stdout).toContain(`failed  ${full.id}:2.7.1`);
    expect(await report()).toMatchObject({ summary: { cases: 6, failed: 1 } });
  });

  it('compares any two versions, in the order given', async () => {
    await writeOlder(full, ...others);
    const { exitCode, stdout } = await drift('torch-2.7.1', 'torch-2.14.1');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'from torch-2.7.1 to torch-2.14.1: 1 of 1 shared scenario answered alike to the bit, 5 in torch-2.7.1 alone',
    );
  });

  it('compares what a filter leaves, and ends with 2 where it leaves nothing', async () => {
    await writeOlder(full, ...others);
    expect((await drift('torch-2.7.1', '--filter', `${full.id}:2.7.1`)).stdout).toMatch(/^passed: 1 case,/mu);
    const { exitCode, stderr } = await drift('torch-2.7.1', '--filter', 'mindspore/*');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Expected --filter 'mindspore/*' to leave some of 6 shared scenarios, got none.");
  });

  it('ends with 2 where the sets share nothing', async () => {
    const [first = full, ...rest] = others;
    await writeGoldens(goldens, [inVersion([first], torch.entry, '2.7.1'), inVersion(rest, torch.entry, '2.14.1')]);
    const { exitCode, stderr } = await drift('torch-2.7.1', 'torch-2.14.1');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('to share scenarios, got none');
  });
});
