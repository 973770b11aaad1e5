/** JSON has no NaN and no infinities: they are written by name. */
export type ReportNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** `known`: it differs, and all of that is known. */
export type CaseStatus = 'passed' | 'failed' | 'errored' | 'skipped' | 'known';

/** One failed quantity of one case: where, expected, actual, error, bound, a hint at the likely cause, how to replay it. */
export interface Finding {
  readonly case: string;
  readonly dialect: string;
  readonly method: string;
  /** Key of the state-table row that governed the step. */
  readonly row: string;
  /** Quantity in the dialect's own name: `y`, `moving_variance`, `error`, ... */
  readonly quantity: string;
  /** 1-based; 0 is the constructor. */
  readonly step: number;
  readonly rank: number | null;
  /** Coordinates of the worst element; null where the quantity is not a tensor. */
  readonly at: readonly number[] | null;
  /** Numbers as in `ReportNumber`, anything else as text. */
  readonly expected: number | string | null;
  readonly actual: number | string | null;
  /** |actual - expected| and the acceptance bound; null where the quantity is not a number. */
  readonly error: ReportNumber | null;
  readonly bound: ReportNumber | null;
  /** Elements outside their bound, of all elements of the quantity. */
  readonly mismatches: number;
  readonly elements: number;
  readonly hint: string;
  /** The command that replays just this case. */
  readonly replay: string;
}

export interface CaseResult {
  readonly id: string;
  readonly dialect: string;
  readonly method: string;
  /** Keys of the state-table rows its steps visit. */
  readonly rows: readonly string[];
  readonly status: CaseStatus;
  readonly elements: number;
  readonly seconds: number;
  /** Why it failed, errored, was skipped or is known to differ; null when passed, unless there is something to note: an error in other words. */
  readonly reason: string | null;
}

/** The largest share of an acceptance interval that an answer used: 1 is the edge. */
export interface BoundUse {
  readonly use: ReportNumber;
  readonly quantity: string;
  readonly case: string;
}

/** One state-table row of one dialect. A case that visits several rows counts in each. */
export interface Cell {
  readonly dialect: string;
  /** e.g. `train+track`. */
  readonly row: string;
  /** The columns of the state table, as the document names them, in order: [["training", "True"], ["track_running_stats", "False"]]. */
  readonly columns: readonly (readonly [string, string])[];
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  readonly elements: number;
  readonly worstBoundUse: BoundUse | null;
}

/** The classes of algorithms an answer may be consistent with, best first, and `fail` for none. */
export type Graded = 'A+' | 'A' | 'B' | 'fail';

/** How many channels are in each class; `uninformative` ones have bounds that say nothing. */
export interface ChannelCounts {
  readonly 'A+': number;
  readonly A: number;
  readonly B: number;
  readonly fail: number;
  readonly uninformative: number;
}

/** How many of so many elements. */
export interface TypicalCount {
  readonly within: number;
  readonly of: number;
}

/** The grade of one quantity: that of its worst channel, with the case that decided it. */
export interface QuantityGrade {
  readonly dialect: string;
  readonly quantity: string;
  /** Null where no bound said anything. */
  readonly grade: Graded | null;
  readonly channels: ChannelCounts;
  /**
   * Of the elements that a bound decides, those that are also within the bound for independent rounding errors. A label: correct code that
   * adds in sequence leaves it, so it decides nothing.
   */
  readonly typical: TypicalCount;
  /** `step` is 1-based, 0 the constructor; the channel is null where a whole tensor, an error or a counter differs. */
  readonly decidedBy: {
    readonly case: string;
    readonly step: number;
    readonly rank: number | null;
    readonly channel: number | null;
  } | null;
}

export interface MethodCount {
  readonly method: string;
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
}

export interface GoldenFile {
  readonly path: string;
  readonly framework: string;
  readonly version: string;
  readonly lane: string;
  readonly method: string;
  readonly cases: number;
  readonly bytes: number;
  readonly sha256: string;
  /** Where and with what it was recorded, as the manifest says. */
  readonly provenance: Readonly<Record<string, string>>;
}

/** One thing that varies over the cases, with the number of cases at each value. */
export interface CoverageAxis {
  readonly axis: string;
  readonly values: readonly { readonly value: string; readonly cases: number }[];
}

