import { describe, expect, it } from 'vitest';
import type { CaseResult, Drift, Report } from '../../reports/model.ts';
import type { ComparedCase } from './compare-sets.ts';
import { reportDrift } from './report-drift.ts';

type Compared = ComparedCase['comparisons'][number];

const same: Compared = {
  step: 1,
  rank: 0,
  group: null,
  quantity: 'y',
  row: 'train+track',
  isTensor: true,
  elements: 8,
  identical: 8,
  undecided: 0,
  units: 0,
  difference: null,
};
const numbers = (units: number, change: Partial<Compared> = {}): Compared => ({
  ...same,
  identical: 6,
  units,
  difference: { kind: 'numbers', at: [0, 1], a: 1, b: 1 + units },
  ...change,
});
const words = (a: string, b: string): Compared => ({
  ...same,
  quantity: 'error',
  isTensor: false,
  elements: 1,
  identical: 0,
  difference: { kind: 'words', at: null, a, b },
});

let made = 0;
const compared = (...comparisons: readonly Compared[]): ComparedCase => {
  made += 1;
  return {
    id: `case ${made}`,
    dialect: 'torch',
    method: 'module',
    rows: ['train+track'],
    comparisons,
    consequences: 1,
    seconds: 0,
  };
};

const context = {
  toolVersion: '0.1.0',
  command: 'drift',
  startedAt: new Date(0),
  seconds: 1,
  interrupted: false,
  node: '24.21.0',
  platform: 'linux x64',
  files: [],
  sets: ['torch-2.13.0', 'torch-2.7.1'],
  onlyA: 3,
  onlyB: 0,
} as const;
const report = (...cases: readonly ComparedCase[]): Report => reportDrift(cases, context);
const drift = (...cases: readonly ComparedCase[]): Drift => {
  const { drift: found } = report(...cases);
  if (found === null) throw new TypeError('Expected a drift, got none.');
  return found;
};
const status = (...comparisons: readonly Compared[]): CaseResult['status'] | undefined =>
  report(compared(...comparisons)).cases[0]?.status;

describe('a scenario', () => {
  it('passes where at most bits inside the bounds differ, and fails beyond', () => {
    expect(status(same)).toBe('passed');
    expect(status(numbers(2))).toBe('passed');
    expect(status(numbers(2.01))).toBe('failed');
    expect(status(numbers(Number.POSITIVE_INFINITY))).toBe('failed');
    expect(status(numbers(0, { undecided: 2 }))).toBe('passed');
    expect(status(same, words('a', 'b'))).toBe('failed');
  });

  it('says what differs', () => {
    expect(report(compared(words('a', 'b'))).cases[0]?.reason).toBe('error: from a to b');
  });
});

describe('the drift', () => {
  it('counts scenarios: shared, alike to the bit, and in one set alone', () => {
    expect(drift(compared(same), compared(numbers(1)), compared(same))).toMatchObject({
      a: 'torch-2.13.0',
      b: 'torch-2.7.1',
      shared: 3,
      identical: 2,
      onlyA: 3,
      onlyB: 0,
      consequences: 3,
    });
  });

  it('adds the numbers of a row and quantity up, with the case that is farthest apart', () => {
    const cases = [compared(same, numbers(1)), compared(numbers(5, { undecided: 1 })), compared(words('a', 'b'))];
    expect(drift(...cases).cells).toEqual([
      {
        dialect: 'torch',
        row: 'train+track',
        quantity: 'y',
        elements: 24,
        identical: 20,
        undecided: 1,
        worst: { units: 5, case: cases[1]?.id },
      },
    ]);
    expect(drift(compared(same)).cells).toMatchObject([{ worst: null }]);
  });

  it('lists the constructor first, then the rows as the state tables have them', () => {
    const rows = ['eval+notrack', 'train+track', 'constructor'].map((row) => ({ ...same, row }));
    expect(drift(compared(...rows)).cells.map(({ row }) => row)).toEqual(['constructor', 'train+track', 'eval+notrack']);
  });

  it('names each way to differ once, the most frequent first, and of numbers the farthest apart', () => {
    const cases = [
      compared(words('a', 'b')),
      compared(words('a', 'c')),
      compared(words('a', 'c'), words('a', 'c')),
      compared(numbers(3)),
      compared(numbers(7)),
      compared(numbers(4)),
      compared(numbers(1)),
    ];
    expect(drift(...cases).differences).toEqual([
      { kind: 'numbers', quantity: 'y', a: 1, b: 8, cases: 3, firstCase: cases[3]?.id },
      { kind: 'words', quantity: 'error', a: 'a', b: 'c', cases: 2, firstCase: cases[1]?.id },
      { kind: 'words', quantity: 'error', a: 'a', b: 'b', cases: 1, firstCase: cases[0]?.id },
    ]);
  });
});
