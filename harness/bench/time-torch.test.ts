import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { describeFigure } from './figure.ts';
import { timeTorch } from './time-torch.ts';
import type { TorchTimings } from './time-torch.ts';

const workload = { name: 'tiny', shape: [2, 3, 4], ranks: 2, scenarios: 3, leastRuns: 1, isLarge: false };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  return () => rm(folder, { recursive: true });
});

async function ask(script: string): Promise<TorchTimings> {
  const python = path.join(folder, 'python');
  await writeFile(python, `#!/bin/sh\n${script}\n`);
  await chmod(python, 0o755);
  return timeTorch([workload], python);
}

it('gives a row for each dtype of what torch answered, and says what it did not answer', async () => {
  const timings = [{ workload: 'tiny', dtype: 'float32', backward: false, milliseconds: [3, 1, 2] }];
  const { description, figures } = await ask(`echo '${JSON.stringify({ version: '2.0', threads: 2, timings })}'`);
  expect(description).toContain('torch 2.0 on the CPU, 2 threads');
  expect(figures(workload, 'forward')).toEqual([
    { who: 'torch float32, CPU', task: 'answer', timing: { median: 2, least: 1, most: 3, runs: 3 }, note: '' },
    { who: 'torch float64, CPU', task: 'answer', reason: 'torch did not answer' },
  ]);
});

it('hands over the workloads as one argument', async () => {
  const { description } = await ask('echo "$#: $2" >&2; exit 1');
  expect(description).toContain('ended with 1: 2: {"workloads":[{"name":"tiny","shape":[2,3,4],"ranks":2');
});

it.each([
  ['exit 3', 'ended with 3'],
  ['echo "No module named \'torch\'" >&2; exit 1', "No module named 'torch'. --python names another"],
  ['echo hello', 'did not answer what was expected of it'],
  ['echo \'{"version": "2.0", "threads": 0, "timings": []}\'', 'did not answer what was expected of it'],
])('says in one line why there is no figure: %s', async (script, reason) => {
  const { description, figures } = await ask(script);
  expect(description).toMatch(/^torch: not measured: [^\n]*$/u);
  expect(description).toContain(reason);
  for (const figure of figures(workload, 'forward')) expect(describeFigure(figure, 1)).toContain('not measured: see above');
});

it('says that no Python is there', async () => {
  const { description } = await timeTorch([workload], path.join(folder, 'none'));
  expect(description).toContain('ENOENT');
});
