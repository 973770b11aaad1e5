import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { DType } from '../tensor.ts';
import type { ChannelAnswer, ChannelParameters, ChannelRank } from '../testing/algorithms/channel.ts';
import type { Machine } from '../testing/algorithms/machine.ts';
import { double, flushing, single } from '../testing/algorithms/machine.ts';
import { runAlgorithm } from '../testing/algorithms/run.ts';
import type { Algorithm } from '../testing/algorithms/table.ts';
import { algorithms, mixedAlgorithm } from '../testing/algorithms/table.ts';
import { lastAnswer, present } from '../testing/answers.ts';
import { extremeCase } from '../testing/extreme-channel.ts';
import type { ExtremeDtype } from '../testing/extreme-channel.ts';
import { gradientFamilies } from '../testing/gradient-families.ts';
import type { Asking } from '../testing/judge-channel.ts';
import { expectChannel, judgeChannel } from '../testing/judge-channel.ts';
import { question, scenarioOf, settingOf } from '../testing/question.ts';
import { drawParameters, families, randomChannel, randomParameters } from '../testing/random-channel.ts';
import type { StepAnswer, ExpectedTensor, TensorQuantity } from '../trace.ts';
import type { Grade } from './grade.ts';
import { grades } from './grade.ts';

const worlds = fc.oneof(
  fc.integer({ min: 2, max: 9 }).map((size) => [size]),
  fc.constantFrom([64], [257], [7, 9], [5, 1, 3], [1, 0, 4], [100, 60, 30, 10], [33, 1]),
);

/** What is outside the bounds of `expected`. */
function outside(expected: StepAnswer<ExpectedTensor>, answer: ChannelAnswer): readonly TensorQuantity[] {
  return judgeChannel(expected, answer)
    .filter(({ mismatches }) => mismatches > 0)
    .map(({ quantity }) => quantity);
}

/** A channel of a family, with parameters and gradients drawn from the seed. */
function drawChannel(
  family: string,
  sizes: readonly number[],
  seed: number,
  dtype: DType = 'float32',
): readonly [readonly ChannelRank[], ChannelParameters] {
  const names = Object.keys(gradientFamilies);
  const gradient = names[seed % names.length] ?? 'following';
  return [randomChannel(family, sizes, seed, { gradient, dtype }), drawParameters(seed)];
}

/** The expected answers of a channel, one a grade. */
function expectGrades(ranks: readonly ChannelRank[], parameters: ChannelParameters, asking: Asking = {}) {
  const answers = grades.map((grade) => [grade, expectChannel(ranks, parameters, { ...asking, grade })] as const);
  return (grade: Grade): StepAnswer<ExpectedTensor> => present(answers.find(([name]) => name === grade))[1];
}

/** The algorithms that leave the bounds of their grades, with the quantities that do. */
function falseRejects(
  tried: Readonly<Record<string, Algorithm>>,
  machine: Machine,
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
  asking: Asking = {},
): readonly string[] {
  const expectGrade = expectGrades(ranks, parameters, asking);
  return Object.entries(tried).flatMap(([name, algorithm]) => {
    const [first = true, ...others] = asking.modes ?? [true];
    const answer = others.reduce<ChannelAnswer>(
      ({ runningMean, runningVar }, training) =>
        runAlgorithm(algorithm, machine, ranks, { ...parameters, runningMean, runningVar }, training),
      runAlgorithm(algorithm, machine, ranks, parameters, first),
    );
    return outside(expectGrade(algorithm.grade), answer).map((quantity) => `${name}: ${quantity}`);
  });
}

