import { readFile } from 'node:fs/promises';
import type { Report } from '../../reports/model.ts';

// Prints the table of docs/acceptance-bounds.md: node harness/bench/mutants-table.ts syncbn-report/report.json
const [, , path = 'syncbn-report/report.json'] = process.argv;
const report: Report = JSON.parse(await readFile(path, 'utf8'));
const cell = (value: string | number): string => String(value).replaceAll('|', String.raw`\|`);
const rows = report.mutants.map(
  ({ id, defect, references, dialects, killingCases, firstKill, fuzz, certificates, assertClose, suites }) => [
    `\`${id}\``,
    defect,
    references.join(', '),
    dialects.length === 2 ? 'both' : dialects.join(),
    killingCases,
    firstKill ?? '-',
    fuzz?.firstKill ?? '-',
    certificates.map(({ cases }) => cases).join('/'),
    assertClose === null ? '-' : assertClose ? 'killed' : 'lives',
    suites.torch === 'not applicable' ? '-' : suites.torch,
    suites.mindspore === 'not applicable' ? '-' : suites.mindspore,
  ],
);
const heading = [
  'mutant',
  'defect',
  'where it happened',
  'dialect',
  'kills',
  'first',
  'fuzz',
  'certified A+/A/B',
  'assert_close',
  'torch suite',
  'MindSpore suite',
];
for (const row of [heading, heading.map(() => '---'), ...rows]) process.stdout.write(`| ${row.map(cell).join(' | ')} |\n`);