/**
 * How much of what the cases of a dialect are designed over they reach: combinations of three parameters' values that a case can have,
 * those that one has, and why others cannot be had.
 */
export interface CombinationCoverage {
  readonly dialect: string;
  readonly parameters: readonly { readonly name: string; readonly values: readonly string[] }[];
  readonly possible: number;
  readonly covered: number;
  /** The first of those that no case has: `world=8, split=uneven, dtype=float32`. */
  readonly missing: readonly string[];
  readonly holes: readonly { readonly reason: string; readonly combinations: number }[];
}

/** How many cases kill a mutant by one quantity in one row; a case that visits several rows counts in each. */
export interface MutantKill {
  readonly dialect: string;
  readonly row: string;
  readonly quantity: string;
  readonly cases: number;
}

/** How many cases prove that no answer conforms to the mutant and to the reference, for one grade; the first, and what shows it there. */
export interface MutantCertificate {
  readonly grade: Exclude<Graded, 'fail'>;
  readonly cases: number;
  readonly firstCase: string | null;
  readonly quantity: string | null;
}

/** What a suite of a framework makes of a mutant. */
export type SuiteVerdict = 'killed' | 'survived' | 'not applicable' | 'not run';

/** An implementation with one thing wrong, and who would have noticed. */
export interface MutantResult {
  readonly id: string;
  /** In a phrase: `the biased variance in the buffer`. */
  readonly defect: string;
  /** Where it really happened; none for a synthetic one. */
  readonly references: readonly string[];
  readonly dialects: readonly string[];
  /** Cases of its dialects that it was held against, and how many of them kill it. */
  readonly cases: number;
  readonly killingCases: number;
  readonly killed: boolean;
  /** How many cases it took, the killing one included. */
  readonly firstKill: number | null;
  readonly firstCase: string | null;
  readonly kills: readonly MutantKill[];
  /** How many random cases it was given at most, and how many it took; null where it was given none. */
  readonly fuzz: { readonly cases: number; readonly firstKill: number | null } | null;
  /** One a grade, where certificates were asked for. */
  readonly certificates: readonly MutantCertificate[];
  /** Whether `torch.testing.assert_close` and rtol = atol = 1e-3 would have rejected it on the same cases; null where there were none. */
  readonly assertClose: boolean | null;
  readonly rtol1e3: boolean | null;
  /** Whether the frameworks' own tests, as described, would have noticed it. */
  readonly suites: { readonly torch: SuiteVerdict; readonly mindspore: SuiteVerdict };
}

/** How many mutants a test with a fixed tolerance kills, and how many recorded answers that are right it rejects. */
export interface ToleranceResult {
  readonly name: string;
  readonly mutants: number;
  readonly killed: number;
  readonly recorded: number;
  readonly rejected: number;
}

/** What the cases make of a claim, in the order in which reports count them. */
export const claimVerdicts = ['confirmed', 'refined', 'refuted', 'cut off', 'not testable', 'undecided'] as const;
export type ClaimVerdict = (typeof claimVerdicts)[number];

/** Cases that say the same of a claim: how many, and the first with the commands that replay them. */
export interface ClaimEvidence {
  readonly cases: number;
  readonly first: readonly { readonly case: string; readonly replay: string }[];
}

/** A sentence or a row of the source document in our own words, or a finding beyond it, with the verdict that recorded cases decide. */
export interface ClaimResult {
  readonly id: string;
  readonly kind: 'claim' | 'finding';
  /** The part of the document, or the subject of a finding. */
  readonly part: string;
  /** Where in the part: `row 3, sentence 2`; empty for a finding. */
  readonly place: string;
  readonly text: string;
  readonly verdict: ClaimVerdict;
  /** Where it holds, what is left of it, or why it is undecided; null where the verdict says all. */
  readonly note: string | null;
  readonly supporting: ClaimEvidence;
  readonly contradicting: ClaimEvidence;
}

/** A known defect whose bounds hold every answer of some failing cases; `failing` ones of its dialects were looked at. */
export interface DiagnosedDefect {
  readonly mutant: string;
  readonly defect: string;
  readonly explained: number;
  readonly failing: number;
}