describe('correct algorithms stay inside the bounds of the grades they are promised', () => {
  test.each(families)('%s, in float32', (family) => {
    fc.assert(
      fc.property(worlds, fc.nat(), (sizes, seed) => {
        expect(falseRejects(algorithms, single, ...drawChannel(family, sizes, seed))).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });

  test.each<[string, DType, Machine]>([
    ['in float64', 'float64', double],
    ['in float32 that flushes subnormals', 'float32', flushing],
    ['float16 data in float32', 'float16', single],
    ['bfloat16 data in float32', 'bfloat16', single],
  ])('any data, %s', (_name, dtype, machine) => {
    fc.assert(
      fc.property(fc.constantFrom(...families), worlds, fc.nat(), (family, sizes, seed) => {
        const [ranks, parameters] = drawChannel(family, sizes, seed, dtype);
        expect(falseRejects(algorithms, machine, ranks, parameters, { dtype })).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('in eval, too', () => {
    fc.assert(
      fc.property(fc.constantFrom(...families), worlds, fc.nat(), (family, sizes, seed) => {
        const [ranks, parameters] = drawChannel(family, sizes, seed);
        expect(falseRejects(algorithms, single, ranks, parameters, { modes: [false] })).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('whichever parts they are made of', () => {
    const choices = fc.array(fc.nat(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...families), worlds, fc.nat(), choices, (family, sizes, seed, chosen) => {
        const left = [...chosen];
        const { name, ...algorithm } = mixedAlgorithm((below) => (left.pop() ?? 0) % below);
        expect(falseRejects({ [name]: algorithm }, single, ...drawChannel(family, sizes, seed))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test.each<[string, ExtremeDtype, Machine]>([
    ['float32', 'float32', single],
    ['float32 that flushes subnormals', 'float32', flushing],
    ['float64', 'float64', double],
  ])('on numbers and parameters of any exponent, in %s', (_name, dtype, machine) => {
    const few = fc
      .array(fc.nat(5), { minLength: 1, maxLength: 4 })
      .filter((sizes) => sizes.reduce((sum, size) => sum + size, 0) > 1);
    const steps = fc.constantFrom([true], [false], [true, false], [true, true]);
    fc.assert(
      fc.property(few, fc.nat(), steps, (sizes, seed, modes) => {
        const { channel, parameters } = extremeCase(sizes, seed, dtype);
        expect(falseRejects(algorithms, machine, channel, parameters, { modes, dtype })).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('where a small gradient stands among large ones that cancel, and each is rounded before their mean', () => {
    const big = fc.double({ min: 1, max: 2, noNaN: true }).map(Math.fround);
    fc.assert(
      fc.property(big, big, big, (gradient, near, weight) => {
        const ranks = [{ x: [0, -2, 1, 1], gradY: [0, 0, gradient, -Math.fround(gradient * (1 + near / 1024))] }];
        expect(falseRejects(algorithms, single, ranks, { ...randomParameters, weight })).toEqual([]);
      }),
    );
  });
});

test('an input gradient that is differentiated may lose several terms where subnormals are taken for zero', () => {
  // Every product with the weight and the inverse deviation is just below the smallest normal number, and taken off a mean of such.
  const ranks = [{ x: [0, 2 ** -10, 0, 2 ** -10], gradY: [1, -1, -1, -1].map((sign) => sign * 2 ** -60) }];
  const parameters = { ...randomParameters, weight: 1.9 * 2 ** -61, epsilon: 2 ** 12 };
  expect(falseRejects(algorithms, flushing, ranks, parameters)).toEqual([]);
});

describe('the bounds of a grade are left by worse algorithms', () => {
  const algorithm = (name: string): Algorithm => present(algorithms[name]);
  const offset = fc.record({ size: fc.integer({ min: 16, max: 64 }), seed: fc.nat() });

  test.each<[Grade, string]>([
    ['A+', 'one-pass; sequential'],
    ['A', 'one-pass; sequential'],
    ['A+', 'one-pass, all-reduced; fused multiply-add, striped'],
    ['A', 'one-pass, all-reduced; fused multiply-add, striped'],
  ])('%s: %s, on data far from zero', (grade, name) => {
    fc.assert(
      fc.property(offset, ({ size, seed }) => {
        const ranks = randomChannel('offset 1e4', [size], seed);
        const expected = expectChannel(ranks, randomParameters, { grade });
        expect(outside(expected, runAlgorithm(algorithm(name), single, ranks, randomParameters))).toContain('y');
      }),
    );
  });

  it('A+: Welford, in the statistics of data off zero and not on others', () => {
    const everLeft = new Set<TensorQuantity>();
    fc.assert(
      fc.property(fc.constantFrom('Welford; shuffled', "torch's gather; striped"), fc.nat(), (name, seed) => {
        const left = (family: string): readonly TensorQuantity[] => {
          const ranks = randomChannel(family, [4], seed);
          const expected = expectChannel(ranks, randomParameters, { grade: 'A+' });
          return outside(expected, runAlgorithm(algorithm(name), single, ranks, randomParameters));
        };
        expect(left('normal')).toEqual([]);
        const leftOffZero = left('offset 1e3');
        fc.pre(leftOffZero.length > 0);
        // The gradient of the weight takes its values less the mean of the same statistics.
        expect(['runningVar', 'gradWeight']).toEqual(expect.arrayContaining([...leftOffZero]));
        leftOffZero.forEach((quantity) => everLeft.add(quantity));
      }),
    );
    expect(everLeft).toContain('runningVar');
  });

  test.each(['products about zero', 'a * g + b * x + c'])('A: gradients from %s, once in a while', (name) => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    const left = seeds.flatMap((seed) => {
      const ranks = randomChannel('nearly constant', [4], seed, { gradient: 'alternating' });
      const expected = expectChannel(ranks, randomParameters, { grade: 'A' });
      return outside(expected, runAlgorithm(algorithm(`backward: ${name}`), single, ranks, randomParameters));
    });
    expect(new Set(left)).toEqual(new Set(['gradWeight']));
  });
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
