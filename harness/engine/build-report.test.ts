import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ManifestFile } from '../../goldens/format/manifest.ts';
import { editJson } from '../../goldens/testing/golden-rows.ts';
import type { GoldenRow } from '../../goldens/testing/golden-rows.ts';
import { catalogue } from '../../oracle/errors/catalogue.ts';
import { dialects } from '../../oracle/scenario.ts';
import { mindsporeStateTable, torchStateTable } from '../../oracle/state-tables.ts';
import type { Report } from '../../reports/model.ts';
import schema from '../../reports/report.schema.json' with { type: 'json' };
import { writeJson } from '../../reports/writers/json.ts';
import { caseOf, committedRows } from '../testing/golden-case.ts';
import type { ReportContext } from './build-report.ts';
import { buildReport } from './build-report.ts';
import type { JudgedCase } from './judge-case.ts';
import { judgeCase } from './judge-case.ts';

const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

let files: readonly ManifestFile[];
let judged: readonly JudgedCase[];
beforeAll(async () => {
  const rows = await committedRows(20);
  files = [...new Set(rows.map(({ entry }) => entry))];
  judged = rows.map(({ row, entry }, index) =>
    judgeCase(caseOf(index % 10 === 0 ? spoil(row) : row, entry), 'A', (id) => `replay ${id}`),
  );
});

function spoil(row: GoldenRow): GoldenRow {
  return { ...row, trace: editJson(row.trace, ['construction', 0], { type: 'E', message: 'spoilt' }) };
}

