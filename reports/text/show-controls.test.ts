import { expect, it } from 'vitest';

import { hostileText } from '../testing/hostile-text.ts';
import { showControls, showControlsInLines } from './show-controls.ts';

it('leaves ordinary text of any language alone', () => {
  for (const text of ['torch/train+track/4x3#1f3a', 'σ² ≤ 1 µ', '同步批归一化', '🧪', '']) expect(showControls(text)).toBe(text);
});

it('shows what would steer a terminal or reorder a line', () => {
  expect(showControls('\u001B[31m\n\t\u202E\u0000\uD800')).toBe(String.raw`\x1b[31m\n\t\u202e\x00\ud800`);
  expect(showControls(hostileText)).not.toMatch(/\p{C}/u);
});

it('keeps lines where lines are wanted', () => {
  expect(showControlsInLines('a\r\nb\tc\rd\u0007')).toBe('a\nb\tc' + String.raw`\rd\x07`);
});
