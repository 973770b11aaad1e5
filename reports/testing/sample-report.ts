import type {
  CaseResult,
  CaseStatus,
  Cell,
  ClaimEvidence,
  ClaimResult,
  Drift,
  Finding,
  Graded,
  KnownDifferenceResult,
  MethodCount,
  MutantResult,
  QuantityGrade,
  Report,
} from '../model.ts';

const stateRows: readonly Pick<Cell, 'dialect' | 'row' | 'columns'>[] = [
  torchRow('train+track', 'True', 'True'),
  torchRow('train+notrack', 'True', 'False'),
  torchRow('eval+track', 'False', 'True'),
  torchRow('eval+notrack', 'False', 'False'),
  mindsporeRow('none+train', 'None', 'True'),
  mindsporeRow('none+eval', 'None', 'False'),
  mindsporeRow('batch', 'True', 'either'),
  mindsporeRow('moving', 'False', 'either'),
];

/** A case that passed, or what the overrides make of it. */
export function sampleCase(index: number, overrides: Partial<CaseResult> = {}): CaseResult {
  const { dialect, row } = stateRows[index % stateRows.length] ?? torchRow('train+track', 'True', 'True');
  const dtype = ['f32', 'f16', 'f64'][index % 3] ?? 'f32';
  const method = ['module', 'global-batch', ...(dialect === 'torch' ? ['collective'] : [])][(index >> 3) % 3] ?? 'module';
  return {
    id: `${dialect}/${row}/world3(3,0,5)/${dtype}/momentum=none/4x3x2x2#${(index * 40503 + 7969).toString(16)}`,
    dialect,
    method,
    rows: [row],
    status: 'passed',
    elements: 48 * (1 + (index % 7)),
    seconds: 0.0004 * (1 + (index % 11)),
    reason: null,
    ...overrides,
  };
}

/** A finding of a case. */
export function sampleFinding(of: CaseResult, overrides: Partial<Finding> = {}): Finding {
  return {
    case: of.id,
    dialect: of.dialect,
    method: of.method,
    row: of.rows[0] ?? '',
    quantity: 'running_var',
    step: 2,
    rank: 1,
    at: [3],
    expected: 1.25,
    actual: 1.1666666666666667,
    error: 0.08333333333333326,
    bound: 1.2e-6,
    mismatches: 2,
    elements: 4,
    hint: 'The answer equals the biased variance: the buffer receives the unbiased one, var * n / (n - 1).',
    replay: `syncbn-oracle gate --filter ${of.id}`,
    ...overrides,
  };
}

/** A mutant that was caught wherever it was looked for, or what the overrides make of it. */
export function sampleMutant(id: string, overrides: Partial<MutantResult> = {}): MutantResult {
  const { id: first } = sampleCase(0);
  return {
    id,
    defect: 'the biased variance in the buffer',
    references: ['D32 tt-metal#55438'],
    dialects: ['torch', 'mindspore'],
    cases: 1816,
    killingCases: 412,
    killed: true,
    firstKill: 4,
    firstCase: first,
    kills: [
      { dialect: 'torch', row: 'train+track', quantity: 'running_var', cases: 300 },
      { dialect: 'mindspore', row: 'batch', quantity: 'moving_variance', cases: 112 },
    ],
    fuzz: { cases: 200, firstKill: 2 },
    certificates: (['A+', 'A', 'B'] as const).map((grade) => ({ grade, cases: 390, firstCase: first, quantity: 'running_var' })),
    assertClose: true,
    rtol1e3: true,
    suites: { torch: 'survived', mindspore: 'killed' },
    ...overrides,
  };
}

/** The twin of `sampleMutant` that no case kills. */
export function escapedMutant(id: string): MutantResult {
  return sampleMutant(id, { killed: false, killingCases: 0, firstKill: null, firstCase: null, kills: [] });
}

const noEvidence: ClaimEvidence = { cases: 0, first: [] };