function context(change: Partial<ReportContext> = {}): ReportContext {
  return {
    toolVersion: '0.1.0',
    command: 'gate',
    startedAt: new Date(0),
    seconds: 1,
    interrupted: false,
    node: '24.21.0',
    platform: 'linux x64',
    files,
    maxFindings: 100,
    requiredGrade: 'A',
    claims: [],
    knownDifferences: [],
    diagnoses: [],
    hints: new Map(),
    ...change,
  };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

describe('buildReport', () => {
  it('adds up', () => {
    const report = buildReport(judged, context());
    const { summary, cases, methods, cells } = report;
    expect(summary.cases).toBe(judged.length);
    expect(summary.failed).toBe(Math.ceil(judged.length / 10));
    expect(summary.passed + summary.failed + summary.errored + summary.skipped).toBe(summary.cases);
    expect(cases.filter(({ status }) => status === 'failed')).toHaveLength(summary.failed);
    expect(summary.elements).toBe(total(cases.map(({ elements }) => elements)));
    expect(summary.findings).toBe(report.findings.length);
    for (const key of ['cases', 'passed', 'failed'] as const)
      expect(total(methods.map((method) => method[key]))).toBe(summary[key]);
    for (const cell of cells) {
      const visiting = cases.filter(({ dialect, rows }) => dialect === cell.dialect && rows.includes(cell.row));
      expect(cell.cases).toBe(visiting.length);
      expect(cell.passed + cell.failed).toBe(cell.cases);
      const failing = report.findings.filter(({ dialect, row }) => dialect === cell.dialect && row === cell.row);
      expect(cell.failed).toBe(new Set(failing.map((finding) => finding.case)).size);
    }
    expect(total(cells.map(({ elements }) => elements))).toBe(summary.elements);
    const { predicted, raised } = summary.errorsPredicted;
    expect(raised - predicted).toBe(summary.failed);
  });

  it('counts the keys of the catalogue that predicted cases raise, of the frameworks that were judged, and names the others', () => {
    const keysOf = (own: readonly JudgedCase[], framework?: string): Report['summary']['errorsPredicted']['keys'] =>
      buildReport(own, context(framework === undefined ? {} : { files: files.filter((file) => file.framework === framework) }))
        .summary.errorsPredicted.keys;
    const met = new Set(judged.flatMap(({ errorKeys }) => errorKeys));
    expect(met.size).toBeGreaterThan(5);
    const { predicted, total: all, missing } = keysOf(judged);
    expect([predicted, all]).toEqual([met.size, catalogue.length]);
    expect([...met, ...missing].toSorted()).toEqual(catalogue.map(({ key }) => key).toSorted());
    const torch = catalogue.filter(({ key }) => key.startsWith('torch/')).length;
    expect(keysOf([], 'torch')).toMatchObject({ predicted: 0, total: torch });
    expect(keysOf([], 'mindspore')).toMatchObject({ predicted: 0, total: catalogue.length - torch });
  });

  it('counts the cases whose errors are in other words', () => {
    const [first, ...others] = judged;
    const comparisons = first?.comparisons.map((comparison) => ({ ...comparison, note: 'the same error in other words' })) ?? [];
    expect(buildReport(judged, context()).summary.errorsPredicted.otherWords).toBe(0);
    const noted = first === undefined ? [] : [{ ...first, comparisons }, ...others];
    expect(buildReport(noted, context()).summary.errorsPredicted.otherWords).toBe(1);
  });

  it('has a cell for each row of both tables, in their order, and each was visited', () => {
    const rows = { torch: torchStateTable, mindspore: mindsporeStateTable };
    const { cells } = buildReport(judged, context());
    expect(cells.map(({ dialect, row }) => [dialect, row])).toEqual(
      dialects.flatMap((dialect) => rows[dialect].map(({ key }) => [dialect, key])),
    );
    for (const cell of cells) expect(cell.cases).toBeGreaterThan(0);
    expect(cells[1]?.columns).toEqual([
      ['training', 'True'],
      ['track_running_stats', 'False'],
    ]);
    expect(cells.find(({ row }) => row === 'moving')?.columns).toEqual([
      ['use_batch_statistics', 'False'],
      ['set_train', 'either'],
    ]);
  });

  it('has the cells of one dialect where only its goldens were read', () => {
    const torch = files.filter(({ framework }) => framework === 'torch');
    const own = judged.filter(({ result }) => result.dialect === 'torch');
    const report = buildReport(own, context({ files: torch }));
    expect(new Set(report.cells.map(({ dialect }) => dialect))).toEqual(new Set(['torch']));
    expect(report.environment.frameworks).toEqual(['torch 2.13.0']);
  });

  it('is as the schema says: with findings, without, cut short, and empty', () => {
    const passing = judged.filter(({ findings }) => findings.length === 0);
    for (const report of [
      buildReport(judged, context()),
      buildReport(judged, context({ maxFindings: 1 })),
      buildReport(passing, context()),
      buildReport(judged.slice(0, 7), context({ interrupted: true })),
      buildReport([], context({ interrupted: true })),
      buildReport([], context({ files: [] })),
    ]) {
      validate(JSON.parse(writeJson(report)));
      expect(validate.errors).toBeNull();
    }
  });

  it('lists no more findings than asked for, and counts them all', () => {
    const all = buildReport(judged, context());
    const some = buildReport(judged, context({ maxFindings: 2 }));
    expect(some.findings).toEqual(all.findings.slice(0, 2));
    expect(some.summary).toEqual(all.summary);
  });

  it('names the worst bound use, of the whole and of each cell', () => {
    const { summary, cells } = buildReport(judged, context());
    const uses = judged.flatMap(({ comparisons }) => comparisons.map(({ boundUse }) => boundUse));
    expect(summary.worstBoundUse?.use).toBe(Math.max(...uses));
    for (const cell of cells)
      expect(Number(cell.worstBoundUse?.use ?? 0)).toBeLessThanOrEqual(Number(summary.worstBoundUse?.use));
  });

  it('measures the combinations of each dialect that was judged, and more of them with more cases', () => {
    const { combinations } = buildReport(judged, context());
    expect(combinations.map(({ dialect }) => dialect)).toEqual(dialects);
    for (const { possible, covered, missing, holes } of combinations) {
      expect(covered).toBeGreaterThan(100);
      expect(covered).toBeLessThan(possible);
      expect(missing.length).toBeGreaterThan(0);
      expect(holes.every(({ reason }) => reason.length > 10)).toBe(true);
    }
    const [torch] = buildReport(judged.slice(0, 20), context()).combinations;
    expect(torch?.covered).toBeLessThan(combinations[0]?.covered ?? 0);
    expect(buildReport([], context()).combinations).toEqual([]);
  });

  it('counts every case once on each axis', () => {
    const { coverage } = buildReport(judged, context());
    const counts = coverage.map(({ axis, values }) => [axis, total(values.map(({ cases }) => cases))]);
    expect(counts).toEqual(coverage.map(({ axis }) => [axis, judged.length]));
  });

  it('is the same, byte for byte, for the same cases at another time', async () => {
    const timeless = (report: Report): string =>
      writeJson({
        ...report,
        startedAt: '',
        seconds: 0,
        cases: report.cases.map((one) => Object.assign({}, one, { seconds: 0 })),
      });
    const again = (await committedRows(20)).map(({ row, entry }, index) =>
      judgeCase(caseOf(index % 10 === 0 ? spoil(row) : row, entry), 'A', (id) => `replay ${id}`),
    );
    const later = context({ startedAt: new Date(1e12), seconds: 5 });
    expect(timeless(buildReport(again, later))).toBe(timeless(buildReport(judged, context())));
  });
});
