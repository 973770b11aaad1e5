import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackendError } from '../../backends/backend-error.ts';
import { gpuObstacle } from '../../backends/find-gpu.ts';
import * as openAdapter from '../../backends/open-adapter.ts';
import { main } from '../main.ts';
import { explainFacts } from './doctor.ts';

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

async function runHere(...args: readonly string[]): Promise<Outcome> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      texts[name] += String(text);
      return true;
    });
  }
  await main(['node', 'syncbn-oracle', 'doctor', ...args]);
  const exitCode = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { ...texts, exitCode };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('doctor', () => {
  it('shows every backend, and what auto takes', async () => {
    const { stdout, stderr, exitCode } = await runHere();
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toMatch(/^syncbn-oracle \d+\.\d+\.\d+, Node \d+\.\d+\.\d+, \w+ \w+\n\nwebgpu {2}/u);
    expect(stdout).toMatch(
      /\nwebasm {2}available: the CPU, by WebAssembly\n {8}adapter: .+\n {8}driver: V8 .+\n {8}why: .+\n {8}\+ - \* rounded right\n/u,
    );
    expect(stdout).toMatch(/\ncpu {5}available: the float64 core/u);
  });

  it('says why auto takes no GPU', async (context) => {
    context.skip(gpuObstacle() === null, 'this machine may have a hardware GPU');
    const { stdout, exitCode } = await runHere('--backend', 'auto');
    expect({ stdout, exitCode }).toEqual({
      stdout: expect.stringMatching(/\nauto {4}takes cpu\n {8}no hardware GPU: /u),
      exitCode: 0,
    });
  });

  it.each([
    [['--backend', 'webgpu'], 3],
    [[], 0],
  ])('says what to install where webgpu is missing, and ends with it if asked: %j', async (args, code) => {
    const missing = new BackendError('Expected an adapter for webgpu, got none. Install a GPU driver.');
    vi.spyOn(openAdapter, 'openAdapter').mockRejectedValue(missing);
    const { stdout, stderr, exitCode } = await runHere(...args);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: code });
    expect(stdout).toContain(
      '\nwebgpu  not available\n        Expected an adapter for webgpu, got none. Install a GPU driver.\n',
    );
  });

  it('shows one backend alone', async () => {
    const { stdout, exitCode } = await runHere('--backend', 'webasm');
    expect(exitCode).toBe(0);
    expect(stdout.match(/^\w+/gmu)).toEqual(['syncbn', 'webasm']);
    expect((await runHere('--backend', 'cpu')).stdout.match(/^\w+/gmu)).toEqual(['syncbn', 'cpu']);
    expect((await runHere('--backend', 'cuda')).stderr).toContain('Allowed choices are auto, webgpu, webasm, cpu');
  });

  it('puts other facts in other words', () => {
    expect(
      explainFacts({
        unitRoundoff: 2 ** -23,
        compensated: false,
        twoProduct: false,
        contracts: true,
        flushesDenormals: true,
        divisionUlps: 2.5,
        rootUlps: 5,
        spreadsNonFinite: false,
      }),
    ).toEqual([
      '+ - * rounded to a neighbour, not always the nearest',
      'division within 2.5 ulp, roots within 5 ulp',
      'TwoSum does not work, TwoProduct does not work',
      'a b + c may be rounded once',
      'numbers below 2^-126 may become zero',
      'NaN and infinities get lost',
    ]);
  });
});
