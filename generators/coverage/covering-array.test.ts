import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomSource } from '../arbitraries/random-source.ts';
import { coveringArray } from './covering-array.ts';
import { measureCoverage } from './measure-coverage.ts';
import type { Assignment, CoverageModel, Parameter } from './model.ts';
import { never } from './model.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

/** Models small enough to list every whole assignment. */
const smallModel: fc.Arbitrary<CoverageModel> = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 3 }), raises: fc.boolean() }), { minLength: 3, maxLength: 5 })
  .chain((sizes) => {
    const parameters = sizes.map(({ size, raises }, index): Parameter => {
      const values = Array.from({ length: size }, (_, value) => `${letters[index]}${value}`);
      return { name: letters[index] ?? '', values, ...(raises && size > 1 ? { invalid: values.slice(-1) } : {}) };
    });
    const value = fc
      .constantFrom(...parameters)
      .chain(({ name, values }) => fc.subarray([...values], { minLength: 1 }).map((some) => [name, some] as const));
    const constraint = fc
      .array(value, { minLength: 1, maxLength: 3 })
      .map((values) => never('random', Object.fromEntries(values)));
    return fc.array(constraint, { maxLength: 4 }).map((constraints) => ({ parameters, constraints }));
  });

/** Every whole assignment that breaks nothing and raises once at most. */
function everyCase({ parameters, constraints }: CoverageModel): readonly Assignment[] {
  const all = parameters.reduce<readonly Assignment[]>(
    (partial, { name, values }) => partial.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
  const breaks = (one: Assignment): boolean =>
    constraints.some(({ values }) => Object.entries(values).every(([name, excluded]) => excluded.includes(one[name] ?? '')));
  return all.filter((one) => !breaks(one) && raisingOf(parameters, one).length < 2);
}

function raisingOf(parameters: readonly Parameter[], one: Assignment): readonly string[] {
  return parameters.filter(({ name, invalid }) => invalid?.includes(one[name] ?? '')).map(({ name }) => name);
}

/** The threes that some cases show, by brute force. */
function shownBy({ parameters }: CoverageModel, cases: readonly Assignment[]): ReadonlySet<string> {
  const shown = new Set<string>();
  for (const one of cases) {
    const raising = raisingOf(parameters, one);
    const names = parameters.map(({ name }) => name);
    for (const [index, a] of names.entries()) {
      for (const [next, b] of names.entries()) {
        for (const c of names.slice(next + 1)) {
          const has = [a, b, c];
          if (next > index && raising.every((name) => has.includes(name)))
            shown.add(has.map((name) => `${name}=${one[name]}`).join());
        }
      }
    }
  }
  return shown;
}

describe('coveringArray', () => {
  it('shows every combination of three values that any case can show, and breaks no constraint', () => {
    fc.assert(
      fc.property(smallModel, fc.nat(), (model, seed) => {
        const rows = coveringArray(model, randomSource(seed));
        const every = everyCase(model);
        const known = new Set(every.map((one) => JSON.stringify(one)));
        expect(rows.every((row) => known.has(JSON.stringify(row)))).toBe(true);
        expect([...shownBy(model, rows)].toSorted()).toEqual([...shownBy(model, every)].toSorted());
      }),
      { numRuns: 150 },
    );
  });

  it('is the same for the same source', () => {
    const model: CoverageModel = { parameters: letters.map((name) => ({ name, values: ['1', '2', '3'] })), constraints: [] };
    expect(coveringArray(model, randomSource(4))).toEqual(coveringArray(model, randomSource(4)));
    // 27 would be the fewest.
    expect(coveringArray(model, randomSource(4)).length).toBeLessThan(55);
  });

  it('refuses a constraint on what the model does not have', () => {
    const parameters = ['a', 'b', 'c'].map((name) => ({ name, values: ['1'] }));
    const asked = (values: Record<string, string>): unknown =>
      coveringArray({ parameters, constraints: [never('no', values)] }, randomSource(1));
    expect(() => asked({ a: '2' })).toThrow('got a 2');
    expect(() => asked({ d: '1' })).toThrow('got d');
  });
});

describe('measureCoverage', () => {
  it('agrees with brute force about any cases, and misses what is taken away', () => {
    fc.assert(
      fc.property(smallModel, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (model, seed, share) => {
        const rows = coveringArray(model, randomSource(seed));
        const some = rows.filter((_, index) => index < share * rows.length);
        const { possible, covered, missing, holes } = measureCoverage(model, some);
        expect(possible).toBe(shownBy(model, everyCase(model)).size);
        expect(covered).toBe(shownBy(model, some).size);
        expect(missing).toHaveLength(Math.min(50, possible - covered));
        const sizes = model.parameters.map(({ values }) => values.length);
        const threes = sizes.flatMap((a, i) =>
          sizes.slice(i + 1).flatMap((b, j) => sizes.slice(i + j + 2).map((c) => a * b * c)),
        );
        const all = threes.reduce((sum, product) => sum + product, 0);
        expect(holes.reduce((sum, { combinations }) => sum + combinations, possible)).toBe(all);
      }),
      { numRuns: 100 },
    );
  });

  it('counts no value that the model does not name', () => {
    const model: CoverageModel = { parameters: ['a', 'b', 'c'].map((name) => ({ name, values: ['1', '2'] })), constraints: [] };
    const { covered, missing } = measureCoverage(model, [
      { a: '1', b: '2', c: '3' },
      { a: '1', b: '1' },
      { a: '2', b: '2', c: '2' },
    ]);
    expect(covered).toBe(1);
    expect(missing).not.toContain('a=2, b=2, c=2');
  });
});
