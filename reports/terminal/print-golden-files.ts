import type { ChalkInstance } from 'chalk';

import type { Report } from '../model.ts';
import { formatCount } from '../text/format-number.ts';
import { showControls } from '../text/show-controls.ts';
import { alignColumns } from './align-columns.ts';

/** Enough of a digest to tell two apart by eye. */
const shownDigits = 12;

/** The golden files of a verification, a line each: what is in them, their checksum, and where they came from. */
export function printGoldenFiles({ goldens, verification }: Report, chalk: ChalkInstance): readonly string[] {
  if (verification === null) return [];
  const headings = ['file', 'cases', 'bytes', 'sha256', 'framework', 'lane', 'recorded', 'recorder'];
  const rows = goldens.map((golden) => [
    { text: showControls(golden.path) },
    { text: formatCount(golden.cases) },
    { text: formatCount(golden.bytes) },
    { text: golden.sha256.slice(0, shownDigits), paint: chalk.dim },
    { text: showControls(`${golden.framework} ${golden.version}`) },
    { text: showControls(golden.lane) },
    { text: showControls(golden.provenance['date'] ?? '-') },
    { text: showControls((golden.provenance['recorder_sha256'] ?? '-').slice(0, shownDigits)), paint: chalk.dim },
  ]);
  return alignColumns(
    [headings.map((text) => ({ text, paint: chalk.dim })), ...rows],
    ['left', 'right', 'right', 'left', 'left', 'left', 'left', 'left'],
  );
}
