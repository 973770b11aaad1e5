import { Chalk } from 'chalk';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';

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
import { writeTerminal } from './terminal.ts';

const plain = new Chalk({ level: 0 });
const colourful = new Chalk({ level: 3 });
const options = { quiet: false, verbose: false, reportPath: 'syncbn-report/report.html' };

describe('writeTerminal', () => {
  it('says the same with and without colours', () => {
    for (const report of [passingReport(), failingReport()]) {
      const coloured = writeTerminal(report, colourful, options);
      expect(coloured).toContain('\u001B[');
      expect(stripVTControlCharacters(coloured)).toBe(writeTerminal(report, plain, options));
    }
  });

  it('aligns the counts of all rows of both tables, whatever their colours', () => {
    const lines = stripVTControlCharacters(writeTerminal(widen(failingReport()), colourful, options)).split('\n');
    const rows = lines.filter((line) => /^ {2}(True|False|None) /u.test(line));
    expect(rows).toHaveLength(8);
    const ends = rows.map((line) => line.search(/grad_x/u));
    expect(new Set(ends).size).toBe(1);
    const countEnds = rows.map((line) =>
      [...line.matchAll(/ [\d,]+(?= )/gu)].slice(0, 3).map((found) => found.index + found[0].length),
    );
    expect(new Set(countEnds.map(String)).size).toBe(1);
    const heading = lines.find((line) => line.includes('torch.nn.SyncBatchNorm')) ?? '';
    expect(heading.search('cases') + 'cases'.length).toBe(countEnds[0]?.[0]);
  });

  it('takes the column names from the cells', () => {
    expect(writeTerminal(passingReport(), plain, options)).toMatch(/training +track_running_stats\n/u);
    const [cell] = passingReport().cells;
    const cells = cell === undefined ? [] : [{ ...cell, columns: [['mode', 'T'] as const] }];
    expect(writeTerminal({ ...passingReport(), cells }, plain, options)).toMatch(/ mode\n/u);
  });

  it('names the grade of each dialect, and apart the quantities with a worse one', () => {
    expect(writeTerminal(passingReport(), plain, options)).toContain(
      'grades: torch A+ (running_var A) · mindspore A+, required A\n',
    );
    expect(writeTerminal(failingReport(), plain, options)).toContain('torch A+ (running_var fail)');
    expect(writeTerminal({ ...passingReport(), grades: [] }, plain, options)).not.toContain('grades:');
  });

  it('says how much is typical, and that it decides nothing', () => {
    const { grades } = passingReport();
    const line = 'typical: 99.9% of 16,000 elements, were rounding errors independent (a label, it decides nothing)\n';
    expect(writeTerminal(passingReport(), plain, options)).toContain(line);
    const none = grades.map((grade) => ({ ...grade, typical: { within: 0, of: 0 } }));
    expect(writeTerminal({ ...passingReport(), grades: none }, plain, options)).not.toContain('typical:');
    // Not even none of it changes the verdict.
    const atypical = grades.map((grade) => ({ ...grade, typical: { within: 0, of: 4000 } }));
    const text = writeTerminal({ ...passingReport(), grades: atypical }, plain, options);
    expect(text.split('\n').at(-2)).toBe(writeTerminal(passingReport(), plain, options).split('\n').at(-2));
  });

  it('separates thousands', () => {
    expect(writeTerminal(passingReport(1816), plain, options)).toContain('passed: 1,816 cases');
  });

  it('names case, place, values, hint and replay of each finding, and how many are left out', () => {
    const report = failingReport();
    const text = writeTerminal({ ...report, summary: { ...report.summary, findings: 1201 } }, plain, options);
    for (const finding of report.findings) {
      expect(text).toContain(`FAILED ${finding.case}`);
      expect(text).toContain(`replay: ${finding.replay}`);
      expect(text).toContain(`hint: ${finding.hint}`);
    }
    expect(text).toContain('running_var: step 2, rank 1, at [3]');
    expect(text).toContain('1.1666666666666667');
    expect(text).toContain('0.0833, bound 1.20e-6 (69,400 times the bound)');
    expect(text).toContain('... and 1,200 more findings: report.json');
  });

  it('tells one failing case from its passing twin in the last line and in the row', () => {
    const passed = writeTerminal(passingReport(), plain, options);
    const failed = writeTerminal(failingReport(), plain, options);
    expect(lastLine(passed)).toMatch(/^passed: 24 cases, .* 0 findings \(2\.1 s\) +report: syncbn-report\/report\.html$/u);
    expect(lastLine(failed)).toMatch(/^failed: 1 of 24 cases differs, 23 passed, .* 1 finding /u);
    expect(passed).toMatch(/True +True +3 +3 +0 /u);
    expect(failed).toMatch(/True +True +3 +2 +1 /u);
  });

  it.each([
    [
      'an error is not a pass',
      [sampleCase(0), sampleCase(1, { status: 'errored', reason: 'timed out' })],
      {},
      /^could not judge: 2 cases, 1 passed, 1 errored/u,
    ],
    ['no case is not a pass', [], { mutants: [], claims: [] }, /^could not judge: 0 cases/u],
    ['an interrupted run is not a pass', [sampleCase(0)], { interrupted: true }, /^interrupted: 1 case, 1 passed/u],
    ['an escaped mutant is not a pass', [sampleCase(0)], escaped(), /^failed: .*1 mutant not caught/u],
    [
      'a case that is known to differ is counted apart',
      [sampleCase(0), sampleCase(1, { status: 'known', reason: 'it came later' })],
      { knownDifferences: [sampleKnown()] },
      /^passed: 1 of 2 cases, 1 known to differ/u,
    ],
    [
      'a known difference that no longer differs is not a pass',
      [sampleCase(0)],
      { knownDifferences: [outdatedKnown('gone')] },
      /^failed: 0 of 1 case differ, 1 passed, .*1 known difference that no longer differs/u,
    ],
    [
      'a skipped case is counted',
      [sampleCase(0), sampleCase(1, { status: 'skipped', reason: 'no float16' })],
      {},
      /^passed: 1 of 2 cases, 1 skipped/u,
    ],
  ])('%s', (_, cases, overrides: Partial<Report>, line) => {
    expect(lastLine(writeTerminal(sampleReport(cases, [], overrides), plain, options))).toMatch(line);
  });

  it.each([
    [
      'caught wherever it was looked for',
      sampleMutant('a'),
      {},
      /^passed: 1 of 1 mutant killed, 1 of 1 by fuzzing, 1 of 1 certified at grade A \(/u,
    ],
    ['alive', escapedMutant('a'), {}, /^failed: 0 of 1 mutant killed/u],
    ['alive after fuzzing', sampleMutant('a', { fuzz: { cases: 200, firstKill: null } }), {}, /^failed: .* 0 of 1 by fuzzing/u],
    ['not certified', sampleMutant('a', { certificates: [uncertified('A')] }), {}, /^failed: .* 0 of 1 certified at grade A/u],
    ['not certified at a grade that is not required', sampleMutant('a', { certificates: [uncertified('B')] }), {}, /^passed: /u],
    ['alive where the run was stopped', escapedMutant('a'), { interrupted: true }, /^interrupted: 0 of 1 mutant killed/u],
  ])('ends a run about mutants with one that is %s', (_, mutant, overrides: Partial<Report>, line) => {
    expect(lastLine(writeTerminal(mutantsReport([mutant], overrides), plain, options))).toMatch(line);
  });

  it('prints the kill matrix of a run about mutants, a line each, and only then', () => {
    const text = writeTerminal(mutantsReport([sampleMutant('first'), escapedMutant('second')]), plain, options);
    expect(text).toMatch(
      /^ {2}first +412 +1,816 +4 +2 +390\/390\/390 +killed +killed +lives +killed +running_var 300, moving_variance 112 +train\+track, batch$/mu,
    );
    expect(text).toMatch(/^ {2}second +0 +1,816 +- /mu);
    expect(text).toContain('assert_close: kills 1 of 2, rejects 497 of 1,816 right answers (27.4%)');
    expect(text).toContain('the suite of torch, as described: lets 2 of 2 live');
    expect(writeTerminal(passingReport(), plain, options)).not.toContain('killed by');
  });

  it('prints the golden files of a verification, a line each, and only then', () => {
    const text = writeTerminal(verificationReport([]), plain, options);
    expect(text).toMatch(
      /^ {2}torch-2\.13\.0\/collective-f32\.arrow +1,204 +2,255,092 {2}5d2e5d2e5d2e {2}torch 2\.13\.0 +float32 +2026-11-21 /mu,
    );
    expect(text).not.toContain('reference:');
    expect(lastLine(text)).toMatch(/^passed: 2 files, 1,816 cases, 0 problems \(2\.1 s\) +report: /u);
    expect(writeTerminal(passingReport(), plain, options)).not.toContain('sha256');
  });

  it('names file, case and problem of what is broken, and how many it leaves out', () => {
    const problem = {
      path: 'torch-2.13.0/module.arrow',
      case: sampleCase(0).id,
      problem: 'Expected it once, got it again. Restore it.',
    };
    const text = writeTerminal(verificationReport([problem, { ...problem, case: null }]), plain, options);
    expect(text).toContain(`BROKEN ${problem.path}   ${problem.case}\n  ${problem.problem}\n`);
    expect(text).toContain(`BROKEN ${problem.path}\n  ${problem.problem}\n`);
    expect(lastLine(text)).toMatch(/^failed: 2 files, 1,816 cases, 2 problems/u);
    const many = writeTerminal(verificationReport(Array.from({ length: 502 }, () => problem)), plain, options);
    expect(many).toContain('... and 2 more problems: report.json lists all');
  });

  it('prints what was recorded again, a line a quantity, with what has changed', () => {
    const gone = sampleReproduction({
      framework: 'mindspore',
      installed: null,
      compared: 0,
      identical: 0,
      changes: [],
      quantities: [],
      ended: 'No Python.',
    });
    const text = writeTerminal(reproductionReport([sampleReproduction(), gone]), plain, options);
    expect(text).toContain('torch 2.13.0, here 2.13.0: 24 of 24 cases recorded again, 23 bit-identical');
    expect(text).toContain('cpu_capability: recorded with AVX2, here AVX512: low bits may differ');
    expect(text).toMatch(/^ {2}y +1,204 +1,204 +0 +0 {2}-$/mu);
    expect(text).toMatch(/^ {2}grad_x +1,204 +1,201 +0 +2 {2}0\.27 {2}torch\//mu);
    expect(text).toContain('cases that differ in words: errors 0 · counters 0 · None, dtype or shape 0 · anything else 0');
    expect(text).toContain('mindspore 2.13.0, not here: 0 of 24 cases recorded again, 0 bit-identical\n  No Python.\n');
    expect(lastLine(text)).toMatch(/^passed: 24 cases, 23 cases bit-identical, /u);
    expect(writeTerminal(passingReport(), plain, options)).not.toContain('bit-identical');
  });

  it.each([
    ['nothing recorded again is no pass', reproductionReport([sampleReproduction()], []), /^could not judge: 0 cases/u],
    ['an interrupted verification is no pass', verificationReport([], { interrupted: true }), /^interrupted: 2 files/u],
    [
      'goldens that are broken and interrupted are broken',
      verificationReport([{ path: 'a', case: null, problem: 'b' }], { interrupted: true }),
      /^failed \(interrupted\): 2 files/u,
    ],
  ])('%s', (_, report, line) => {
    expect(lastLine(writeTerminal(report, plain, options))).toMatch(line);
  });

  it('counts the claims of a gate in a line, by kind and verdict', () => {
    const line = 'claims: 2 claims of the document: 1 refined, 1 refuted; 1 finding beyond it: 1 confirmed\n';
    expect(writeTerminal(passingReport(), plain, options)).toContain(line);
    expect(writeTerminal({ ...passingReport(), claims: [] }, plain, options)).not.toContain('claims:');
    // Of a part of the cases most claims are undecided: that changes nothing of the outcome.
    const some = { ...passingReport(), claims: [undecidedClaim('a'), sampleClaim('b')] };
    expect(writeTerminal(some, plain, options)).toContain('2 claims of the document: 1 confirmed, 1 undecided\n');
    expect(lastLine(writeTerminal(some, plain, options))).toMatch(/^passed: 24 cases/u);
  });

  it('lists the claims of a run about them: part, verdict, place, text, note and the first case on each side', () => {
    const { claims } = passingReport();
    const text = writeTerminal(claimsReport(claims), plain, options);
    const [first, second] = claims;
    expect(text).toMatch(
      /^Difference 1, table of torch\nrefuted {7}row \(False, False\), sentence 2: Weight and bias are not learnt\.$/mu,
    );
    expect(text).toContain(`\n${' '.repeat(14)}${second?.note}\n`);
    expect(text).toContain(`12 for: ${second?.supporting.first[0]?.case}\n`);
    expect(text).toContain(`12 against: ${second?.contradicting.first[0]?.case}\n`);
    expect(text).toMatch(/^\nBeyond the document: empty batches\nconfirmed {5}Weight and bias/mu);
    expect(lastLine(text)).toMatch(
      /^decided: 2 claims of the document: 1 refined, 1 refuted; 1 finding beyond it: 1 confirmed \(2\.1 s\)/u,
    );
    expect(text.match(/claims of the document/gu)).toHaveLength(1);
    const replays = writeTerminal(claimsReport(claims), plain, { ...options, verbose: true });
    expect(replays).toContain(`12 for: ${second?.supporting.first[0]?.replay}\n`);
    expect(
      writeTerminal(claimsReport(first === undefined ? [] : [first]), plain, { ...options, quiet: true }).split('\n'),
    ).toHaveLength(2);
  });

  it.each([
    ['decided, however wrong it is', sampleClaim('a', { verdict: 'refuted' }), {}, /^decided: /u],
    ['undecided', undecidedClaim('a'), {}, /^not all decided: 1 claim of the document: 1 undecided/u],
    ['undecided where the run was stopped', undecidedClaim('a'), { interrupted: true }, /^interrupted: /u],
  ])('ends a run about claims with one that is %s', (_, claim, overrides: Partial<Report>, line) => {
    expect(lastLine(writeTerminal(claimsReport([claim], overrides), plain, options))).toMatch(line);
  });

  it('prints known differences with where they show and why, and those that are out of date', () => {
    const text = writeTerminal(
      sampleReport([sampleCase(0)], [], { knownDifferences: [sampleKnown(), outdatedKnown('gone')] }),
      plain,
      options,
    );
    expect(text).toMatch(
      /^ {2}torch-2\.7\.1 +no-bias-argument +24 +103 +The argument came later\. \(pytorch\/pytorch#157144\)$/mu,
    );
    expect(text).toMatch(/^ {2}torch-2\.7\.1 +gone +0 +0 +no longer differs: /mu);
    expect(writeTerminal(passingReport(), plain, options)).not.toContain('known differences');
  });

  it('prints a drift quantity by quantity, then what else differs', () => {
    const failed = sampleCase(1, { status: 'failed', reason: 'error: from a to b' });
    const text = writeTerminal(driftReport([sampleCase(0), failed]), plain, options);
    expect(text).toContain(
      'from torch-2.13.0 to torch-2.7.1: 1 of 2 shared scenarios answered alike to the bit, 1,072 in torch-2.13.0 alone',
    );
    expect(text).toContain('3 quantities differ only because one of the two raised an error before');
    expect(text).toMatch(/^ {2}torch train\+track +y +2,921 +100% +0 +0 +-$/mu);
    // One of 200,000 is not none.
    expect(text).toMatch(/^ +grad_x +200,000 +99\.99% +1 +1 +0\.00204$/mu);
    expect(text).toMatch(/^ {2}torch eval\+track +y +10 +80\.00% +2 +0 +Infinity$/mu);
    expect(text).toMatch(
      /error error {3}22 scenarios, first torch\/.*\n +from {2}none\n +to {4}TypeError: no argument 'bias'\n/u,
    );
    expect(lastLine(text)).toMatch(/^failed: 1 of 2 cases differs, 1 passed, [\d,]+ elements \(/u);
    expect(lastLine(writeTerminal(driftReport([sampleCase(0)]), plain, options))).toMatch(/^passed: 1 case, /u);
    expect(writeTerminal(passingReport(), plain, options)).not.toContain('shared scenario');
  });

  it('prints the first twelve other differences of a drift, and how many more there are', () => {
    const many = Array.from({ length: 15 }, (_, index) => ({
      kind: 'words',
      quantity: 'error',
      a: `old ${index}`,
      b: `new ${index}`,
      cases: 1,
      firstCase: 'x',
    }));
    const text = writeTerminal(driftReport([sampleCase(0)], { differences: many }), plain, options);
    expect(text).toContain('new 11');
    expect(text).not.toContain('new 12');
    expect(text).toContain('... and 3 more differences');
  });

  it('keeps uninformative elements apart', () => {
    const report = passingReport();
    const text = writeTerminal({ ...report, summary: { ...report.summary, uninformative: 12_345 } }, plain, options);
    expect(text).toContain('12,345 elements whose bound says nothing');
    expect(writeTerminal(report, plain, options)).not.toContain('says nothing');
  });

  it('explains rows that do not add up, and only those', () => {
    const several = sampleReport([sampleCase(0, { rows: ['train+track', 'eval+track'] }), sampleCase(1)]);
    expect(writeTerminal(several, plain, options)).toContain('(a case that visits several rows counts in each)');
    const none = sampleReport([sampleCase(0, { rows: [] }), sampleCase(1)]);
    expect(writeTerminal(none, plain, options)).toContain('(a case that ends in the constructor counts in none)');
    expect(writeTerminal(passingReport(), plain, options)).not.toContain('counts in');
  });

  it('is one line when quiet, and names what did not pass when verbose', () => {
    const skipped = sampleCase(1, { status: 'skipped', reason: 'no float16' });
    const report = sampleReport([sampleCase(0), skipped]);
    expect(writeTerminal(report, plain, { ...options, quiet: true }).split('\n')).toHaveLength(2);
    expect(writeTerminal(report, plain, { ...options, verbose: true })).toContain(`skipped  ${skipped.id}  no float16`);
    expect(writeTerminal(report, plain, options)).not.toContain(skipped.id);
  });

  it('lets no stranger steer the terminal', () => {
    const hostile = sampleCase(0, {
      id: hostileText,
      status: 'failed',
      reason: hostileText,
      method: hostileText,
      rows: [hostileText],
    });
    const finding = sampleFinding(hostile, {
      quantity: hostileText,
      expected: hostileText,
      actual: hostileText,
      hint: hostileText,
    });
    const report = sampleReport([hostile], [finding], {
      command: hostileText,
      implementation: { name: hostileText, version: hostileText },
      verification: { files: 1, cases: 1, problems: [{ path: hostileText, case: hostileText, problem: hostileText }] },
      reproduction: [
        sampleReproduction({
          framework: hostileText,
          installed: hostileText,
          changes: [{ name: hostileText, recorded: hostileText, now: hostileText, effect: hostileText }],
          ended: hostileText,
        }),
      ],
    });
    const text = writeTerminal(report, plain, { quiet: false, verbose: true, reportPath: hostileText });
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text).toContain(String.raw`\x1b[31mred`);
    const evidence = { cases: 1, first: [{ case: hostileText, replay: hostileText }] };
    const claim = sampleClaim('a', {
      part: hostileText,
      place: hostileText,
      text: hostileText,
      note: hostileText,
      supporting: evidence,
    });
    for (const verbose of [false, true]) {
      expect(writeTerminal(claimsReport([claim]), plain, { ...options, verbose })).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});

function widen(report: Report): Report {
  const [first, ...rest] = report.cells;
  return first === undefined ? report : { ...report, cells: [{ ...first, cases: 1_204_511, passed: 1_204_510 }, ...rest] };
}

function escaped(): Partial<Report> {
  return { mutants: [escapedMutant('swapped-momentum')] };
}

function uncertified(grade: 'A' | 'B'): ReturnType<typeof sampleMutant>['certificates'][number] {
  return { grade, cases: 0, firstCase: null, quantity: null };
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