function evidenceOf(index: number): ClaimEvidence {
  const { id } = sampleCase(index);
  return { cases: 12, first: [{ case: id, replay: `npx syncbn-oracle gate --filter '${id}'` }] };
}

/** A claim that cases confirm, or what the overrides make of it. */
export function sampleClaim(id: string, overrides: Partial<ClaimResult> = {}): ClaimResult {
  return {
    id,
    kind: 'claim',
    part: 'Difference 1, table of torch',
    place: 'row (False, False), sentence 2',
    text: 'Weight and bias are not learnt.',
    verdict: 'confirmed',
    note: null,
    supporting: evidenceOf(0),
    contradicting: noEvidence,
    ...overrides,
  };
}

/** The twin of `sampleClaim` of which no case speaks. */
export function undecidedClaim(id: string): ClaimResult {
  return sampleClaim(id, { verdict: 'undecided', note: 'No case speaks of it.', supporting: noEvidence });
}

/** A report about claims alone. */
export function claimsReport(claims: readonly ClaimResult[], overrides: Partial<Report> = {}): Report {
  const nothing = { mutants: [], tolerances: [], cells: [], methods: [], grades: [], coverage: [] };
  return sampleReport([], [], { ...nothing, claims, ...overrides });
}

/** A known difference that shows in a case, or what the overrides make of it. */
export function sampleKnown(overrides: Partial<KnownDifferenceResult> = {}): KnownDifferenceResult {
  return {
    id: 'no-bias-argument',
    goldenSet: 'torch-2.7.1',
    reason: 'The argument came later.',
    issue: 'pytorch/pytorch#157144',
    cases: 24,
    findings: 103,
    firstCase: sampleCase(0).id,
    outdated: false,
    ...overrides,
  };
}

/** The twin of `sampleKnown` that no case shows any more. */
export function outdatedKnown(id: string): KnownDifferenceResult {
  return sampleKnown({ id, cases: 0, findings: 0, firstCase: null, outdated: true });
}

/** A comparison of two golden sets over these cases, or what the overrides make of it. */
export function driftReport(cases: readonly CaseResult[], overrides: Partial<Drift> = {}): Report {
  const { id } = sampleCase(0);
  const drift: Drift = {
    a: 'torch-2.13.0',
    b: 'torch-2.7.1',
    shared: cases.length,
    identical: countStatus(cases, 'passed'),
    onlyA: 1072,
    onlyB: 0,
    consequences: 3,
    cells: [
      { dialect: 'torch', row: 'train+track', quantity: 'y', elements: 2921, identical: 2921, undecided: 0, worst: null },
      {
        dialect: 'torch',
        row: 'train+track',
        quantity: 'grad_x',
        elements: 200_000,
        identical: 199_999,
        undecided: 1,
        worst: { units: 0.00204, case: id },
      },
      {
        dialect: 'torch',
        row: 'eval+track',
        quantity: 'y',
        elements: 10,
        identical: 8,
        undecided: 0,
        worst: { units: 'Infinity', case: id },
      },
    ],
    differences: [{ kind: 'error', quantity: 'error', a: 'none', b: "TypeError: no argument 'bias'", cases: 22, firstCase: id }],
    ...overrides,
  };
  const nothing = { cells: [], methods: [], grades: [], coverage: [], combinations: [], claims: [], mutants: [], tolerances: [] };
  return sampleReport(cases, [], { ...nothing, drift, implementation: { name: drift.b, version: `against ${drift.a}` } });
}

/** A report about mutants alone. */
export function mutantsReport(mutants: readonly MutantResult[], overrides: Partial<Report> = {}): Report {
  return sampleReport([], [], {
    mutants,
    cells: [],
    methods: [],
    grades: [],
    coverage: [],
    combinations: [],
    claims: [],
    ...overrides,
  });
}

