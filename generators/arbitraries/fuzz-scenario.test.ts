import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { dialects } from '../../oracle/scenario.ts';
import { sharingSets } from '../../oracle/sharing.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { elementCount } from '../../oracle/tensor.ts';
import { fuzzScenario } from './fuzz-scenario.ts';
import { refusedScenario } from './refused-scenario.ts';

const inputs = (scenario: Scenario): readonly Tensor[] => scenario.steps.flatMap(({ ranks }) => ranks.map(({ x }) => x));
const raises = (scenario: Scenario): boolean => {
  const { construction, steps } = answerScenario(scenario);
  return [...construction, ...steps.flatMap(({ ranks }) => ranks.map(({ error }) => error))].some((error) => error !== null);
};

describe.each(dialects)('fuzzing %s', (dialect) => {
  let drawn: readonly Scenario[];
  beforeAll(() => {
    drawn = fc.sample(fuzzScenario(dialect), { seed: 7, numRuns: 300 });
  });

  it('draws tensors as long as their shapes say, and questions that have an answer', () => {
    for (const scenario of drawn) {
      expect(inputs(scenario).every(({ shape, data }) => data.length === elementCount(shape))).toBe(true);
      expect(() => answerScenario(scenario)).not.toThrow();
    }
  });

  it.each<[string, number, (scenario: Scenario) => boolean]>([
    ['is answered', 150, (scenario) => !raises(scenario)],
    ['is refused', 30, raises],
    ['has more than 64 channels', 10, (scenario) => inputs(scenario).some(({ shape }) => (shape[1] ?? 0) > 64)],
    ['has more channels than 16 bits address', 1, (scenario) => inputs(scenario).some(({ shape }) => (shape[1] ?? 0) > 65_535)],
    [
      'has one value a channel',
      10,
      (scenario) => inputs(scenario).some(({ shape }) => elementCount(shape) > 0 && elementCount(shape) === shape[1]),
    ],
    [
      'has groups of unequal size',
      5,
      ({ world }) =>
        new Set(
          sharingSets(world)
            .filter((set) => set.length > 1)
            .map((set) => set.length),
        ).size > 1,
    ],
    ['has several ranks in no group', 3, ({ world }) => world.groups !== null && world.size - world.groups.flat().length > 1],
    ['has a NaN', 5, (scenario) => inputs(scenario).some(({ data }) => data.some(Number.isNaN))],
    ['has several steps', 30, ({ steps }) => steps.length > 1],
  ])('often enough %s', (_, least, holds) => {
    expect(drawn.filter(holds).length).toBeGreaterThanOrEqual(least);
  });
});

describe('fuzzing torch', () => {
  let drawn: readonly Scenario[];
  beforeAll(() => {
    drawn = fc.sample(fuzzScenario('torch'), { seed: 7, numRuns: 300 });
  });

  it.each<[string, number, (scenario: Scenario) => boolean]>([
    ['has an empty rank beside others', 15, hasSomeEmpty],
    [
      'has none but empty ranks',
      5,
      ({ world, steps }) => world.size > 1 && steps.every(({ ranks }) => ranks.every(({ x }) => x.shape[0] === 0)),
    ],
    ['switches tracking midway', 15, ({ steps }) => steps.some(({ assign }) => assign.trackRunningStats !== undefined)],
    [
      'takes momentum None over several steps',
      5,
      ({ arguments: given, steps }) => given['momentum'] === null && steps.length > 1,
    ],
    ['lies channels-last', 10, ({ layout }) => layout === 'channels_last'],
    ['is half', 30, (scenario) => inputs(scenario).some(({ dtype }) => dtype === 'float16' || dtype === 'bfloat16')],
  ])('often enough %s', (_, least, holds) => {
    expect(drawn.filter(holds).length).toBeGreaterThanOrEqual(least);
  });
});

function hasSomeEmpty({ steps }: Scenario): boolean {
  return steps.some(({ ranks }) => {
    const empty = ranks.filter(({ x }) => x.shape[0] === 0).length;
    return empty > 0 && empty < ranks.length;
  });
}

describe.each(dialects)('a refused scenario of %s', (dialect) => {
  it('is mostly refused, by every rank alike', () => {
    const drawn = fc.sample(
      refusedScenario(
        dialect,
        fuzzScenario(dialect).filter((one) => inputs(one).every(({ data }) => data.length < 500)),
      ),
      {
        seed: 3,
        numRuns: 120,
      },
    );
    expect(drawn.filter(raises).length).toBeGreaterThan(60);
    for (const { steps } of drawn) {
      for (const { ranks } of steps)
        expect(new Set(ranks.map(({ x }) => `${x.dtype} ${x.shape.length}`)).size).toBeLessThanOrEqual(1);
    }
  });
});
