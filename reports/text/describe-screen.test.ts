import { expect, it } from 'vitest';
import type { ScreenSummary } from '../model.ts';
import { describeScreen, describeScreenedCases } from './describe-screen.ts';

const screen: ScreenSummary = {
  arithmetic: 'compensated',
  elements: { screened: 3000, adjudicated: 1000 },
  cases: { screen: 12, both: 1, core: 1200 },
  refusals: [
    { reason: 'float64', cases: 1000 },
    { reason: 'not finite', cases: 200 },
  ],
  lost: null,
};

it('who decided how much, in a line', () => {
  expect(describeScreen(screen)).toBe(
    '3,000 of 4,000 elements decided by the screen (75.0%, compensated sums), the others by the exact core',
  );
  expect(describeScreen({ ...screen, arithmetic: 'plain', elements: { screened: 0, adjudicated: 0 } })).toBe(
    '0 of 0 elements decided by the screen (plain sums), the others by the exact core',
  );
});

it('which cases, and why the exact core had some alone', () => {
  expect(describeScreenedCases(screen)).toBe(
    '12 cases by the screen alone, 1 by both, 1,200 by the exact core alone (float64 1,000, not finite 200)',
  );
  expect(describeScreenedCases({ ...screen, cases: { screen: 1, both: 0, core: 0 }, refusals: [] })).toBe(
    '1 case by the screen alone, 0 by both, 0 by the exact core alone',
  );
});
