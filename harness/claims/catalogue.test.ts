import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openGoldens } from '../../goldens/open-goldens.ts';
import { committedGoldens } from '../../goldens/testing/golden-folder.ts';
import type { ClaimVerdict } from '../../reports/model.ts';
import { claims } from './catalogue.ts';
import type { Claim } from './claim.ts';
import type { ClaimTally } from './claim-tally.ts';
import { decideClaim } from './decide-claim.ts';
import { openHearing } from './hear-claims.ts';

/** The document, place by place: every row of its tables and every sentence outside them. Headings and links say nothing. */
const places: Readonly<Record<string, readonly string[]>> = {
  Signatures: [
    ...['num_features', 'eps', 'momentum', 'affine', 'track_running_stats', 'process_group'].map((name) => `torch, ${name}`),
    ...['num_features', 'eps', 'momentum', 'affine', 'gamma_init', 'beta_init', 'moving_mean_init', 'moving_var_init'].map(
      (name) => `MindSpore, ${name}`,
    ),
    'MindSpore, use_batch_statistics',
    'MindSpore, process_groups',
  ],
  Differences: [
    'PyTorch',
    ...[1, 2, 3].map((sentence) => `MindSpore, sentence ${sentence}`),
    ...[1, 2, 3].map((sentence) => `paragraph before Difference 1, sentence ${sentence}`),
  ],
  Parameters: [
    'row 1',
    'row 2',
    'row 3, sentence 1',
    'row 3, sentence 2',
    'row 4',
    'row 5, sentence 1',
    'row 5, sentence 2',
    ...[6, 7, 8, 9, 10].map((row) => `row ${row}`),
  ],
  Input: ['single input'],
  'Difference 1, table of torch': [
    'row (True, True)',
    'row (True, False)',
    'row (False, True), sentence 1',
    'row (False, True), sentence 2',
    ...[1, 2, 3].map((sentence) => `row (False, False), sentence ${sentence}`),
  ],
  'Difference 1, table of MindSpore': [
    'row True',
    'row False, sentence 1',
    'row False, sentence 2',
    'row None',
    'sentence after the table',
  ],
  'Difference 2': [1, 2, 3, 4].map((sentence) => `sentence ${sentence}`),
  'Difference 3': ['sentence 1', 'sentence 2'],
};

const verdicts = new Map<string, ClaimVerdict>();
beforeAll(async () => {
  const goldens = await openGoldens(committedGoldens, null);
  const hearing = openHearing(claims);
  for (const golden of goldens.cases) hearing.hear(golden);
  const tallies = hearing.tallies();
  claims.forEach((claim, index) => verdicts.set(claim.id, decideClaim(claim, tallyAt(tallies, index)).verdict));
});

function tallyAt(tallies: readonly ClaimTally[], index: number): ClaimTally {
  const tally = tallies[index];
  if (tally === undefined) throw new RangeError(`Expected a tally for claim ${index}, got ${tallies.length}.`);
  return tally;
}

describe('the claims', () => {
  const own = claims.filter(({ kind }) => kind === 'claim');
  const beyond = claims.filter(({ kind }) => kind === 'finding');

  it('cover the document: one for every row and sentence, in its order', () => {
    const covered = [...Map.groupBy(own, ({ part }) => part)].map(([part, some]) => [
      part,
      some.map(({ place }) => place).toSorted(),
    ]);
    expect(covered).toEqual(Object.entries(places).map(([part, some]) => [part, [...some].toSorted()]));
  });

  it('have ids and texts of their own', () => {
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    expect(new Set(own.map(({ part, place }) => `${part} ${place}`)).size).toBe(own.length);
    for (const { id, text } of claims) {
      expect(id).toMatch(/^[a-z0-9_+-]+(?:\/[a-z0-9_+-]+)*$/u);
      expect(text).toMatch(/(?:\.|\.\.\.)$/u);
    }
    for (const { id, part, place } of beyond) {
      expect(id).toMatch(/^beyond\//u);
      expect({ part, place }).toEqual({ part: expect.stringMatching(/^Beyond the document: /u), place: '' });
    }
  });

  it('say why, where no case can decide them', () => {
    const silent = claims.filter(({ examinations }) => examinations.length === 0);
    expect(silent.every(({ cutOff, untestable }) => cutOff !== undefined || untestable !== undefined)).toBe(true);
    expect(silent.every(({ kind }) => kind === 'claim')).toBe(true);
  });
});

describe('the committed goldens', () => {
  it('decide every claim, and prove every finding beyond the document', () => {
    expect([...verdicts].filter(([, verdict]) => verdict === 'undecided')).toEqual([]);
    const isFinding = ({ kind }: Claim): boolean => kind === 'finding';
    expect(claims.filter(isFinding).filter(({ id }) => verdicts.get(id) !== 'confirmed')).toEqual([]);
  });

  it.each<[string, ClaimVerdict]>([
    ['parameters/momentum/1', 'confirmed'],
    ['parameters/momentum/2', 'refined'],
    ['difference-1/torch/eval+notrack/1', 'refined'],
    ['difference-1/torch/eval+notrack/2', 'refuted'],
    ['difference-1/torch/train+notrack', 'cut off'],
    ['difference-1/mindspore/none', 'cut off'],
    ['difference-2/1', 'confirmed'],
    ['difference-2/4', 'refined'],
    ['difference-3/1', 'confirmed'],
    ['input', 'confirmed'],
  ])('find %s %s', (id, verdict) => {
    expect(verdicts.get(id)).toBe(verdict);
  });

  it('find what docs/claims.md says, which `npm run claims:table` makes', async () => {
    const page = await readFile(path.join(import.meta.dirname, '..', '..', 'docs', 'claims.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `(?<id>[^`]+)` \|.*\| (?<verdict>[a-z ]+) \|[^|]*\|[^|]*\|$/gmu)];
    expect(rows.map(({ groups }) => [groups?.['id'], groups?.['verdict']])).toEqual([...verdicts]);
  });
});
