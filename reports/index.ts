export { judgeReport } from './judge-report.ts';
export type { Outcome } from './judge-report.ts';
export { reportNumber } from './model.ts';
export type {
  BoundUse,
  CaseResult,
  CaseStatus,
  Cell,
  ClaimEvidence,
  ClaimResult,
  ClaimVerdict,
  CoverageAxis,
  Finding,
  GoldenFile,
  GoldenProblem,
  MethodCount,
  Report,
  ReportNumber,
  Reproduction,
  VerifiedGoldens,
} from './model.ts';
export { writeHtml } from './writers/html.ts';
export { writeJson } from './writers/json.ts';
export { writeJunit } from './writers/junit.ts';
export { writeTerminal } from './writers/terminal.ts';
export type { TerminalOptions } from './writers/terminal.ts';
