import { readFile } from 'node:fs/promises';
import type { Report } from '../../reports/model.ts';
import { describeConsequences, describeShare, describeShared } from '../../reports/text/describe-drift.ts';
import { describeValue } from '../../reports/text/describe-finding.ts';
import { formatCount, formatMagnitude } from '../../reports/text/format-number.ts';

// Prints a section of docs/version-drift.md: node harness/bench/drift-table.ts syncbn-report/report.json
const [, , path = 'syncbn-report/report.json'] = process.argv;
const { drift, startedAt }: Report = JSON.parse(await readFile(path, 'utf8'));
if (drift === null) throw new TypeError(`Expected the report of a drift in ${path}, got another. Run syncbn-oracle drift first.`);

const { a, b, cells, differences } = drift;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (texts: readonly string[]): void =>
  say(`| ${texts.map((text) => text.replaceAll('|', String.raw`\|`)).join(' | ')} |`);
const table = (heading: readonly string[], rows: readonly (readonly string[])[]): void => {
  for (const texts of [heading, heading.map(() => '---'), ...rows]) row(texts);
};

say(`## From ${a} to ${b}\n`);
say(`${[`${describeShared(drift)}.`, describeConsequences(drift)].join(' ').trim()} (${startedAt.slice(0, 10)})\n`);
const others = cells.filter(({ elements, identical }) => identical < elements);
const total = cells.reduce((sum, { elements }) => sum + elements, 0);
const same = cells.reduce((sum, { identical }) => sum + identical, 0);
const rest = others.length === 0 ? '' : ' The others:\n';
say(`${formatCount(same)} of ${formatCount(total)} numbers (${describeShare(same, total)}) have the same bits.${rest}`);
if (others.length > 0) {
  table(
    ['row', 'quantity', 'numbers', 'others', 'undecided', 'farthest, in bounds'],
    others.map((cell) => [
      cell.row,
      `\`${cell.quantity}\``,
      formatCount(cell.elements),
      formatCount(cell.elements - cell.identical),
      formatCount(cell.undecided),
      cell.worst === null ? '-' : formatMagnitude(cell.worst.units),
    ]),
  );
}
if (differences.length > 0) {
  say('');
  table(
    ['what differs', 'scenarios', `in ${a}`, `in ${b}`],
    differences.map((one) => [
      `${one.kind}: \`${one.quantity}\``,
      formatCount(one.cases),
      `\`${describeValue(one.a)}\``,
      `\`${describeValue(one.b)}\``,
    ]),
  );
}
say('');
