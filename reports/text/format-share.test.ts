import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { formatShare } from './format-share.ts';

test.each([
  [0, 0, '-'],
  [3, 3, '100%'],
  [999_999, 1_000_000, '99.9%'],
  [1, 1_000_000, '0.1%'],
  [0, 7, '0.0%'],
  [1, 3, '33.3%'],
])('%d of %d are %s', (part, whole, text) => {
  expect(formatShare(part, whole)).toBe(text);
});

it('says all of all alone, and nothing of nothing alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.nat(1e9), (whole, chosen) => {
      const part = chosen % (whole + 1);
      expect(formatShare(part, whole) === '100%').toBe(part === whole);
      expect(formatShare(part, whole) === '0.0%').toBe(part === 0);
    }),
  );
});