/** A report over these cases and findings, with counts that agree with them, or what the overrides make of it. */
export function sampleReport(
  cases: readonly CaseResult[],
  findings: readonly Finding[] = [],
  overrides: Partial<Report> = {},
): Report {
  const elements = cases.reduce((sum, result) => sum + result.elements, 0);
  const worst = findings.length > 0 ? 69444.4 : 0.3127;
  return {
    format: 'syncbn-oracle/report@1',
    tool: { name: 'syncbn-oracle', version: '0.1.0' },
    command: 'gate --dialect torch,mindspore -- python my_adapter.py',
    startedAt: '2026-11-22T20:18:04.512Z',
    seconds: 2.1,
    interrupted: false,
    environment: {
      node: '24.21.0',
      platform: 'linux x64',
      reference: 'float64',
      backend: 'cpu',
      adapter: null,
      driver: null,
      kind: null,
      why: null,
      frameworks: ['torch 2.13.0', 'mindspore 2.10.0'],
    },
    implementation: { name: 'inplace_abn', version: '1.1.0' },
    seed: 20261122,
    screen: null,
    summary: {
      cases: cases.length,
      passed: countStatus(cases, 'passed'),
      failed: countStatus(cases, 'failed'),
      errored: countStatus(cases, 'errored'),
      skipped: countStatus(cases, 'skipped'),
      known: countStatus(cases, 'known'),
      elements,
      uninformative: 0,
      findings: findings.length,
      worstBoundUse: { use: worst, quantity: 'grad_x', case: cases[0]?.id ?? 'none' },
      grade: findings.length > 0 ? 'fail' : 'A',
      requiredGrade: 'A',
      errorsPredicted: {
        predicted: 131,
        raised: 131,
        otherWords: 2,
        keys: { predicted: 84, total: 85, missing: ['torch/no-channels'] },
      },
    },
    methods: countMethods(cases),
    grades: [
      sampleGrade('torch', 'y', 'A+', cases),
      sampleGrade('torch', 'running_var', findings.length > 0 ? 'fail' : 'A', cases),
      sampleGrade('mindspore', 'y', 'A+', cases),
      sampleGrade('mindspore', 'grad_x', null, cases),
    ],
    cells: stateRows.map((row) => fillCell(row, cases, findings)),
    combinations: [
      {
        dialect: 'torch',
        parameters: [
          { name: 'world', values: ['1', '2', '8'] },
          { name: 'dtype', values: ['float32', 'float16'] },
          { name: 'steps', values: ['single', 'again'] },
        ],
        possible: 11,
        covered: 10,
        missing: ['world=8, dtype=float16, steps=again'],
        holes: [{ reason: 'eight processes take too long', combinations: 1 }],
      },
    ],
    coverage: [
      { axis: 'dtype', values: ['f32', 'f16', 'bf16', 'f64'].map((value) => countId(cases, value)) },
      { axis: 'world size', values: [1, 2, 3, 4].map((size) => countId(cases, `world${size}`)) },
      {
        axis: 'shape',
        values: Array.from({ length: 15 }, (_, index) => ({ value: `4x${index + 1}x2x2`, cases: 90 - 6 * index })),
      },
    ],
    claims: [
      sampleClaim('difference-1/eval+notrack/no-learning', { verdict: 'refuted', supporting: noEvidence }),
      sampleClaim('parameters/momentum', {
        verdict: 'refined',
        note: 'Holds from 0 to 1, and not otherwise.',
        contradicting: evidenceOf(4),
      }),
      sampleClaim('beyond/empty-rank', { kind: 'finding', part: 'Beyond the document: empty batches', place: '' }),
    ],
    goldens: [
      sampleGolden('torch-2.13.0/collective-f32.arrow', 'torch', '2.13.0', 1204),
      sampleGolden('mindspore-2.10.0/module-f32.arrow', 'mindspore', '2.10.0', 612),
    ],
    verification: null,
    reproduction: [],
    mutants: [
      sampleMutant('biased-running-variance'),
      sampleMutant('unweighted-merge', { certificates: [], fuzz: null, assertClose: false }),
    ],
    tolerances: [{ name: 'assert_close', mutants: 2, killed: 1, recorded: 1816, rejected: 497 }],
    knownDifferences: [],
    drift: null,
    cases,
    diagnoses:
      findings.length > 0
        ? [{ mutant: 'buffer-biased', defect: 'the biased variance in the buffer', explained: 1, failing: 1 }]
        : [],
    findings,
    ...overrides,
  };
}

