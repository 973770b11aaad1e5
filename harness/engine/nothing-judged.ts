import type { Report } from '../../reports/model.ts';

type Judged = Pick<
  Report,
  | 'summary'
  | 'methods'
  | 'grades'
  | 'cells'
  | 'coverage'
  | 'combinations'
  | 'claims'
  | 'mutants'
  | 'tolerances'
  | 'knownDifferences'
  | 'drift'
  | 'cases'
  | 'diagnoses'
  | 'findings'
>;

/** What a report says of its cases where it judges none: it is about something else. */
export function nothingJudged(requiredGrade: Report['summary']['requiredGrade']): Judged {
  return {
    summary: {
      cases: 0,
      passed: 0,
      failed: 0,
      errored: 0,
      skipped: 0,
      known: 0,
      elements: 0,
      uninformative: 0,
      findings: 0,
      worstBoundUse: null,
      grade: null,
      requiredGrade,
      errorsPredicted: { predicted: 0, raised: 0, otherWords: 0, keys: { predicted: 0, total: 0, missing: [] } },
    },
    methods: [],
    grades: [],
    cells: [],
    coverage: [],
    combinations: [],
    claims: [],
    mutants: [],
    tolerances: [],
    knownDifferences: [],
    drift: null,
    cases: [],
    diagnoses: [],
    findings: [],
  };
}
