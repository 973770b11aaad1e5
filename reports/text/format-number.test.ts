import { expect, it } from 'vitest';

import { formatBytes, formatMagnitude, formatQuantity, formatSeconds, formatUse } from './format-number.ts';

it.each([
  [0, '0'],
  [0.001, '<0.01'],
  [0.3127, '0.31'],
  [0.99999, '0.99'],
  [1, '1.00'],
  [1.0001, '1.01'],
  [69_444.4, '6.9e4'],
  ['NaN', 'NaN'],
] as const)('never hides on which side of the bound an answer lies: %s', (use, text) => {
  expect(formatUse(use)).toBe(text);
});

it.each([
  [0, '0'],
  [1.2e-6, '1.20e-6'],
  [0.0833333, '0.0833'],
  [12_345.6, '1.23e4'],
  [999.9, '1.00e3'],
  ['Infinity', 'Infinity'],
] as const)('gives errors and bounds three digits: %s', (magnitude, text) => {
  expect(formatMagnitude(magnitude)).toBe(text);
});

it('counts in words', () => {
  expect([formatQuantity(0, 'case'), formatQuantity(1, 'case'), formatQuantity(1204, 'case')]).toEqual([
    '0 cases',
    '1 case',
    '1,204 cases',
  ]);
});

it('measures time and size in units that people read', () => {
  expect([0.0004, 0.03, 2.1, 59.96, 192].map(formatSeconds)).toEqual(['0.4 ms', '30 ms', '2.1 s', '1 min 0 s', '3 min 12 s']);
  expect([999, 1873, 2_255_092].map(formatBytes)).toEqual(['999 B', '1.9 kB', '2.3 MB']);
});
