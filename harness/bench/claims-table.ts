import { readFile } from 'node:fs/promises';
import { describeClaims } from '../../reports/judge-claims.ts';
import type { ClaimEvidence, ClaimResult, Report } from '../../reports/model.ts';

// Prints docs/claims.md: npx syncbn-oracle claims && npm run --silent claims:table > docs/claims.md
const [, , path = 'syncbn-report/report.json'] = process.argv;
const report: Report = JSON.parse(await readFile(path, 'utf8'));

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (cells: readonly string[]): void =>
  print(`| ${cells.map((text) => text.replaceAll('|', String.raw`\|`)).join(' | ')} |`);
const evidence = ({ cases, first }: ClaimEvidence): string => (first[0] === undefined ? '0' : `${cases}: \`${first[0].case}\``);
const sentence = ({ text, note }: ClaimResult): string => (note === null ? text : `${text} *${note}*`);

print('# Claims of the source document');
print('');
print(
  "What MindSpore's page on the differences with `torch.nn.SyncBatchNorm` says, in our own words, row by row and sentence by sentence, and what it leaves out. " +
    'Every verdict is computed from recorded traces of the real modules (methods `module` and `collective`): a case is *for* a claim where its trace lies within the bounds of what the ' +
    'claim says and outside those of what would be otherwise, and *against* it where it lies outside the former. `refined` claims hold in exactly the part of the cases that the note names. ' +
    'Where our copy of the page has lost text, the verdict is `cut off`, and what is left was tested if it says anything.',
);
print('');
print(
  `${describeClaims(report)}. ${report.environment.frameworks.join(', ')}, ${report.startedAt.slice(0, 10)}. Made with ` +
    '`npx syncbn-oracle claims && npm run --silent claims:table > docs/claims.md`; replay a case with `npx syncbn-oracle gate --filter ID`.',
);
for (const [part, own] of Map.groupBy(report.claims, (claim) => claim.part)) {
  print('');
  print(`## ${part}`);
  print('');
  row(['id', 'place', 'claim', 'verdict', 'for', 'against']);
  row(['---', '---', '---', '---', '---', '---']);
  for (const claim of own) {
    const { id, place, verdict, supporting, contradicting } = claim;
    row([`\`${id}\``, place, sentence(claim), verdict, evidence(supporting), evidence(contradicting)]);
  }
}
