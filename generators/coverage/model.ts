/** One thing that varies over the cases, and the values that matter. */
export interface Parameter {
  readonly name: string;
  /** At most 30. */
  readonly values: readonly string[];
  /** Values that make the framework raise before anything else of the case is seen. */
  readonly invalid?: readonly string[];
}

/** A value for some or all parameters of a model, by name. */
export type Assignment = Readonly<Record<string, string>>;

/** Values that no case can have together: of each parameter that it names, one of those listed. */
export interface Constraint {
  readonly reason: string;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** What a set of cases is designed over. */
export interface CoverageModel {
  readonly parameters: readonly Parameter[];
  readonly constraints: readonly Constraint[];
}

export function never(reason: string, values: Readonly<Record<string, string | readonly string[]>>): Constraint {
  return { reason, values: Object.fromEntries(Object.entries(values).map(([name, list]) => [name, [list].flat()])) };
}
