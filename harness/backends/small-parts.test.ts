import { describe, expect, it } from 'vitest';
import { lendNavigator } from './lend-navigator.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { wholeOutput } from './whole-output.ts';
import { withEnvironment } from './with-environment.ts';

describe('the rows of an output', () => {
  it('are taken whole where they are parts of one array', () => {
    const whole = Float32Array.from({ length: 12 }, (_, index) => index);
    const rows = [0, 1, 2].map((row) => whole.subarray(row * 4, row * 4 + 4));
    const got = wholeOutput(rows, 4, 3);
    expect(got).toEqual(whole);
    expect(got.buffer).toBe(whole.buffer);
  });

  it.each([
    ['of different arrays', [Float32Array.of(0, 1), Float32Array.of(2, 3)]],
    ['in another order', [Float32Array.of(2, 3, 0, 1).subarray(2), Float32Array.of(2, 3)]],
    ['of a larger array', [Float32Array.of(0, 1, 2, 3, 4).subarray(0, 2), Float32Array.of(2, 3)]],
  ])('are put together where they are %s', (_, rows) => {
    expect(wholeOutput(rows, 2, 2)).toEqual(Float32Array.of(0, 1, 2, 3));
  });

  it.each<[string, unknown, string]>([
    ['too few', [new Float32Array(2)], 'Expected 2 rows of 2 numbers, got 1'],
    ['no rows', null, 'got object'],
    ['a short one', [new Float32Array(2), new Float32Array(1)], 'Expected row 1 to hold 2 numbers, got 1'],
    ['a row of something else', [[0, 1], new Float32Array(2)], 'Expected row 0 to hold 2 numbers, got object'],
  ])('are refused: %s', (_, rows, words) => {
    expect(() => wholeOutput(rows, 2, 2)).toThrow(words);
  });
});

it('runs one task at a time, and goes on after one that fails', async () => {
  const inTurn = oneAtATime();
  const events: string[] = [];
  const task = (name: string) => async (): Promise<string> => {
    events.push(`${name} starts`);
    await Promise.resolve();
    events.push(`${name} ends`);
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const outcomes = await Promise.allSettled([inTurn(task('a')), inTurn(task('b')), inTurn(task('c'))]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(events).toEqual(['a starts', 'a ends', 'b starts', 'b ends', 'c starts', 'c ends']);
});

it('puts the environment back, whatever happens', async () => {
  process.env['ORACLE_TEST_OLD'] = 'old';
  const seen = withEnvironment({ ORACLE_TEST_OLD: 'new', ORACLE_TEST_NEW: 'new' }, async () => {
    expect([process.env['ORACLE_TEST_OLD'], process.env['ORACLE_TEST_NEW']]).toEqual(['new', 'new']);
    throw new Error('failed inside');
  });
  await expect(seen).rejects.toThrow('failed inside');
  expect([process.env['ORACLE_TEST_OLD'], process.env['ORACLE_TEST_NEW']]).toEqual(['old', undefined]);
  delete process.env['ORACLE_TEST_OLD'];
});

it('gives the navigator of Node back, whatever happens', async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  const lent = lendNavigator('gpu', async () => {
    expect(navigator).toEqual({ gpu: 'gpu' });
    throw new Error('failed inside');
  });
  await expect(lent).rejects.toThrow('failed inside');
  expect(Object.getOwnPropertyDescriptor(globalThis, 'navigator')).toEqual(before);
  expect(navigator.hardwareConcurrency).toBeGreaterThan(0);
});
