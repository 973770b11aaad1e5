import { reportNumber } from './model.ts';
import type {
  BoundUse,
  CaseResult,
  Cell,
  CombinationCoverage,
  ClaimEvidence,
  ClaimResult,
  CoverageAxis,
  Drift,
  Finding,
  GoldenFile,
  KnownDifferenceResult,
  MethodCount,
  MutantResult,
  PredictedErrors,
  QuantityGrade,
  Report,
  ReportNumber,
  ReproducedQuantity,
  Reproduction,
  ScreenSummary,
  VerifiedGoldens,
} from './model.ts';

/**
 * A copy with every key in the model's order, nothing the model does not know, and no number that JSON would turn into null.
 * Spelled out so that the compiler asks for a field that the model gains.
 */
export function arrangeReport(report: Report): Report {
  const { tool, environment, implementation } = report;
  return {
    format: report.format,
    tool: { name: tool.name, version: tool.version },
    command: report.command,
    startedAt: report.startedAt,
    seconds: report.seconds,
    interrupted: report.interrupted,
    environment: {
      node: environment.node,
      platform: environment.platform,
      reference: environment.reference,
      backend: environment.backend,
      adapter: environment.adapter,
      driver: environment.driver,
      kind: environment.kind,
      why: environment.why,
      frameworks: [...environment.frameworks],
    },
    implementation: { name: implementation.name, version: implementation.version },
    seed: report.seed,
    summary: arrangeSummary(report.summary),
    screen: report.screen && arrangeScreen(report.screen),
    methods: report.methods.map(arrangeMethod),
    grades: report.grades.map(arrangeGrade),
    cells: report.cells.map(arrangeCell),
    coverage: report.coverage.map(arrangeAxis),
    combinations: report.combinations.map(arrangeCombinations),
    claims: report.claims.map(arrangeClaim),
    goldens: report.goldens.map(arrangeGolden),
    verification: arrangeVerification(report.verification),
    reproduction: report.reproduction.map(arrangeReproduction),
    mutants: report.mutants.map(arrangeMutant),
    tolerances: report.tolerances.map(({ name, mutants, killed, recorded, rejected }) => ({
      name,
      mutants,
      killed,
      recorded,
      rejected,
    })),
    knownDifferences: report.knownDifferences.map(arrangeKnown),
    drift: report.drift && arrangeDrift(report.drift),
    cases: report.cases.map(arrangeCase),
    diagnoses: report.diagnoses.map(({ mutant, defect, explained, failing }) => ({ mutant, defect, explained, failing })),
    findings: report.findings.map(arrangeFinding),
  };
}

function arrangeScreen({ arithmetic, elements, cases, refusals, lost }: ScreenSummary): ScreenSummary {
  return {
    arithmetic,
    elements: { screened: elements.screened, adjudicated: elements.adjudicated },
    cases: { screen: cases.screen, both: cases.both, core: cases.core },
    refusals: refusals.map(({ reason, cases: count }) => ({ reason, cases: count })),
    lost,
  };
}

function arrangeSummary(summary: Report['summary']): Report['summary'] {
  const {
    cases,
    passed,
    failed,
    errored,
    skipped,
    known,
    elements,
    uninformative,
    findings,
    worstBoundUse,
    grade,
    requiredGrade,
    errorsPredicted,
  } = summary;
  return {
    cases,
    passed,
    failed,
    errored,
    skipped,
    known,
    elements,
    uninformative,
    findings,
    worstBoundUse: arrangeBoundUse(worstBoundUse),
    grade,
    requiredGrade,
    errorsPredicted: arrangeErrors(errorsPredicted),
  };
}

function arrangeErrors({ predicted, raised, otherWords, keys }: PredictedErrors): PredictedErrors {
  return { predicted, raised, otherWords, keys: { predicted: keys.predicted, total: keys.total, missing: keys.missing } };
}

function arrangeMethod({ method, cases, passed, failed }: MethodCount): MethodCount {
  return { method, cases, passed, failed };
}

function arrangeGrade({ dialect, quantity, grade, channels, typical, decidedBy }: QuantityGrade): QuantityGrade {
  return {
    dialect,
    quantity,
    grade,
    channels: {
      'A+': channels['A+'],
      A: channels.A,
      B: channels.B,
      fail: channels.fail,
      uninformative: channels.uninformative,
    },
    typical: { within: typical.within, of: typical.of },
    decidedBy: decidedBy && {
      case: decidedBy.case,
      step: decidedBy.step,
      rank: decidedBy.rank,
      channel: decidedBy.channel,
    },
  };
}

function arrangeCell({ dialect, row, columns, cases, passed, failed, elements, worstBoundUse }: Cell): Cell {
  return { dialect, row, columns, cases, passed, failed, elements, worstBoundUse: arrangeBoundUse(worstBoundUse) };
}

function arrangeAxis({ axis, values }: CoverageAxis): CoverageAxis {
  return { axis, values: values.map(({ value, cases }) => ({ value, cases })) };
}

function arrangeCombinations(coverage: CombinationCoverage): CombinationCoverage {
  const { dialect, parameters, possible, covered, missing, holes } = coverage;
  return {
    dialect,
    parameters: parameters.map(({ name, values }) => ({ name, values: [...values] })),
    possible,
    covered,
    missing: [...missing],
    holes: holes.map(({ reason, combinations }) => ({ reason, combinations })),
  };
}