/** Something about a folder of goldens that is not as it should be: `Expected X, got Y. Do Z.` */
export interface GoldenProblem {
  /** A file or folder, relative to the goldens. */
  readonly path: string;
  readonly case: string | null;
  readonly problem: string;
}

/** What holding a folder of goldens against its manifest and its format found. */
export interface VerifiedGoldens {
  readonly files: number;
  readonly cases: number;
  readonly problems: readonly GoldenProblem[];
}

/** One quantity, recorded then and now, over all cases of a framework. */
export interface ReproducedQuantity {
  readonly quantity: string;
  readonly elements: number;
  /** Elements that agree bit for bit. Any NaN is the same as any other; 0 and -0 are not. */
  readonly identical: number;
  /** Elements that differ and are outside the acceptance interval. */
  readonly outside: number;
  /** Elements that differ where the acceptance bound is zero or says nothing: their difference has no unit. */
  readonly unmeasured: number;
  /** The largest difference of the others, in acceptance bounds, and the case that has it; null where none differs. */
  readonly largest: { readonly bounds: ReportNumber; readonly case: string } | null;
}

/** Something about where goldens were recorded that is not the same here, and what that may change. */
export interface ProvenanceChange {
  readonly name: string;
  readonly recorded: string;
  readonly now: string;
  readonly effect: string;
}

/** What recording the scenarios of one framework's goldens again showed. */
export interface Reproduction {
  readonly framework: string;
  /** The version that the goldens are of, and the one that answered now; null where none did. */
  readonly version: string;
  readonly installed: string | null;
  /** Cases that were asked for, those that were answered, and those of them that agree in every bit and word. */
  readonly cases: number;
  readonly compared: number;
  readonly identical: number;
  /** Cases that differ in what is no number: errors; counters; None, dtype or shape; anything else, such as warnings. */
  readonly words: { readonly errors: number; readonly counters: number; readonly presence: number; readonly others: number };
  readonly changes: readonly ProvenanceChange[];
  readonly quantities: readonly ReproducedQuantity[];
  /** Why the framework could not be asked for all cases; null where it was. */
  readonly ended: string | null;
}

/** How many of the cases that raise were predicted, and what they have of the catalogue of errors. */
export interface PredictedErrors {
  readonly predicted: number;
  readonly raised: number;
  /** Cases of another version of the framework whose errors say the same in other words. */
  readonly otherWords: number;
  /** Keys of the catalogue that a predicted case raises, of all of the frameworks that were judged; and those that none does. */
  readonly keys: { readonly predicted: number; readonly total: number; readonly missing: readonly string[] };
}

/** A difference that a version of a framework is known to have: its findings fail no case. */
export interface KnownDifferenceResult {
  readonly id: string;
  readonly goldenSet: string;
  readonly reason: string;
  /** Where it is tracked or comes from. */
  readonly issue: string;
  /** Cases in which it shows, and the findings it explains there. */
  readonly cases: number;
  readonly findings: number;
  readonly firstCase: string | null;
  /** True where the golden set, looked at as a whole, no longer shows it: that fails the run. */
  readonly outdated: boolean;
}

/** One quantity of one state-table row, over the scenarios that two golden sets share. */
export interface DriftCell {
  readonly dialect: string;
  readonly row: string;
  readonly quantity: string;
  readonly elements: number;
  /** Elements of the same bits. */
  readonly identical: number;
  /** Elements that differ where the bound says nothing. */
  readonly undecided: number;
  /** The largest difference, in units of what one conforming answer may be from the reference: at most 2 where both conform. */
  readonly worst: { readonly units: ReportNumber; readonly case: string } | null;
}

/** What differs in the same way in some scenarios: other words, another error, a tensor that only one has, or numbers beyond two bounds. */
export interface DriftDifference {
  readonly kind: string;
  readonly quantity: string;
  /** Texts or numbers of the first case, in the order of the two sets. */
  readonly a: number | string;
  readonly b: number | string;
  readonly cases: number;
  readonly firstCase: string;
}

/** Two golden sets of one framework, held against each other. */
export interface Drift {
  /** Names of the sets; differences are read from `a` to `b`. */
  readonly a: string;
  readonly b: string;
  /** Scenarios that both hold, those answered alike to the bit, and those in one alone. */
  readonly shared: number;
  readonly identical: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** Quantities that differ because one of the sets holds an error there, and are counted nowhere else. */
  readonly consequences: number;
  readonly cells: readonly DriftCell[];
  readonly differences: readonly DriftDifference[];
}

