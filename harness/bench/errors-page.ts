import type { ErrorMet } from '../../generators/corpus/errors/errors-met.ts';
import { errorsMet } from '../../generators/corpus/errors/errors-met.ts';
import { planRecording } from '../../generators/plan-recording.ts';
import type { CataloguedError } from '../../oracle/errors/catalogue.ts';
import { catalogue } from '../../oracle/errors/catalogue.ts';
import { unpredicted } from '../../oracle/errors/unpredicted.ts';
import { frameworkVersions } from '../../oracle/framework-versions.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import { mindsporeStateTable, torchStateTable } from '../../oracle/state-tables.ts';

const rows: Readonly<Record<Dialect, readonly string[]>> = {
  torch: torchStateTable.map(({ key }) => key),
  mindspore: mindsporeStateTable.map(({ key }) => key),
};

/** docs/errors.md: the catalogue of errors, where the hand-picked scenarios meet each, and what is not predicted. */
export function errorsPage(): string {
  const lines = [
    '# Errors',
    '',
    'Everything that the two layers raise for invalid arguments and inputs, by key: what was measured on the pinned versions, a CPU each.',
    'The reference predicts type and words; a golden of another version of a framework conforms with other words of the same key, which its',
    'report notes. `{{...}}` stands for what varies. "Where" is read off the scenarios that are recorded for it (`generators/corpus/`), whose',
    'number is last; that an error is not raised elsewhere does not follow.',
    '',
    'Written by `npm run --silent errors:table > docs/errors.md` from `oracle/errors/` and the corpora; a test holds this page against them.',
    ...dialects.flatMap(dialectSection),
  ];
  return `${lines.join('\n')}\n`;
}

function dialectSection(dialect: Dialect): readonly string[] {
  const cases = planRecording(dialect, 0, 0, true).map(({ scenario }) => errorsMet(scenario));
  const own = catalogue.filter(({ key }) => key.startsWith(`${dialect}/`));
  return [
    '',
    `## ${dialect} ${frameworkVersions[dialect]}`,
    '',
    ...table(
      ['key', 'when', 'type and words', 'where', 'raised by', 'cases'],
      own.map((entry) => describeEntry(dialect, entry, cases)),
    ),
    '',
    'Not predicted:',
    '',
    ...table(
      ['what', 'why'],
      unpredicted.filter((one) => one.dialect === dialect).map(({ what, why }) => [what, why]),
    ),
  ];
}

function describeEntry(dialect: Dialect, entry: CataloguedError, cases: readonly (readonly ErrorMet[])[]): readonly string[] {
  const meeting = cases.filter((met) => met.some(({ key }) => key === entry.key));
  const met = meeting.flat().filter(({ key }) => key === entry.key);
  return [
    `\`${entry.key}\``,
    entry.when,
    `${entry.type}: ${asCode(entry.words.replaceAll(/\{\{(?<name>\w+):\w+\}\}/gu, '{{$<name>}}'))}`,
    describePlaces(dialect, met),
    entry.source,
    String(meeting.length),
  ];
}

/** Two backticks around what has one of its own. */
function asCode(words: string): string {
  return words.includes('`') ? `\`\` ${words} \`\`` : `\`${words}\``;
}

/** `constructor`; `forward: every row`; `backward: train+notrack, eval+notrack`. */
function describePlaces(dialect: Dialect, met: readonly ErrorMet[]): string {
  return [...Map.groupBy(met, ({ stage }) => stage)]
    .map(([stage, own]) => {
      const visited = rows[dialect].filter((row) => own.some((one) => one.row === row));
      if (stage === 'constructor') return stage;
      return `${stage}: ${visited.length === rows[dialect].length ? 'every row' : visited.join(', ')}`;
    })
    .toSorted()
    .join('; ');
}

function table(heading: readonly string[], body: readonly (readonly string[])[]): readonly string[] {
  const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);
  return [heading, heading.map(() => '---'), ...body].map((line) => `| ${line.map(cell).join(' | ')} |`);
}
