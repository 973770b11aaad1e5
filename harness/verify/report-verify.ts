import type { CaseResult, MethodCount, Report } from '../../reports/model.ts';
import type { RunContext } from '../engine/describe-run.ts';
import { describeRun } from '../engine/describe-run.ts';
import type { ReproducedCase } from './reproduce-case.ts';
import type { AskedFramework } from './tally-reproduction.ts';
import { tallyReproduction } from './tally-reproduction.ts';
import type { Verification } from './verify-goldens.ts';

/** What the report says that neither files nor cases decide. */
export interface VerifyContext extends RunContext {
  /** Of the cases drawn; null where none were. */
  readonly seed: number | null;
  readonly maxFindings: number;
}

/** A framework that was asked again, and what it answered. */
export interface AskedAgain {
  readonly asked: AskedFramework;
  readonly cases: readonly ReproducedCase[];
}

/** The report of a verification, and of recording again where that was asked for. */
export function reportVerify(verification: Verification, again: readonly AskedAgain[], context: VerifyContext): Report {
  const { files, cases, problems } = verification;
  const reproduced = again.flatMap((one) => one.cases);
  const results = reproduced.map(({ result }) => result);
  const findings = reproduced.flatMap((one) => one.findings);
  return {
    ...describeRun(context),
    implementation: again.length === 0 ? { name: 'golden files', version: 'syncbn-oracle/golden@1' } : nameFrameworks(again),
    seed: context.seed,
    summary: {
      cases: results.length,
      passed: count(results, 'passed'),
      failed: count(results, 'failed'),
      errored: count(results, 'errored'),
      skipped: 0,
      known: 0,
      elements: results.reduce((sum, { elements }) => sum + elements, 0),
      uninformative: 0,
      findings: findings.length,
      worstBoundUse: null,
      grade: null,
      requiredGrade: 'A',
      errorsPredicted: { predicted: 0, raised: 0 },
    },
    methods: countMethods(results),
    grades: [],
    cells: [],
    coverage: [],
    combinations: [],
    claims: [],
    verification: { files: files.length, cases: cases.length, problems },
    reproduction: again.map((one) => tallyReproduction(one.asked, one.cases)),
    mutants: [],
    tolerances: [],
    knownDifferences: [],
    drift: null,
    cases: results,
    diagnoses: [],
    findings: findings.slice(0, context.maxFindings),
  };
}

/** The frameworks that were asked, as one name and the version of the last: `torch 2.13.0, mindspore` `2.10.0`. */
function nameFrameworks(again: readonly AskedAgain[]): Report['implementation'] {
  const names = again.map(({ asked }) => ({ name: asked.framework, version: asked.speaker?.version ?? asked.version }));
  const last = names.at(-1) ?? { name: 'none', version: '' };
  return {
    name: [...names.slice(0, -1).map(({ name, version }) => `${name} ${version}`), last.name].join(', '),
    version: last.version,
  };
}

function countMethods(results: readonly CaseResult[]): readonly MethodCount[] {
  return [...Map.groupBy(results, ({ method }) => method)].map(([method, own]) => ({
    method,
    cases: own.length,
    passed: count(own, 'passed'),
    failed: count(own, 'failed'),
  }));
}

function count(results: readonly CaseResult[], status: CaseResult['status']): number {
  return results.filter((result) => result.status === status).length;
}
