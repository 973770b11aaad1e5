import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import type { Report } from '../model.ts';
import schema from '../report.schema.json' with { type: 'json' };
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
import { writeJson } from './json.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

const knownCase = sampleCase(0, { status: 'known', reason: 'no-bias-argument: The argument came later.' });

describe('writeJson', () => {
  it.each([
    ['a pass', passingReport()],
    ['a failure', failingReport()],
    [
      'nothing at all',
      {
        ...sampleReport([]),
        cells: [],
        methods: [],
        coverage: [],
        combinations: [],
        claims: [],
        goldens: [],
        mutants: [],
        tolerances: [],
        seed: null,
      },
    ],
    ['mutants', mutantsReport([sampleMutant('caught'), escapedMutant('escaped')])],
    ['goldens that are intact', verificationReport([])],
    ['goldens that are broken', brokenReport()],
    ['goldens recorded again', reproductionReport([sampleReproduction()])],
    ['a framework that is not there', reproductionReport([sampleReproduction({ installed: null, ended: 'No Python.' })])],
    ['claims', claimsReport([sampleClaim('a', { note: null }), undecidedClaim('b')])],
    ['known differences', sampleReport([knownCase], [], { knownDifferences: [sampleKnown(), outdatedKnown('gone')] })],
    ['a drift', driftReport([sampleCase(0), sampleCase(1, { status: 'failed', reason: 'error: from a to b' })])],
    ['hostile text', hostileReport()],
    ['numbers that JSON lacks', nonFiniteReport()],
  ])('writes %s as the schema says', (_, report) => {
    validate(JSON.parse(writeJson(report)));
    expect(validate.errors).toBeNull();
  });

  it('loses nothing', () => {
    const again = reproductionReport([sampleReproduction()]);
    const known = sampleReport([knownCase], [], { knownDifferences: [sampleKnown()] });
    const others = [brokenReport(), again, known, driftReport([sampleCase(0)])];
    for (const report of [passingReport(), failingReport(), hostileReport(), ...others])
      expect(JSON.parse(writeJson(report))).toEqual(report);
  });

  it('names what JSON would turn into null', () => {
    const [finding] = parse(nonFiniteReport()).findings;
    expect(finding).toMatchObject({ expected: 'NaN', actual: '-Infinity', error: 'Infinity', bound: 'NaN' });
    const largest = { bounds: 'Infinity', case: 'some case' } as const;
    const quantity = { quantity: 'y', elements: 1, identical: 0, outside: 1, unmeasured: 0, largest };
    expect(writeJson(reproductionReport([sampleReproduction({ quantities: [quantity] })]))).toContain('"bounds": "Infinity"');
  });

  it('writes the same bytes whatever the order of the keys', () => {
    expect(writeJson(reverseKeys(failingReport()))).toBe(writeJson(failingReport()));
  });

  it('indents by two spaces and ends with one line feed', () => {
    expect(writeJson(passingReport())).toMatch(/^\{\n {2}"format": "syncbn-oracle\/report@1",\n {2}"tool": \{\n {4}"name"/u);
    expect(writeJson(passingReport())).toMatch(/[^\n]\n$/u);
  });
});

describe('report.schema.json', () => {
  it.each<[string, (report: Editable) => void]>([
    ['another format', (report) => (report['format'] = 'syncbn-oracle/report@2')],
    ['an unknown key', (report) => (report['extra'] = 1)],
    ['a missing key', (report) => delete report['cells']],
    ['an unknown key of a finding', (report) => (at(report, 'findings', 0)['extra'] = 1)],
    ['a finding without replay', (report) => delete at(report, 'findings', 0)['replay']],
    [
      'a bound that is null by accident of NaN in a bound use',
      (report) => (at(report, 'summary', 'worstBoundUse')['use'] = null),
    ],
    ['a status that does not exist', (report) => (at(report, 'cases', 0)['status'] = 'ok')],
    ['a failed case without a reason', (report) => (at(report, 'cases', 0)['reason'] = null)],
    ['a negative count', (report) => (at(report, 'summary')['passed'] = -1)],
    ['half a case', (report) => (at(report, 'cells', 0)['cases'] = 0.5)],
    ['an error by another name', (report) => (at(report, 'findings', 0)['error'] = 'nan')],
    ['a checksum cut short', (report) => (at(report, 'goldens', 0)['sha256'] = '5d2e')],
    ['a local time', (report) => (report['startedAt'] = '22 November 2026')],
    ['a column without a value', (report) => (at(report, 'cells', 0)['columns'] = [['training']])],
    ['a suite that says something else', (report) => (at(report, 'mutants', 0, 'suites')['torch'] = 'passed')],
    ['a kill before the first case', (report) => (at(report, 'mutants', 0)['firstKill'] = 0)],
    ['provenance that is not text', (report) => (at(report, 'goldens', 0, 'provenance')['threads'] = 1)],
  ])('rejects %s', (_, spoil) => {
    const report = at(JSON.parse(writeJson(failingReport())));
    expect(validate(report)).toBe(true);
    spoil(report);
    expect(validate(report)).toBe(false);
  });

  it.each<[string, (report: Editable) => void]>([
    ['a problem without words', (report) => (at(report, 'verification', 'problems', 0)['problem'] = '')],
    ['half a reproduction', (report) => delete at(report, 'reproduction', 0)['words']],
    ['a quantity that counts backwards', (report) => (at(report, 'reproduction', 0, 'quantities', 0)['identical'] = -1)],
    ['a largest difference of nothing', (report) => (at(report, 'reproduction', 0, 'quantities', 1, 'largest')['bounds'] = null)],
    ['a change without an effect', (report) => delete at(report, 'reproduction', 0, 'changes', 0)['effect']],
  ])('rejects %s', (_, spoil) => {
    const both = { ...reproductionReport([sampleReproduction()]), verification: brokenReport().verification };
    const report = at(JSON.parse(writeJson(both)));
    expect(validate(report)).toBe(true);
    spoil(report);
    expect(validate(report)).toBe(false);
  });
});

type Editable = Record<string, unknown>;

function at(value: unknown, ...path: readonly (string | number)[]): Editable {
  const found = path.reduce<unknown>((outer, key) => (isEditable(outer) ? outer[key] : undefined), value);
  if (!isEditable(found)) throw new TypeError(`Expected an object at ${path.join('.')}`);
  return found;
}

function isEditable(value: unknown): value is Editable {
  return typeof value === 'object' && value !== null;
}

function parse(report: Report): { findings: readonly unknown[] } {
  const { findings } = at(JSON.parse(writeJson(report)));
  return { findings: Array.isArray(findings) ? findings : [] };
}

function reverseKeys<Value>(value: Value): Value;
function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => reverseKeys(item));
  if (!isEditable(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reverseKeys(item)]),
  );
}

function nonFiniteReport(): Report {
  const failed = sampleCase(0, { status: 'failed', reason: 'not finite' });
  const values = {
    expected: Number.NaN,
    actual: Number.NEGATIVE_INFINITY,
    error: Number.POSITIVE_INFINITY,
    bound: 'NaN',
  } as const;
  return sampleReport([failed], [sampleFinding(failed, { ...values, rank: null, at: null })]);
}

function brokenReport(): Report {
  return verificationReport([
    { path: 'MANIFEST.json', case: null, problem: 'Expected JSON, got nothing.' },
    { path: 'torch-2.13.0/module.arrow', case: sampleCase(0).id, problem: 'Expected each case once.' },
  ]);
}

function hostileReport(): Report {
  const hostile = sampleCase(0, { id: hostileText, status: 'failed', reason: hostileText });
  return sampleReport([hostile], [sampleFinding(hostile, { expected: hostileText, actual: null })]);
}
