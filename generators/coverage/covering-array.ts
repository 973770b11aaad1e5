import type { RandomSource } from '../arbitraries/random-source.ts';
import type { Assignment, CoverageModel } from './model.ts';
import type { Row } from './tuple-space.ts';
import { TupleSpace } from './tuple-space.ts';

/** Rows tried for each one that is taken. */
const candidates = 6;

/**
 * Assignments that have every possible combination of three parameters' values, few though not fewest. Greedy, a row at a time around a
 * combination that is missing (Cohen, Dalal, Fredman and Patton, *The AETG system*, 1997); the same source gives the same rows.
 * Written here because the packages for it leave combinations out, silently, where there are constraints.
 */
export function coveringArray(model: CoverageModel, source: RandomSource): readonly Assignment[] {
  const space = new TupleSpace(model);
  const missing = possibleTuples(space);
  const seeds = [...missing.keys()].filter((tuple) => missing[tuple] === 1);
  shuffle(seeds, source);
  const rows: Assignment[] = [];
  for (const seed of seeds) {
    if (missing[seed] !== 1) continue;
    const tried = Array.from({ length: candidates }, () => growRow(space, missing, seed, source));
    const best = tried.reduce((one, other) => (gain(space, missing, other) > gain(space, missing, one) ? other : one));
    markCovered(space, missing, best);
    rows.push(space.assignmentOf(best));
  }
  return rows;
}

/** One where a case can have the combination, else zero. */
export function possibleTuples(space: TupleSpace): Uint8Array {
  const possible = new Uint8Array(space.size);
  space.eachTuple((tuple, row) => {
    possible[tuple] = space.broken(row) === null && space.isCompletable(row) ? 1 : 0;
  });
  return possible;
}

/** Takes the combinations that a case with this row shows out of the missing ones: a case that raises shows only what it raises for. */
export function markCovered(space: TupleSpace, missing: Uint8Array, row: Row): void {
  for (const tuple of shownTuples(space, row)) missing[tuple] = 0;
}

function* shownTuples(space: TupleSpace, row: Row): Generator<number> {
  const raising = space.raising(row);
  for (const triple of space.triples) {
    if (raising >= 0 && !triple.parameters.includes(raising)) continue;
    const tuple = space.tupleIn(row, triple);
    if (tuple >= 0) yield tuple;
  }
}

function gain(space: TupleSpace, missing: Uint8Array, row: Row): number {
  let count = 0;
  for (const tuple of shownTuples(space, row)) count += missing[tuple] ?? 0;
  return count;
}

/** A whole row around one combination: the other parameters in random order, each with the value that shows most of what is missing. */
function growRow(space: TupleSpace, missing: Uint8Array, seed: number, source: RandomSource): Row {
  const row = rowWith(space, seed);
  const mayRaise = space.raising(row) >= 0;
  const open = [...row.keys()].filter((parameter) => (row[parameter] ?? -1) < 0);
  shuffle(open, source);
  for (const parameter of open) {
    const values = Array.from({ length: space.valuesOf(parameter) }, (_, value) => value);
    shuffle(values, source);
    const ranked = values
      .filter((value) => mayRaise || !space.isInvalid(parameter, value))
      .map((value) => {
        row[parameter] = value;
        return { value, gain: gainOf(space, missing, row, parameter) };
      })
      .toSorted((one, other) => other.gain - one.gain);
    const chosen = ranked.find(({ value }) => {
      row[parameter] = value;
      return space.broken(row, parameter) === null && space.isCompletable(row);
    });
    if (chosen === undefined)
      throw new RangeError('Expected a combination that can be completed to have a next value, got none.');
  }
  return row;
}

/** What the value of one parameter adds. */
function gainOf(space: TupleSpace, missing: Uint8Array, row: Row, parameter: number): number {
  const raising = space.raising(row);
  let count = 0;
  for (const triple of space.triplesOf(parameter)) {
    if (raising >= 0 && !triple.parameters.includes(raising)) continue;
    const tuple = space.tupleIn(row, triple);
    if (tuple >= 0) count += missing[tuple] ?? 0;
  }
  return count;
}

function rowWith(space: TupleSpace, tuple: number): Row {
  const row = new Int16Array(space.model.parameters.length).fill(-1);
  const triple = space.triples.findLast(({ start }) => start <= tuple);
  const [a, b, c] = triple?.parameters ?? [0, 0, 0];
  const place = tuple - (triple?.start ?? 0);
  const [second, third] = [space.valuesOf(b), space.valuesOf(c)];
  row[a] = Math.floor(place / (second * third));
  row[b] = Math.floor(place / third) % second;
  row[c] = place % third;
  return row;
}

function shuffle(items: number[], source: RandomSource): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = source.below(index + 1);
    [items[index], items[other]] = [items[other] ?? 0, items[index] ?? 0];
  }
}