/** What an accelerated reference decided, and what it left to the exact one. */
export interface ScreenSummary {
  /** How it rounds: sums that keep what additions lose, where the adapter was found to find that. */
  readonly arithmetic: 'compensated' | 'plain';
  /** Elements found inside their bounds for certain, and all others, which the exact core judged. */
  readonly elements: { readonly screened: number; readonly adjudicated: number };
  /** Cases by who judged them: `both` where some channels were left to the exact core. */
  readonly cases: { readonly screen: number; readonly both: number; readonly core: number };
  /** Why cases were left to the exact core as they are, most frequent first. */
  readonly refusals: readonly { readonly reason: string; readonly cases: number }[];
  /** What went wrong with the adapter on the way; all after that was judged by the exact core. Null where nothing did. */
  readonly lost: string | null;
}

/** What one command found: data only, made by the harness, formatted by the writers. */
export interface Report {
  readonly format: 'syncbn-oracle/report@1';
  readonly tool: { readonly name: 'syncbn-oracle'; readonly version: string };
  /** The command line, without the path of the program. */
  readonly command: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** True when the run was stopped before all cases were judged. */
  readonly interrupted: boolean;
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly reference: string;
    readonly backend: string;
    readonly adapter: string | null;
    /** Of the adapter; null without one. */
    readonly driver: string | null;
    readonly kind: 'hardware' | 'software' | 'cpu' | null;
    /** Why this backend was taken; null where nothing else was possible. */
    readonly why: string | null;
    readonly frameworks: readonly string[];
  };
  /** What is judged. */
  readonly implementation: { readonly name: string; readonly version: string };
  readonly seed: number | null;
  readonly summary: {
    readonly cases: number;
    readonly passed: number;
    readonly failed: number;
    readonly errored: number;
    readonly skipped: number;
    /** Cases that differ only in what is known to differ. */
    readonly known: number;
    readonly elements: number;
    /** Elements whose bound says nothing: accepted, never counted as passed. */
    readonly uninformative: number;
    readonly findings: number;
    readonly worstBoundUse: BoundUse | null;
    /** The worst grade of all quantities. */
    readonly grade: Graded | null;
    /** What the run demands: answers of a worse grade fail. */
    readonly requiredGrade: Exclude<Graded, 'fail'>;
    readonly errorsPredicted: PredictedErrors;
  };
  /** Null where no accelerated reference was asked. */
  readonly screen: ScreenSummary | null;
  readonly methods: readonly MethodCount[];
  readonly grades: readonly QuantityGrade[];
  readonly cells: readonly Cell[];
  readonly coverage: readonly CoverageAxis[];
  /** One a dialect, where golden cases were judged. */
  readonly combinations: readonly CombinationCoverage[];
  /** What the source document says and what it leaves out, each held against the cases. */
  readonly claims: readonly ClaimResult[];
  readonly goldens: readonly GoldenFile[];
  /** What verifying the goldens found, when that is what was run. */
  readonly verification: VerifiedGoldens | null;
  /** What recording the goldens again showed, one entry a framework and version, when that is what was run. */
  readonly reproduction: readonly Reproduction[];
  /** Known defects held against the cases, when that is what was run. */
  readonly mutants: readonly MutantResult[];
  /** What tests with fixed tolerances make of the same cases. */
  readonly tolerances: readonly ToleranceResult[];
  readonly knownDifferences: readonly KnownDifferenceResult[];
  /** Two golden sets held against each other, when that is what was run. */
  readonly drift: Drift | null;
  readonly cases: readonly CaseResult[];
  /** What the failing cases are consistent with, the defect that explains most of them first. */
  readonly diagnoses: readonly DiagnosedDefect[];
  /** At most `--max-findings`; `summary.findings` counts all. */
  readonly findings: readonly Finding[];
}

/** A number as a report holds it. */
export function reportNumber(value: number): ReportNumber {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return 'Infinity';
  return value === Number.NEGATIVE_INFINITY ? '-Infinity' : value;
}
