import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { algorithms, evaluateFloat32, runFloat32 } from '../testing/float32-algorithms.ts';
import { lastAnswer, present } from '../testing/answers.ts';
import { expectChannel, judgeChannel } from '../testing/judge-channel.ts';
import { question, scenarioOf, settingOf } from '../testing/question.ts';
import { families, randomChannel, randomParameters } from '../testing/random-channel.ts';

const names = Object.keys(algorithms);
const worlds = fc.oneof(
  fc.integer({ min: 2, max: 9 }).map((size) => [size]),
  fc.constantFrom([64], [257], [7, 9], [5, 1, 3], [100, 60, 30, 10], [33, 1]),
);

describe('correct float32 algorithms stay inside the bounds', () => {
  test.each(families)('%s', (family) => {
    let elements = 0;
    fc.assert(
      fc.property(worlds, fc.nat(), (sizes, seed) => {
        const ranks = randomChannel(family, sizes, seed);
        const expected = expectChannel(ranks, randomParameters);
        for (const name of names) {
          const verdicts = judgeChannel(expected, runFloat32(name, ranks, randomParameters));
          elements += verdicts.reduce((sum, verdict) => sum + verdict.elements, 0);
          expect({ name, outside: verdicts.filter(({ mismatches }) => mismatches > 0) }).toEqual({ name, outside: [] });
        }
      }),
      { numRuns: 25 },
    );
    expect(elements).toBeGreaterThan(10_000);
  });

  it('with the defaults, and a tiny epsilon, too', () => {
    const parameters = { weight: 1, bias: 0, epsilon: Math.fround(1e-12), factor: 0.1, runningMean: 0, runningVar: 1 };
    fc.assert(
      fc.property(fc.constantFrom('ordinary', 'wide', 'ramp'), worlds, fc.nat(), (family, sizes, seed) => {
        const ranks = randomChannel(family, sizes, seed);
        const expected = expectChannel(ranks, parameters);
        for (const name of names) {
          const verdicts = judgeChannel(expected, runFloat32(name, ranks, parameters));
          expect({ name, outside: verdicts.filter(({ mismatches }) => mismatches > 0) }).toEqual({ name, outside: [] });
        }
      }),
      { numRuns: 30 },
    );
  });
});

test.each(families)('in eval the affine map, centred or fused, stays inside on %s data', (family) => {
  const centre = { ordinary: 0.75, 'offset 1e3': 1000.5, 'offset 1e4': 10000.25, constant: 12345.5 };
  const runningMean = Object.entries(centre).find(([name]) => name === family)?.[1] ?? 0;
  fc.assert(
    fc.property(
      worlds,
      fc.constantFrom(0.0625, 1.5, 40),
      fc.constantFrom(0, 2, -2),
      fc.nat(),
      (sizes, runningVar, rootUlps, seed) => {
        const parameters = { ...randomParameters, runningMean, runningVar };
        const ranks = randomChannel(family, sizes, seed);
        const expected = expectChannel(ranks, parameters, false);
        for (const fused of [true, false]) {
          const verdicts = judgeChannel(expected, evaluateFloat32(fused, rootUlps, ranks, parameters));
          expect({ fused, outside: verdicts.filter(({ mismatches }) => mismatches > 0) }).toEqual({ fused, outside: [] });
        }
      },
    ),
    { numRuns: 30 },
  );
});

describe('on ordinary data the bounds are', () => {
  it('finite, and small beside the numbers they stand at', () => {
    fc.assert(
      fc.property(fc.constantFrom([8, 5], [3, 4, 9], [30]), fc.nat(), (sizes, seed) => {
        const { ranks } = expectChannel(randomChannel('ordinary', sizes, seed), randomParameters);
        for (const { y, gradX, gradWeight, gradBias, runningMean, runningVar } of ranks) {
          const tensors = [y, gradX, gradWeight, gradBias, runningMean, runningVar].map(present);
          // A few dozen roundings of numbers that stay below 50.
          expect(Math.max(...tensors.map(({ bounds }) => Math.max(...bounds)))).toBeLessThan(4e-3);
          expect(Math.max(...present(y).bounds)).toBeLessThan(2e-4);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('those of float64 where the data are', () => {
    fc.assert(
      fc.property(question({ min: 1, max: 3 }), (asked) => {
        const { ranks } = lastAnswer(scenarioOf(settingOf('torch', 'train+track'), asked));
        for (const { y, runningVar } of ranks) {
          expect(Math.max(...present(y).bounds)).toBeLessThan(1e-8);
          expect(Math.max(...present(runningVar).bounds)).toBeLessThan(1e-10);
        }
      }),
      { numRuns: 30 },
    );
  });
});
