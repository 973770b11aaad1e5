import { describe, expect, it } from 'vitest';
import { create } from 'xmlbuilder2';

import type { Report } from '../model.ts';
import { hostileText } from '../testing/hostile-text.ts';
import {
  escapedMutant,
  failingReport,
  mutantsReport,
  outdatedKnown,
  passingReport,
  sampleCase,
  sampleFinding,
  sampleKnown,
  sampleMutant,
  sampleReport,
} from '../testing/sample-report.ts';
import { reproductionReport, sampleReproduction, verificationReport } from '../testing/sample-verification.ts';
import { writeJunit } from './junit.ts';

describe('writeJunit', () => {
  it.each([
    ['a pass', passingReport()],
    ['a failure', failingReport()],
    ['all statuses', mixedReport()],
    ['nothing', sampleReport([], [], { mutants: [] })],
  ])('parses back with the counts of the summary: %s', (_, report) => {
    const root = parse(writeJunit(report));
    const { cases, failed, errored, skipped } = report.summary;
    expect(counts(root)).toEqual([cases, failed, errored, skipped]);
    const suites = find(root, 'testsuite');
    expect(suites.map(counts).reduce(add, [0, 0, 0, 0])).toEqual([cases, failed, errored, skipped]);
    expect(
      [find(root, 'testcase'), find(root, 'failure'), find(root, 'error'), find(root, 'skipped')].map((found) => found.length),
    ).toEqual([cases, failed, errored, skipped]);
  });

  it('makes one suite for each dialect and first row', () => {
    const names = find(parse(writeJunit(passingReport())), 'testsuite').map((suite) => suite.getAttribute('name'));
    expect(names).toContain('torch.train+track');
    expect(names).toContain('mindspore.none+eval');
    expect(new Set(names).size).toBe(8);
  });

  it('names the case and its replay command in the failure', () => {
    const report = failingReport();
    const [failure] = find(parse(writeJunit(report)), 'failure');
    for (const finding of report.findings) {
      expect(failure?.parentElement?.getAttribute('name')).toBe(finding.case);
      expect(failure?.textContent).toContain(`replay: ${finding.replay}`);
      expect(failure?.textContent).toContain('running_var: step 2, rank 1, at [3]; 2 of 4 elements outside');
    }
  });

  it('makes a test case of each mutant in a run about mutants, a failure of each that escaped', () => {
    const root = parse(writeJunit(mutantsReport([sampleMutant('caught'), escapedMutant('escaped')])));
    expect(counts(root)).toEqual([2, 1, 0, 0]);
    expect(find(root, 'testcase').map((test) => test.getAttribute('name'))).toEqual(['caught', 'escaped']);
    const [failure, ...others] = find(root, 'failure');
    expect(others).toEqual([]);
    expect(failure?.getAttribute('message')).toBe('none of 1,816 cases kills it');
  });

  it('makes a test case of each golden file that was verified, a failure of each that is broken', () => {
    expect(counts(parse(writeJunit(verificationReport([]))))).toEqual([2, 0, 0, 0]);
    const [path, extra] = ['torch-2.13.0/collective-f32.arrow', 'torch-2.13.0/extra.arrow'] as const;
    const problems = [
      { path, case: null, problem: 'Expected SHA-256 a, got b.' },
      { path, case: 'some case', problem: 'Expected it once.' },
      { path: extra, case: null, problem: 'Expected it in the manifest.' },
    ];
    const root = parse(writeJunit(verificationReport(problems)));
    expect(counts(root)).toEqual([3, 2, 0, 0]);
    expect(find(root, 'testcase').map((test) => test.getAttribute('name'))).toContain(extra);
    expect(find(root, 'failure')[0]?.textContent).toContain('some case: Expected it once.');
    const again = parse(writeJunit(reproductionReport([sampleReproduction()])));
    expect(counts(again)).toEqual([26, 0, 0, 0]);
  });

  it('passes over a case that is known to differ, and fails a known difference that no longer differs', () => {
    const known = sampleCase(0, { status: 'known', reason: 'no-bias: it came later' });
    const knownDifferences = [sampleKnown(), outdatedKnown('gone')];
    const root = parse(writeJunit(sampleReport([known, sampleCase(1)], [], { knownDifferences })));
    expect(counts(root)).toEqual([4, 1, 0, 1]);
    expect(find(root, 'skipped')[0]?.getAttribute('message')).toBe('no-bias: it came later');
    const [failure, ...others] = find(root, 'failure');
    expect(others).toEqual([]);
    expect(failure?.parentElement?.getAttribute('name')).toBe('torch-2.7.1 gone');
  });

  it('tells one failing case from its passing twin', () => {
    expect(find(parse(writeJunit(passingReport())), 'failure')).toHaveLength(0);
    expect(find(parse(writeJunit(failingReport())), 'failure')).toHaveLength(1);
  });

  it('stays valid whatever strangers write', () => {
    const hostile = sampleCase(0, {
      id: hostileText,
      status: 'failed',
      reason: hostileText,
      method: hostileText,
      rows: [hostileText],
    });
    const finding = sampleFinding(hostile, { actual: hostileText, hint: hostileText, replay: `replay ${hostileText}` });
    const xml = writeJunit(sampleReport([hostile], [finding], { command: hostileText, startedAt: hostileText }));
    expect(xml).not.toMatch(/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
    expect(xml).not.toContain('<script');
    expect(xml).not.toContain(']]>');
    expect(xml).toContain('&amp;amp;&amp;bogus;&amp;#0;&quot;');
    expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/u);
    const root = parse(xml);
    const [failure] = find(root, 'failure');
    expect(failure?.getAttribute('message')).toContain(String.raw`<script>alert(1)</script>]]>&amp;&bogus;`);
    expect(failure?.textContent).toContain(`<script>alert(1)</script>]]>&amp;&bogus;`);
    expect(find(root, 'testcase')).toHaveLength(1);
  });
});

interface Element {
  readonly textContent: string | null;
  readonly parentElement: Element | null;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): Iterable<Element>;
}

function parse(xml: string): Element {
  const { node } = create(xml).root();
  if (!isElement(node)) throw new TypeError('Expected the document to have a root element');
  return node;
}

function isElement(node: object): node is Element {
  return 'getElementsByTagName' in node;
}

function find(element: Element, tag: string): readonly Element[] {
  return [...element.getElementsByTagName(tag)];
}

function counts(element: Element): readonly number[] {
  return ['tests', 'failures', 'errors', 'skipped'].map((name) => Number(element.getAttribute(name)));
}

function add(sums: readonly number[], more: readonly number[]): readonly number[] {
  return sums.map((sum, index) => sum + (more[index] ?? 0));
}

function mixedReport(): Report {
  const failed = sampleCase(1, { status: 'failed', reason: 'y outside' });
  const cases = [
    sampleCase(0),
    failed,
    sampleCase(2, { status: 'errored', reason: 'timed out after 30 s' }),
    sampleCase(3, { status: 'skipped', reason: 'no float16' }),
    sampleCase(4, { rows: [] }),
  ];
  return sampleReport(cases, [sampleFinding(failed), sampleFinding(failed, { quantity: 'y', step: 1 })]);
}
