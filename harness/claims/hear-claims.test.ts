import { beforeAll, describe, expect, it } from 'vitest';
import type { GoldenCase } from '../../goldens/format/read-golden.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import { hearAll, openHearing } from './hear-claims.ts';
import { fakeClaim, fakeExamination } from './testing/fake-seen-case.ts';
import { claimResults, reportClaims } from './report-claims.ts';
import { selectClaims } from './select-claims.ts';
import { reference } from './hypotheses.ts';
import type { Claim } from './claim.ts';
import { judgeReport } from '../../reports/judge-report.ts';

/** Claims that every case they hear supports: one of each dialect, and one of both. */
const [torch, mindspore] = (['torch', 'mindspore'] as const).map((dialect) =>
  fakeExamination({ dialect, holds: reference, fails: () => ({ construction: [], initial: null, steps: [] }) }),
);
const claims: readonly Claim[] = [
  fakeClaim({ id: 'of/torch', examinations: torch === undefined ? [] : [torch] }),
  fakeClaim({ id: 'of/both', examinations: [torch, mindspore].filter((one) => one !== undefined) }),
  fakeClaim({ id: 'of/none', examinations: [], untestable: 'Nobody can.' }),
];

let goldens: readonly GoldenCase[];
beforeAll(async () => {
  goldens = (await committedRows(100)).map(({ row, entry }) => caseOf(row, entry));
});

const count = (fits: (golden: GoldenCase) => boolean): number => goldens.filter(fits).length;
const isHeard = ({ file }: GoldenCase): boolean => file.method !== 'global-batch';

describe('a hearing', () => {
  it('hears every recording of the module, and no concatenated batch', () => {
    const hearing = openHearing(claims);
    for (const golden of goldens) hearing.hear(golden);
    const [ofTorch, ofBoth, ofNone] = hearing.tallies();
    expect(count(isHeard)).toBeLessThan(goldens.length);
    expect(ofTorch?.supporting.cases).toBe(count((golden) => isHeard(golden) && golden.file.framework === 'torch'));
    expect(ofBoth?.supporting.cases).toBe(count(isHeard));
    expect(ofNone?.supporting.cases).toBe(0);
  });

  it('leaves large cases out where it is told to', () => {
    const valuesOf = (golden: GoldenCase): number =>
      golden
        .decode()
        .scenario.steps.flatMap(({ ranks }) => ranks)
        .reduce((sum, { x }) => sum + x.data.length, 0);
    const hearing = openHearing(claims, 40);
    for (const golden of goldens) hearing.hear(golden);
    const small = count((golden) => isHeard(golden) && valuesOf(golden) <= 40);
    expect(small).toBeGreaterThan(0);
    expect(hearing.tallies()[1]?.supporting.cases).toBe(small);
  });

  it('passes over a case to which the oracle has no answer', () => {
    const first = goldens.find(({ file }) => file.framework === 'mindspore' && file.lane === 'module');
    if (first === undefined) throw new RangeError('Expected a case of MindSpore.');
    const odd: GoldenCase = {
      ...first,
      decode: () => {
        const { scenario, trace } = first.decode();
        return { scenario: { ...scenario, arguments: { ...scenario.arguments, dtype: 'float16' } }, trace };
      },
    };
    const hearing = openHearing(claims);
    hearing.hear(odd);
    expect(hearing.tallies()[1]?.supporting.cases).toBe(0);
  });

  it('ends where it is stopped, with what was said', async () => {
    let heard = 0;
    const events = { onCase: () => void (heard += 1), isStopped: () => heard === 3 };
    expect(await hearAll(claims, goldens.filter(isHeard), events)).toMatchObject({
      interrupted: true,
      tallies: { 1: { supporting: { cases: 3 } } },
    });
    const whole = await hearAll(claims, goldens, { onCase: () => undefined, isStopped: () => false });
    expect(whole).toMatchObject({ interrupted: false, tallies: { 1: { supporting: { cases: count(isHeard) } } } });
  });
});

describe('the claims of one dialect', () => {
  it('are those that its cases can decide, asked of them alone', () => {
    expect(selectClaims(claims, null)).toBe(claims);
    expect(selectClaims(claims, 'mindspore').map(({ id, examinations }) => [id, examinations])).toEqual([
      ['of/both', [mindspore]],
    ]);
    expect(selectClaims(claims, 'torch').map(({ id }) => id)).toEqual(['of/torch', 'of/both']);
  });
});

describe('the report of claims', () => {
  const context = {
    toolVersion: '0.1.0',
    command: 'claims',
    startedAt: new Date(0),
    seconds: 1,
    interrupted: false,
    node: '24',
    platform: 'linux x64',
    files: [],
  };

  it('has the evidence of each, with the commands that replay it', () => {
    const hearing = openHearing(claims);
    for (const golden of goldens) hearing.hear(golden);
    const results = claimResults(claims, hearing.tallies(), (id) => `replay ${id}`);
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['of/torch', 'confirmed'],
      ['of/both', 'confirmed'],
      ['of/none', 'not testable'],
    ]);
    const [first] = results;
    expect(first?.supporting.first).toHaveLength(5);
    for (const one of first?.supporting.first ?? []) expect(one.replay).toBe(`replay ${one.case}`);
    const report = reportClaims(results, context);
    expect(report).toMatchObject({ claims: results, cases: [], summary: { cases: 0 } });
    expect(judgeReport(report)).toBe('passed');
  });

  it('is undecided where a claim is', () => {
    const results = claimResults(claims, [], (id) => id);
    expect(results.map(({ verdict }) => verdict)).toEqual(['undecided', 'undecided', 'not testable']);
    expect(judgeReport(reportClaims(results, context))).toBe('undecided');
  });
});
