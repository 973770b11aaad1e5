import type { Assignment, Constraint, CoverageModel } from './model.ts';

/** Index of a value a parameter, -1 where it has none yet. */
export type Row = Int16Array;

/** A constraint by numbers: of each parameter a bit for each of the values listed. */
interface IndexedConstraint {
  readonly constraint: Constraint;
  readonly parameters: readonly number[];
  readonly masks: readonly number[];
}

/** Three parameters, and where their combinations of values begin in the numbering of all. */
interface Triple {
  readonly parameters: readonly [number, number, number];
  readonly start: number;
}

const secondError = 'the first error of a case hides the second';

/** The numbering of all combinations of three parameters' values, and which of them a case can have. */
export class TupleSpace {
  readonly model: CoverageModel;
  readonly size: number;
  readonly triples: readonly Triple[];
  readonly #sizes: readonly number[];
  readonly #constraints: readonly IndexedConstraint[];
  /** Of each parameter, those in which it has a part. */
  readonly #of: readonly (readonly IndexedConstraint[])[];
  readonly #order: readonly number[];
  readonly #triplesOf: readonly (readonly Triple[])[];

  constructor(model: CoverageModel) {
    this.model = model;
    this.#sizes = model.parameters.map(({ values }) => values.length);
    const names = model.parameters.map(({ name }) => name);
    this.#constraints = [...model.constraints, ...oneErrorAtATime(model)].map((constraint) => indexed(constraint, model));
    this.#of = names.map((_, index) => this.#constraints.filter(({ parameters }) => parameters.includes(index)));
    this.#order = [...names.keys()].toSorted((a, b) => (this.#of[b]?.length ?? 0) - (this.#of[a]?.length ?? 0));
    const triples: Triple[] = [];
    let start = 0;
    for (let a = 0; a < names.length; a += 1) {
      for (let b = a + 1; b < names.length; b += 1) {
        for (let c = b + 1; c < names.length; c += 1) {
          triples.push({ parameters: [a, b, c], start });
          start += this.#sizeOf(a) * this.#sizeOf(b) * this.#sizeOf(c);
        }
      }
    }
    this.triples = triples;
    this.#triplesOf = names.map((_, index) => triples.filter(({ parameters }) => parameters.includes(index)));
    this.size = start;
  }

  /** The row of an assignment; values that the model does not name count as none. */
  rowOf(assignment: Assignment): Row {
    return Int16Array.from(this.model.parameters, ({ name, values }) => values.indexOf(assignment[name] ?? ''));
  }

  /** The assignment of a row, without the parameters that have no value. */
  assignmentOf(row: Row): Assignment {
    const entries = this.model.parameters.flatMap(({ name, values }, index) => {
      const value = values[row[index] ?? -1];
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
  }

  /** The parameter of a row that makes its case raise; -1 where none does. */
  raising(row: Row): number {
    return this.model.parameters.findIndex(({ values, invalid }, index) => invalid?.includes(values[row[index] ?? -1] ?? ''));
  }

  isInvalid(parameter: number, value: number): boolean {
    const { values, invalid } = this.model.parameters[parameter] ?? { values: [] };
    return invalid?.includes(values[value] ?? '') ?? false;
  }

  valuesOf(parameter: number): number {
    return this.#sizeOf(parameter);
  }

  /** The number of the combination that `row` has in the three parameters of `triple`; -1 where one has no value. */
  tupleIn(row: Row, { parameters: [a, b, c], start }: Triple): number {
    const [first = -1, second = -1, third = -1] = [row[a], row[b], row[c]];
    if (first < 0 || second < 0 || third < 0) return -1;
    return start + (first * this.#sizeOf(b) + second) * this.#sizeOf(c) + third;
  }

  /** The threes in which a parameter has a part. */
  triplesOf(parameter: number): readonly Triple[] {
    return this.#triplesOf[parameter] ?? [];
  }

  /** Calls back with each combination: its number and a row that has it alone. */
  eachTuple(visit: (tuple: number, row: Row) => void): void {
    const row = new Int16Array(this.#sizes.length).fill(-1);
    for (const { parameters, start } of this.triples) {
      const [a, b, c] = parameters;
      let tuple = start;
      for (row[a] = 0; row[a] < this.#sizeOf(a); row[a] += 1) {
        for (row[b] = 0; row[b] < this.#sizeOf(b); row[b] += 1) {
          for (row[c] = 0; row[c] < this.#sizeOf(c); row[c] += 1) {
            visit(tuple, row);
            tuple += 1;
          }
        }
      }
      for (const parameter of parameters) row[parameter] = -1;
    }
  }

  /** The constraint that the values of a row break, looking only at those that have a part in `parameter` if that is given. */
  broken(row: Row, parameter?: number): Constraint | null {
    const constraints = parameter === undefined ? this.#constraints : (this.#of[parameter] ?? []);
    return constraints.find((one) => breaks(row, one))?.constraint ?? null;
  }

  /** Whether values for the other parameters make a row that breaks nothing and raises no more than `row`, which must break nothing. */
  isCompletable(row: Row, from = 0): boolean {
    const place = this.#order.findIndex((parameter, index) => index >= from && (row[parameter] ?? -1) < 0);
    const parameter = this.#order[place];
    if (parameter === undefined) return true;
    // What no constraint looks at can have any value.
    if (this.#of[parameter]?.length === 0) return true;
    for (let value = 0; value < this.#sizeOf(parameter); value += 1) {
      if (this.isInvalid(parameter, value)) continue;
      row[parameter] = value;
      const completes = this.broken(row, parameter) === null && this.isCompletable(row, place + 1);
      row[parameter] = -1;
      if (completes) return true;
    }
    return false;
  }

  #sizeOf(parameter: number): number {
    return this.#sizes[parameter] ?? 0;
  }
}

function indexed(constraint: Constraint, { parameters }: CoverageModel): IndexedConstraint {
  const entries = Object.entries(constraint.values).map(([name, excluded]) => {
    const index = parameters.findIndex((parameter) => parameter.name === name);
    const values = parameters[index]?.values ?? [];
    const unknown = excluded.find((value) => !values.includes(value));
    if (index < 0 || unknown !== undefined)
      throw new RangeError(`Expected a parameter of the model with that value, got ${name} ${unknown}.`);
    return { index, mask: excluded.reduce((mask, value) => mask | (1 << values.indexOf(value)), 0) };
  });
  return { constraint, parameters: entries.map(({ index }) => index), masks: entries.map(({ mask }) => mask) };
}

function breaks(row: Row, { parameters, masks }: IndexedConstraint): boolean {
  for (let place = 0; place < parameters.length; place += 1) {
    const value = row[parameters[place] ?? -1] ?? -1;
    if (value < 0 || ((masks[place] ?? 0) & (1 << value)) === 0) return false;
  }
  return true;
}

function oneErrorAtATime(model: CoverageModel): readonly Constraint[] {
  const raising = model.parameters.filter(({ invalid }) => invalid !== undefined);
  return raising.flatMap((one, index) =>
    raising.slice(index + 1).map((other) => ({
      reason: secondError,
      values: { [one.name]: one.invalid ?? [], [other.name]: other.invalid ?? [] },
    })),
  );
}