function arrangeClaim(claim: ClaimResult): ClaimResult {
  const { id, kind, part, place, text, verdict, note, supporting, contradicting } = claim;
  return {
    id,
    kind,
    part,
    place,
    text,
    verdict,
    note,
    supporting: arrangeEvidence(supporting),
    contradicting: arrangeEvidence(contradicting),
  };
}

function arrangeEvidence({ cases, first }: ClaimEvidence): ClaimEvidence {
  return { cases, first: first.map((one) => ({ case: one.case, replay: one.replay })) };
}

function arrangeGolden({ path, framework, version, lane, method, cases, bytes, sha256, provenance }: GoldenFile): GoldenFile {
  const sorted = Object.fromEntries(Object.entries(provenance).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { path, framework, version, lane, method, cases, bytes, sha256, provenance: sorted };
}

function arrangeVerification(verified: VerifiedGoldens | null): VerifiedGoldens | null {
  if (verified === null) return null;
  const { files, cases, problems } = verified;
  return { files, cases, problems: problems.map(({ path, case: id, problem }) => ({ path, case: id, problem })) };
}

function arrangeReproduction(reproduction: Reproduction): Reproduction {
  const { words } = reproduction;
  return {
    framework: reproduction.framework,
    version: reproduction.version,
    installed: reproduction.installed,
    cases: reproduction.cases,
    compared: reproduction.compared,
    identical: reproduction.identical,
    words: { errors: words.errors, counters: words.counters, presence: words.presence, others: words.others },
    changes: reproduction.changes.map(({ name, recorded, now, effect }) => ({ name, recorded, now, effect })),
    quantities: reproduction.quantities.map(arrangeReproduced),
    ended: reproduction.ended,
  };
}

function arrangeReproduced(one: ReproducedQuantity): ReproducedQuantity {
  const { quantity, elements, identical, outside, unmeasured, largest } = one;
  const arranged = largest && { bounds: nameNonFinite(largest.bounds), case: largest.case };
  return { quantity, elements, identical, outside, unmeasured, largest: arranged };
}

function arrangeMutant(mutant: MutantResult): MutantResult {
  const { fuzz, suites } = mutant;
  return {
    id: mutant.id,
    defect: mutant.defect,
    references: [...mutant.references],
    dialects: [...mutant.dialects],
    cases: mutant.cases,
    killingCases: mutant.killingCases,
    killed: mutant.killed,
    firstKill: mutant.firstKill,
    firstCase: mutant.firstCase,
    kills: mutant.kills.map(({ dialect, row, quantity, cases }) => ({ dialect, row, quantity, cases })),
    fuzz: fuzz && { cases: fuzz.cases, firstKill: fuzz.firstKill },
    certificates: mutant.certificates.map(({ grade, cases, firstCase, quantity }) => ({ grade, cases, firstCase, quantity })),
    assertClose: mutant.assertClose,
    rtol1e3: mutant.rtol1e3,
    suites: { torch: suites.torch, mindspore: suites.mindspore },
  };
}

function arrangeKnown(known: KnownDifferenceResult): KnownDifferenceResult {
  const { id, goldenSet, reason, issue, cases, findings, firstCase, outdated } = known;
  return { id, goldenSet, reason, issue, cases, findings, firstCase, outdated };
}

function arrangeDrift(drift: Drift): Drift {
  const { a, b, shared, identical, onlyA, onlyB, consequences } = drift;
  return {
    a,
    b,
    shared,
    identical,
    onlyA,
    onlyB,
    consequences,
    cells: drift.cells.map(({ dialect, row, quantity, elements, identical: same, undecided, worst }) => ({
      dialect,
      row,
      quantity,
      elements,
      identical: same,
      undecided,
      worst: worst && { units: nameNonFinite(worst.units), case: worst.case },
    })),
    differences: drift.differences.map(({ kind, quantity, a: mine, b: other, cases, firstCase }) => ({
      kind,
      quantity,
      a: nameNonFinite(mine),
      b: nameNonFinite(other),
      cases,
      firstCase,
    })),
  };
}

function arrangeCase({ id, dialect, method, rows, status, elements, seconds, reason }: CaseResult): CaseResult {
  return { id, dialect, method, rows, status, elements, seconds, reason };
}

function arrangeFinding(finding: Finding): Finding {
  return {
    case: finding.case,
    dialect: finding.dialect,
    method: finding.method,
    row: finding.row,
    quantity: finding.quantity,
    step: finding.step,
    rank: finding.rank,
    at: finding.at,
    expected: nameNonFinite(finding.expected),
    actual: nameNonFinite(finding.actual),
    error: nameNonFinite(finding.error),
    bound: nameNonFinite(finding.bound),
    mismatches: finding.mismatches,
    elements: finding.elements,
    hint: finding.hint,
    replay: finding.replay,
  };
}

function arrangeBoundUse(worst: BoundUse | null): BoundUse | null {
  return worst === null ? null : { use: nameNonFinite(worst.use), quantity: worst.quantity, case: worst.case };
}

function nameNonFinite<Other>(value: number | Other): ReportNumber | Other {
  return typeof value === 'number' ? reportNumber(value) : value;
}