/** A report in which everything passed. */
export function passingReport(count = 24): Report {
  return sampleReport(Array.from({ length: count }, (_, index) => sampleCase(index)));
}

/** The twin of `passingReport` in which the first case failed. */
export function failingReport(count = 24): Report {
  const failed = sampleCase(0, { status: 'failed', reason: 'running_var outside its bound at step 2, rank 1' });
  const cases = Array.from({ length: count }, (_, index) => (index === 0 ? failed : sampleCase(index)));
  return sampleReport(cases, [sampleFinding(failed)]);
}

function torchRow(row: string, training: string, tracks: string): Pick<Cell, 'dialect' | 'row' | 'columns'> {
  const columns = [['training', training] as const, ['track_running_stats', tracks] as const];
  return { dialect: 'torch', row, columns };
}

function mindsporeRow(row: string, usesBatch: string, training: string): Pick<Cell, 'dialect' | 'row' | 'columns'> {
  const columns = [['use_batch_statistics', usesBatch] as const, ['set_train', training] as const];
  return { dialect: 'mindspore', row, columns };
}

function sampleGrade(dialect: string, quantity: string, grade: Graded | null, cases: readonly CaseResult[]): QuantityGrade {
  const [first] = cases;
  const channels = { 'A+': 400, A: 0, B: 0, fail: 0, uninformative: 7, ...(grade === null ? {} : { [grade]: 3 }) };
  const decidedBy = grade === null || first === undefined ? null : { case: first.id, step: 1, rank: 1, channel: 2 };
  return { dialect, quantity, grade, channels, typical: { within: 3997, of: 4000 }, decidedBy };
}

function fillCell(
  row: Pick<Cell, 'dialect' | 'row' | 'columns'>,
  cases: readonly CaseResult[],
  findings: readonly Finding[],
): Cell {
  const own = cases.filter((result) => result.dialect === row.dialect && result.rows.includes(row.row));
  const [first] = own;
  const differs = findings.some((finding) => finding.dialect === row.dialect && finding.row === row.row);
  return {
    ...row,
    cases: own.length,
    passed: countStatus(own, 'passed'),
    failed: countStatus(own, 'failed'),
    elements: own.reduce((sum, result) => sum + result.elements, 0),
    worstBoundUse: first === undefined ? null : { use: differs ? 69444.4 : 0.3127, quantity: 'grad_x', case: first.id },
  };
}

function countMethods(cases: readonly CaseResult[]): readonly MethodCount[] {
  return [...Map.groupBy(cases, (result) => result.method)].map(([method, own]) => ({
    method,
    cases: own.length,
    passed: countStatus(own, 'passed'),
    failed: countStatus(own, 'failed'),
  }));
}

function countStatus(cases: readonly CaseResult[], status: CaseStatus): number {
  return cases.filter((result) => result.status === status).length;
}

function countId(cases: readonly CaseResult[], value: string): { value: string; cases: number } {
  return { value, cases: cases.filter((result) => result.id.includes(`/${value}`)).length };
}

function sampleGolden(path: string, framework: string, version: string, cases: number): Report['goldens'][number] {
  const provenance = {
    python: '3.11.2',
    os: 'Debian 12, x86_64',
    cpu: 'AVX512, 1 thread',
    recorder: '5be1f0c',
    date: '2026-11-21',
  };
  return {
    path,
    framework,
    version,
    lane: 'float32',
    method: 'collective',
    cases,
    bytes: cases * 1873,
    sha256: '5d2e'.repeat(16),
    provenance,
  };
}
