import { describe, expect, it } from 'vitest';

import { escapeHtml } from '../html/markup.ts';
import type { Report } from '../model.ts';
import { hostileText } from '../testing/hostile-text.ts';
import {
  claimsReport,
  driftReport,
  escapedMutant,
  failingReport,
  mutantsReport,
  outdatedKnown,
  passingReport,
  sampleCase,
  sampleClaim,
  sampleFinding,
  sampleKnown,
  sampleMutant,
  sampleReport,
  undecidedClaim,
} from '../testing/sample-report.ts';
import { reproductionReport, sampleReproduction, verificationReport } from '../testing/sample-verification.ts';
import { writeHtml } from './html.ts';

describe('writeHtml', () => {
  it('names the case and the replay command of each finding', () => {
    const report = failingReport();
    for (const finding of report.findings) {
      expect(writeHtml(report)).toContain(escapeHtml(finding.case));
      expect(writeHtml(report)).toContain(`<code>${escapeHtml(finding.replay)}</code>`);
    }
  });

  it('tells one failing case from its passing twin in verdict, row and cards', () => {
    const passed = writeHtml(passingReport());
    const failed = writeHtml(failingReport());
    expect(headline(passed)).toContain('Conforms');
    expect(headline(failed)).toContain('Differs');
    expect(count(passed, 'as expected')).toBe(8);
    expect(count(failed, 'as expected')).toBe(7);
    expect(count(failed, '✗ differs')).toBe(1);
    expect(count(passed, 'class="finding"')).toBe(0);
    expect(count(failed, 'class="finding"')).toBe(1);
  });

  it('tells a known difference from one that no longer differs', () => {
    const page = writeHtml(sampleReport([sampleCase(0)], [], { knownDifferences: [sampleKnown(), outdatedKnown('gone')] }));
    const section = page.slice(page.indexOf('<section id="known">'), page.indexOf('<section id="grades">'));
    expect(section).toContain('<code>no-bias-argument</code>');
    expect(section).toContain('The argument came later.');
    expect(count(section, '✗ no longer differs')).toBe(1);
    expect(headline(page)).toContain('Differs');
    expect(writeHtml(passingReport())).not.toContain('id="known"');
  });

  it('shows a drift quantity by quantity, and what else differs', () => {
    const page = writeHtml(driftReport([sampleCase(0)]));
    const section = page.slice(page.indexOf('<section id="drift">'), page.indexOf('<section id="goldens">'));
    expect(section).toContain('<code>torch-2.13.0</code> to <code>torch-2.7.1</code>');
    expect(count(section, '<code>grad_x</code>')).toBe(1);
    expect(section).toMatch(/class="number bad"[^>]*>Infinity/u);
    expect(section).toContain('TypeError: no argument &#39;bias&#39;');
    expect(headline(page)).toContain('torch-2.7.1 against torch-2.13.0');
    expect(writeHtml(passingReport())).not.toContain('id="drift"');
  });

  it('calls a row without cases not judged', () => {
    expect(count(writeHtml(sampleReport([sampleCase(0)])), 'not judged')).toBe(7);
  });

  it('names grade, channels and deciding case of each quantity', () => {
    const page = writeHtml(failingReport());
    const section = page.slice(page.indexOf('<section id="grades">'), page.indexOf('<section id="methods">'));
    expect(section).toContain('A or better is required');
    expect(section).toMatch(/<code>y<\/code><\/td><td class="good">A\+<\/td>/u);
    expect(section).toMatch(/<code>running_var<\/code><\/td><td class="bad">fail<\/td>/u);
    expect(section).toContain('<td class="unsure">none</td>');
    expect(count(section, 'rank 1, channel 2')).toBe(1);
    expect(count(section, 'title="3,997 of 4,000 elements: a label, it decides nothing">99.9%</td>')).toBe(4);
    expect(writeHtml(Object.assign(failingReport(), { grades: [] }))).not.toContain('id="grades"');
  });

  it('shows claims part by part, with verdicts and the commands that replay their evidence', () => {
    const page = writeHtml(passingReport());
    const section = page.slice(page.indexOf('<section id="claims">'), page.indexOf('<section id="mutants">'));
    expect(count(section, 'scope="rowgroup"')).toBe(2);
    expect(section).toContain('2 claims of the document: 1 refined, 1 refuted; 1 finding beyond it: 1 confirmed');
    expect(section).toContain('<td class="name bad">refuted</td>');
    expect(section).toContain('<td class="name unsure">refined</td>');
    expect(section).toContain('<td class="name good">confirmed</td>');
    expect(section).toContain('<p>Holds from 0 to 1, and not otherwise.</p>');
    const claim = passingReport().claims.find(({ verdict }) => verdict === 'refined');
    for (const { replay } of [claim?.supporting.first, claim?.contradicting.first].flatMap((some) => some ?? [])) {
      expect(section).toContain(`<code>${escapeHtml(replay)}</code><button type="button" class="copy">`);
    }
    expect(section).toContain('<li class="quiet">and 11 more</li>');
    expect(writeHtml({ ...passingReport(), claims: [] })).not.toContain('id="claims"');
  });

  it('folds the claims that a part of the cases does not decide', () => {
    const page = writeHtml({ ...passingReport(), claims: [sampleClaim('a'), undecidedClaim('b'), undecidedClaim('c')] });
    expect(page).toContain('<details><summary>2 claims that these cases do not decide</summary>');
    expect(headline(page)).toContain('Conforms');
    expect(headline(writeHtml(claimsReport([sampleClaim('a')])))).toContain('Decided');
    expect(headline(writeHtml(claimsReport([undecidedClaim('b')])))).toContain('Not all decided');
    expect(writeHtml(claimsReport([sampleClaim('a')]))).not.toContain('<dl class="numbers">');
  });

  it('lists every case', () => {
    const report = failingReport(500);
    expect(count(writeHtml(report), '<tr class="passed">')).toBe(499);
    expect(count(writeHtml(report), '<tr class="failed">')).toBe(1);
  });

  it('never leaves out what did not pass, however many passed', () => {
    const passed = Array.from({ length: 20_001 }, (_, index) => sampleCase(index));
    const page = writeHtml(sampleReport([...passed, sampleCase(20_001, { status: 'errored', reason: 'timed out' })]));
    expect(count(page, '<tr class="errored">')).toBe(1);
    expect(page).toContain('2 more passed cases are in report.json');
  });

  it('tells an escaped mutant from its caught twin, in headline and row', () => {
    const [caught, escaped] = [mutantsReport([sampleMutant('a')]), mutantsReport([escapedMutant('a')])].map(writeHtml);
    expect(headline(caught ?? '')).toContain('All caught');
    expect(headline(escaped ?? '')).toContain('Not all caught');
    expect([count(caught ?? '', '✓ caught'), count(escaped ?? '', '✓ caught')]).toEqual([1, 0]);
    expect([count(caught ?? '', '✗ not caught'), count(escaped ?? '', '✗ not caught')]).toEqual([0, 1]);
    expect(escaped).toContain('none of 1,816 cases kills it');
  });

  it('has a kill matrix for each dialect: a row a mutant, a column a quantity, both with headers', () => {
    const page = writeHtml(mutantsReport([sampleMutant('one'), sampleMutant('two', { dialects: ['torch'] })]));
    const [torch = '', mindspore = ''] = page.match(/<table class="kills">.*?<\/table>/gsu) ?? [];
    expect(torch).toContain('<th scope="col" class="number">running_var</th>');
    expect(count(torch, '<th scope="row">')).toBe(2);
    expect(torch).toContain('<td class="number">300</td>');
    expect(mindspore).toContain('<th scope="col" class="number">moving_variance</th>');
    expect(count(mindspore, '<th scope="row">')).toBe(1);
  });

  it('gives the full checksum and provenance of each golden', () => {
    const page = writeHtml(passingReport());
    for (const { sha256, path } of passingReport().goldens) {
      expect(page).toContain(sha256);
      expect(page).toContain(path);
    }
    expect(page).toContain('AVX512, 1 thread');
  });

  it('tells broken goldens from their intact twin, and lists every problem', () => {
    const problems = [
      { path: 'torch-2.13.0/module.arrow', case: null, problem: 'Expected SHA-256 a, got b.' },
      { path: 'torch-2.13.0/module.arrow', case: sampleCase(0).id, problem: 'Expected a scenario with this id.' },
    ];
    const [intact, broken] = [writeHtml(verificationReport([])), writeHtml(verificationReport(problems))];
    expect([headline(intact), headline(broken)]).toEqual([expect.stringContaining('Intact'), expect.stringContaining('Broken')]);
    expect([count(intact, 'class="problem"'), count(broken, 'class="problem"')]).toEqual([0, 2]);
    for (const { problem } of problems) expect(broken).toContain(problem);
    expect(intact).toContain('Held against their manifest.');
    expect(writeHtml(passingReport())).not.toContain('id="verification"');
  });

  it('has a table a framework of what was recorded again', () => {
    const failed = sampleCase(0, { status: 'failed', reason: 'y: recorded 1, now 2' });
    const again = [
      sampleReproduction(),
      sampleReproduction({ framework: 'mindspore', installed: null, quantities: [], ended: 'No Python.' }),
    ];
    const page = writeHtml(reproductionReport(again));
    expect(headline(page)).toContain('Reproduced');
    expect(headline(writeHtml(reproductionReport(again, [failed], [sampleFinding(failed)])))).toContain('Not reproduced');
    const section = page.slice(page.indexOf('<section id="reproduction">'), page.indexOf('<section id="grades">'));
    expect(count(section, '<table>')).toBe(1);
    expect(section).toMatch(/<code>grad_x<\/code><\/td>.*1,204.*unsure">1,201<.*<td class="number">0\.27<\/td>/su);
    expect(section).toContain('cpu_capability: recorded with AVX2, here AVX512: low bits may differ');
    expect(section).toContain('<p class="bad">No Python.</p>');
    expect(writeHtml(passingReport())).not.toContain('id="reproduction"');
  });

  it('needs nothing from elsewhere', () => {
    const page = writeHtml(failingReport());
    expect(page).not.toMatch(/https?:|\bsrc=|@import|url\(|<link/u);
  });

  it('lets nothing that strangers write become markup', () => {
    const [expected, page] = [writeHtml(twin('plain')), writeHtml(twin(hostileText))];
    expect(tags(page)).toEqual(tags(expected));
    for (const mark of ['<', '>', '"', "'", '`']) expect(count(page.replaceAll('`${x}`', ''), mark)).toBe(count(expected, mark));
    expect(page).not.toContain('<script>alert');
    expect(page).not.toMatch(/[^\P{C}\n]/u);
  });
});

function twin(text: string): Report {
  const failed = sampleCase(0, { id: text, dialect: text, method: text, rows: [text], status: 'failed', reason: text });
  const finding = sampleFinding(failed, { quantity: text, expected: text, actual: text, hint: text, replay: text });
  const report = sampleReport([failed], [finding]);
  return {
    ...report,
    command: text,
    startedAt: text,
    implementation: { name: text, version: text },
    environment: {
      node: text,
      platform: text,
      reference: text,
      backend: text,
      adapter: text,
      driver: text,
      kind: 'software',
      why: text,
      frameworks: [text],
    },
    screen: {
      arithmetic: 'compensated',
      elements: { screened: 3, adjudicated: 2 },
      cases: { screen: 1, both: 1, core: 1 },
      refusals: [{ reason: text, cases: 1 }],
      lost: text,
    },
    cells: report.cells.map((cell) => ({
      ...cell,
      columns: [[text, text]],
      worstBoundUse: { use: 2, quantity: text, case: text },
    })),
    coverage: [{ axis: text, values: [{ value: text, cases: 1 }] }],
    combinations: [
      {
        dialect: text,
        parameters: [{ name: text, values: [text] }],
        possible: 2,
        covered: 1,
        missing: [text],
        holes: [{ reason: text, combinations: 1 }],
      },
    ],
    claims: [
      sampleClaim(text, {
        part: text,
        place: text,
        text,
        note: text,
        supporting: { cases: 1, first: [{ case: text, replay: text }] },
      }),
    ],
    mutants: [
      sampleMutant(text, {
        defect: text,
        references: [text],
        firstCase: text,
        killed: false,
        kills: [{ dialect: 'torch', row: text, quantity: text, cases: 1 }],
        certificates: [{ grade: 'A', cases: 1, firstCase: text, quantity: text }],
      }),
    ],
    tolerances: [{ name: text, mutants: 1, killed: 1, recorded: 1, rejected: 1 }],
    verification: { files: 1, cases: 1, problems: [{ path: text, case: text, problem: text }] },
    reproduction: [hostileReproduction(text)],
    goldens: report.goldens.map((golden) => ({
      ...golden,
      path: text,
      framework: text,
      lane: text,
      provenance: { [text]: text },
    })),
    grades: report.grades.map((one) => ({
      ...one,
      dialect: text,
      quantity: text,
      decidedBy: { case: text, step: 1, rank: 0, channel: 0 },
    })),
    summary: { ...report.summary, worstBoundUse: { use: 2, quantity: text, case: text } },
  };
}

function hostileReproduction(text: string): Report['reproduction'][number] {
  return sampleReproduction({
    framework: text,
    version: text,
    installed: text,
    changes: [{ name: text, recorded: text, now: text, effect: text }],
    quantities: [{ quantity: text, elements: 2, identical: 1, outside: 0, unmeasured: 0, largest: { bounds: 1, case: text } }],
    ended: text,
  });
}

function tags(page: string): readonly string[] {
  return page.match(/<[a-z/!][a-z0-9]*/giu) ?? [];
}

function headline(page: string): string {
  return page.match(/<h1>.*<\/h1>/u)?.[0] ?? '';
}

function count(page: string, text: string): number {
  return page.split(text).length - 1;
}
