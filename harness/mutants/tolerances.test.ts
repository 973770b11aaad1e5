import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import { tensorOf } from '../../generators/arbitraries/tensor-of.ts';
import { dtypes } from '../../oracle/tensor.ts';
import type { Trace } from '../../oracle/trace.ts';
import { askCase } from './asked-case.ts';
import { roundTrace } from './round-trace.ts';
import { referenceMutant } from './testing/reference-mutant.ts';
import { fixedTolerances, isClose, rejectsMutant, rejectsTrace, toleranceNames } from './tolerances.ts';

describe.each(toleranceNames.flatMap((name) => dtypes.map((dtype) => ({ name, dtype }))))(
  '$name in $dtype',
  ({ name, dtype }) => {
    const tolerance = fixedTolerances[name][dtype];

    it('holds up to its edge, on both sides of the number, and no farther', () => {
      fc.assert(
        fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(-1, 1), (expected, side) => {
          const edge = tolerance.atol + tolerance.rtol * Math.abs(expected);
          expect(isClose(tolerance, expected, expected + side * edge * (1 - 1e-6))).toBe(true);
          expect(isClose(tolerance, expected, expected + side * edge * (1 + 1e-6))).toBe(false);
        }),
      );
    });

    test.each([
      [Number.NaN, Number.NaN, true],
      [Number.NaN, 1, false],
      [1, Number.NaN, false],
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, true],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false],
      [Number.POSITIVE_INFINITY, 1e308, false],
      [1e308, Number.POSITIVE_INFINITY, false],
    ])('says of %d and %d: %s', (expected, actual, close) => {
      expect(isClose(tolerance, expected, actual)).toBe(close);
    });
  },
);

test('they are what torch documents', () => {
  expect(fixedTolerances.assertClose.float32).toEqual({ rtol: 1.3e-6, atol: 1e-5 });
  expect(fixedTolerances.assertClose.bfloat16).toEqual({ rtol: 1.6e-2, atol: 1e-5 });
});

describe('a test by values', () => {
  const scenario = simpleScenario('torch', {
    shapes: [
      [4, 1],
      [3, 1],
    ],
    arguments: { num_features: 1 },
  });
  const asked = askCase('one', scenario, 'module');
  const right = roundTrace(asked.reference('A'));
  const changeRank = (trace: Trace, change: (rank: Trace['steps'][number]['ranks'][number]) => object): Trace => ({
    ...trace,
    steps: trace.steps.map((step) => ({ ...step, ranks: step.ranks.map((rank) => Object.assign({}, rank, change(rank))) })),
  });

  it('passes the reference, rounded', () => {
    expect(toleranceNames.map((name) => rejectsTrace(asked, right, name))).toEqual([false, false]);
    expect(toleranceNames.map((name) => rejectsMutant(asked, referenceMutant.answer(scenario, 'A'), name))).toEqual([
      false,
      false,
    ]);
  });

  it.each([
    [1e-4, true, false],
    [3e-3, true, true],
    [1e-7, false, false],
  ])('sees a running mean that is off by %d where its tolerance does', (error, ...rejected) => {
    const off = changeRank(right, ({ runningMean }) => ({
      runningMean: runningMean && tensorOf('float32', [1], [Number(runningMean.data[0]) + error]),
    }));
    expect(toleranceNames.map((name) => rejectsTrace(asked, off, name))).toEqual(rejected);
  });

  it('looks at neither counters nor errors, and does see a missing tensor', () => {
    const blind = changeRank(right, () => ({ numBatchesTracked: 77, error: { stage: 'forward', type: 'E', message: '' } }));
    expect(rejectsTrace(asked, blind, 'assertClose')).toBe(false);
    expect(
      rejectsTrace(
        asked,
        changeRank(right, () => ({ gradWeight: null })),
        'rtol1e3',
      ),
    ).toBe(true);
  });
});
