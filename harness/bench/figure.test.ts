import { describe, expect, it } from 'vitest';
import type { BackendDescription } from '../backends/open-runner.ts';
import { describeBackend } from './describe-machine.ts';
import type { Figure, Task } from './figure.ts';
import { amount, describeFigure, nameBackend } from './figure.ts';

const backend = (kind: BackendDescription['kind']): BackendDescription => ({
  backend: kind === 'cpu' ? 'webasm' : 'webgpu',
  adapter: 'an adapter',
  driver: 'a driver',
  kind,
  why: 'it was there',
});
const timing = { median: 20, least: 10, most: 1234, runs: 5 };
const tasks: readonly Task[] = ['answer', 'judge'];

describe('a software adapter', () => {
  it('is called software in every row and in the heading, a GPU and WebAssembly in none', () => {
    for (const kind of ['hardware', 'software', 'cpu'] as const) {
      const who = nameBackend(backend(kind));
      const figures = tasks.flatMap((task): readonly Figure[] => [
        { who, task, timing, note: '' },
        { who, task, reason: 'none' },
      ]);
      const lines = [...figures.map((figure) => describeFigure(figure, 1000)), describeBackend(backend(kind))];
      for (const line of lines) expect(/software/iu.test(line)).toBe(kind === 'software');
    }
  });
});

describe('describeFigure', () => {
  it('gives median, spread, runs, nanoseconds an element and elements a second', () => {
    const line = describeFigure({ who: 'exact core', task: 'judge', timing, note: 'all decided' }, 2_000_000);
    expect(line.split(/ {2,}/u)).toEqual([
      'exact core',
      'judge',
      '20.0 ms',
      '10.0 to 1,234',
      '5',
      '10.0 ns',
      '100 M',
      'all decided',
    ]);
  });

  it('says why there is no figure', () => {
    expect(describeFigure({ who: 'torch', task: 'answer', reason: 'no torch' }, 1)).toMatch(
      /^torch +answer +not measured: no torch$/u,
    );
  });
});

it('writes three digits that count', () => {
  expect([0.012345, 1.2345, 12.345, 99.94, 99.96, 1234.5].map(amount)).toEqual([
    '0.0123',
    '1.23',
    '12.3',
    '99.9',
    '100',
    '1,235',
  ]);
});
