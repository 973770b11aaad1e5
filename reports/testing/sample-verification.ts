import type { CaseResult, Finding, GoldenProblem, Report, Reproduction } from '../model.ts';
import { mutantsReport, sampleCase, sampleReport } from './sample-report.ts';

/** What a reproduction over one framework showed: everything the same here but one low bit, or what the overrides make of it. */
export function sampleReproduction(overrides: Partial<Reproduction> = {}): Reproduction {
  const { id } = sampleCase(0);
  return {
    framework: 'torch',
    version: '2.13.0',
    installed: '2.13.0',
    cases: 24,
    compared: 24,
    identical: 23,
    words: { errors: 0, counters: 0, presence: 0, others: 0 },
    changes: [{ name: 'cpu_capability', recorded: 'AVX2', now: 'AVX512', effect: 'low bits may differ' }],
    quantities: [
      { quantity: 'y', elements: 1204, identical: 1204, outside: 0, unmeasured: 0, largest: null },
      { quantity: 'grad_x', elements: 1204, identical: 1201, outside: 0, unmeasured: 2, largest: { bounds: 0.27, case: id } },
    ],
    ended: null,
    ...overrides,
  };
}

/** A report about golden files alone. */
export function verificationReport(problems: readonly GoldenProblem[], overrides: Partial<Report> = {}): Report {
  const verification = { files: 2, cases: 1816, problems };
  return mutantsReport([], { mutants: [], tolerances: [], verification, seed: null, ...overrides });
}

/** A report over cases that were recorded again. */
export function reproductionReport(
  reproduction: readonly Reproduction[],
  cases: readonly CaseResult[] = Array.from({ length: 24 }, (_, index) => sampleCase(index)),
  findings: readonly Finding[] = [],
): Report {
  const verification = { files: 2, cases: 1816, problems: [] };
  return sampleReport(cases, findings, { verification, reproduction, mutants: [], tolerances: [], claims: [] });
}
