export { compareTraces } from './engine/compare-traces.ts';
export type { Comparison, Difference, Method, Place } from './engine/compare-traces.ts';
export { runGate } from './engine/gate.ts';
export { judgeCase } from './engine/judge-case.ts';
export type { JudgedCase } from './engine/judge-case.ts';
export { selectCases } from './engine/select-cases.ts';
export { buildReport } from './engine/build-report.ts';
