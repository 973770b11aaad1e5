import { expect, test } from 'vitest';
import * as standIn from './collect-tests.ts';

test('keeps what a file defines, by suite and row, and runs none of it', async () => {
  const ran: unknown[][] = [];
  const body = (...given: readonly unknown[]): unknown => ran.push([...given]);
  const collected = await standIn.collectTests(async () => {
    standIn.it('alone', body);
    standIn.describe.each(['a', ['b']])('suite', (row) => {
      standIn.test.each([
        [1, 2],
        [3, 4],
      ])('lists', (...list) => body(row, ...list));
    });
    standIn.it.each([[5], 6])('rows', body);
  });
  expect(ran).toEqual([]);
  expect(collected.map(({ name }) => name)).toEqual([
    'alone',
    'suite #0 > lists #0',
    'suite #0 > lists #1',
    'suite #1 > lists #0',
    'suite #1 > lists #1',
    'rows #0',
    'rows #1',
  ]);
  for (const { run } of collected) run();
  // As in Vitest, rows are lists of arguments only where all of them are lists.
  expect(ran).toEqual([[], ['a', 1, 2], ['a', 3, 4], [['b'], 1, 2], [['b'], 3, 4], [[5]], [6]]);
  expect(await standIn.collectTests(() => Promise.resolve())).toEqual([]);
});
