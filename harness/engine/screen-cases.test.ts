import fc from 'fast-check';
import type { TestContext } from 'vitest';
import { describe, expect, it } from 'vitest';
import { simpleScenario } from '../../generators/corpus/simple-scenario.ts';
import type { Adapter } from '../../oracle/accelerated/answer-sets.ts';
import { answerScenarios } from '../../oracle/accelerated/answer-scenarios.ts';
import { addUses, holdCertificate } from '../../oracle/accelerated/hold-certificate.ts';
import type { CertificateUse } from '../../oracle/accelerated/hold-certificate.ts';
import { answerScenario } from '../../oracle/answer-scenario.ts';
import { mapTensors } from '../../oracle/map-tensors.ts';
import { dialects } from '../../oracle/scenario.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import type { ExpectedTensor, ExpectedTrace } from '../../oracle/trace.ts';
import type { GpuMode } from '../backends/gpu-js.ts';
import { openForTest } from '../backends/testing/open-for-test.ts';
import { roundTrace } from '../mutants/round-trace.ts';
import { compareVerdicts } from '../soundness/screen/compare-verdicts.ts';
import { drawQuestions } from '../soundness/screen/draw-questions.ts';
import { committedQuestions } from '../testing/golden-case.ts';
import type { Question } from './screen-cases.ts';
import { screenCases } from './screen-cases.ts';

const backends: readonly GpuMode[] = ['webasm', 'webgpu'];

/** How an adapter is asked in a test: with sums as its canary would allow them, and as if it took so many numbers at once. */
interface Setting {
  readonly backend: GpuMode;
  readonly compensated: boolean;
  readonly mostElements: number;
}

const settings: readonly Setting[] = [
  ...backends.map((backend) => ({ backend, compensated: true, mostElements: 2 ** 22 })),
  { backend: 'webasm', compensated: false, mostElements: 2 ** 22 },
  // Every channel in several launches, and sums over several levels.
  { backend: 'webasm', compensated: true, mostElements: 4096 },
  { backend: 'webasm', compensated: false, mostElements: 4096 },
];

async function openAdapter({ backend, compensated, mostElements }: Setting, context: TestContext): Promise<Adapter> {
  const { runner } = await openForTest(backend, context);
  return { runner: { ...runner, mostElements }, arithmetic: { unitRoundoff: 2 ** -24, compensated } };
}

const seeds = fc.integer({ min: 0, max: 2 ** 30 });

describe.each(settings)('%o', (setting) => {
  it('gives the verdicts of the exact core on random answers, right, wrong and about the ends of the bounds', async (context) => {
    const adapter = await openAdapter(setting, context);
    await fc.assert(
      fc.asyncProperty(seeds, fc.constantFrom(...dialects), async (seed, dialect) => {
        const { different } = await compareVerdicts(adapter, drawQuestions(dialect, 60, seed), 'A');
        expect(different).toEqual([]);
      }),
      { numRuns: 4 },
    );
  });

  it('knows how far its numbers are from those of the exact core', async (context) => {
    const adapter = await openAdapter(setting, context);
    await fc.assert(
      fc.asyncProperty(seeds, fc.constantFrom(...dialects), fc.constantFrom('A+', 'A'), async (seed, dialect, grade) => {
        const scenarios = drawQuestions(dialect, 60, seed).map(({ scenario }) => scenario);
        const { broken, first, known } = certificateOf(scenarios, await answersOf(adapter, scenarios, grade), grade);
        expect({ broken, first }).toEqual({ broken: 0, first: null });
        expect(known).toBeGreaterThan(100);
      }),
      { numRuns: 4 },
    );
  });
});

it.for(backends)('%s gives the verdicts of the exact core on goldens', async (backend, context) => {
  const adapter = await openAdapter({ backend, compensated: true, mostElements: 2 ** 22 }, context);
  const { different, judged, cases } = await compareVerdicts(adapter, await committedQuestions(12), 'A');
  expect(different).toEqual([]);
  // Most of them without the core.
  expect(judged.screen).toBeGreaterThan(cases / 3);
});

async function answersOf(
  adapter: Adapter,
  scenarios: readonly Scenario[],
  grade: 'A+' | 'A',
): Promise<readonly (ExpectedTrace | null)[]> {
  const found = await answerScenarios(adapter, scenarios, grade);
  return found.map((one) => ('answer' in one ? one.answer : null));
}

function certificateOf(
  scenarios: readonly Scenario[],
  answers: readonly (ExpectedTrace | null)[],
  grade: 'A+' | 'A',
): CertificateUse {
  const uses = scenarios.flatMap((scenario, index) => {
    const answer = answers[index];
    return answer == null ? [] : [holdCertificate(answer, answerScenario(scenario, grade))];
  });
  return uses.reduce(addUses, { known: 0, unknown: 0, broken: 0, first: null });
}

describe('a certificate that promises too much is caught', () => {
  it.for<readonly [string, (tensor: ExpectedTensor) => ExpectedTensor]>([
    ['no error at all', ({ dtype, shape, values, bounds }) => ({ dtype, shape, values, bounds })],
    [
      'errors of a thousandth',
      ({ errors, ...rest }) => (errors === undefined ? rest : { ...rest, errors: errors.map((each) => each / 1000) }),
    ],
    ['bounds a tenth too wide', (tensor) => ({ ...tensor, bounds: tensor.bounds.map((bound) => bound * 1.1) })],
    ['bounds a tenth too narrow', (tensor) => ({ ...tensor, bounds: tensor.bounds.map((bound) => bound * 0.9) })],
    ['values of a hundredth more', (tensor) => ({ ...tensor, values: tensor.values.map((value) => value * 1.01) })],
  ])('%s', async ([, change], context) => {
    const adapter = await openAdapter({ backend: 'webasm', compensated: true, mostElements: 2 ** 22 }, context);
    const scenarios = dialects.flatMap((dialect) => drawQuestions(dialect, 60, 11).map(({ scenario }) => scenario));
    const answers = await answersOf(adapter, scenarios, 'A+');
    expect(certificateOf(scenarios, answers, 'A+').broken).toBe(0);
    const changed = answers.map((answer) => answer && mapTensors(answer, change));
    expect(certificateOf(scenarios, changed, 'A+').broken).toBeGreaterThan(0);
  });
});

describe('what a screen leaves to the exact core', () => {
  const scenario = simpleScenario('torch', {});
  const question = (asked: Scenario): Question => ({
    scenario: asked,
    method: 'module',
    trace: roundTrace(answerScenario(asked, 'A+')),
  });
  const withInput = (value: number): Scenario => ({
    ...scenario,
    steps: scenario.steps.map((step) => ({
      ...step,
      ranks: step.ranks.map((rank) => ({
        ...rank,
        x: { ...rank.x, data: Float32Array.from(rank.x.data, (each, index) => (index === 3 ? value : each)) },
      })),
    })),
  });

  it.for<readonly [string, Scenario, string]>([
    ['float64', simpleScenario('torch', { dtype: 'float64', parameterDtype: 'float64' }), 'float64'],
    ['a NaN', withInput(Number.NaN), 'not finite'],
    ['an infinity', withInput(Number.NEGATIVE_INFINITY), 'not finite'],
    [
      'groups of nothing',
      simpleScenario('torch', {
        shapes: [
          [0, 3, 2],
          [0, 3, 2],
        ],
      }),
      'empty',
    ],
    [
      'more channels than there is room for',
      simpleScenario('torch', { arguments: { num_features: 1200 }, shapes: [[2, 1200]] }),
      'too many channels',
    ],
  ])('%s', async ([, asked, refusal], context) => {
    const adapter = await openAdapter({ backend: 'webasm', compensated: true, mostElements: 4096 }, context);
    const [plain, refused] = await screenCases(adapter, [question(scenario), question(asked)]);
    expect(plain).toMatchObject({ undecided: new Set() });
    expect(refused).toEqual({ refusal });
  });

  it('a trace that differs in what is no number', async (context) => {
    const adapter = await openAdapter({ backend: 'webasm', compensated: true, mostElements: 2 ** 22 }, context);
    const asked = question(scenario);
    const [step] = asked.trace.steps;
    const counted = {
      ...asked.trace,
      steps: step ? [{ ...step, ranks: step.ranks.map((rank) => ({ ...rank, numBatchesTracked: 7 })) }] : [],
    };
    expect(await screenCases(adapter, [{ ...asked, trace: counted }])).toEqual([{ refusal: 'differs' }]);
  });

  it('the channels in which an answer is outside, and no others', async (context) => {
    const adapter = await openAdapter({ backend: 'webasm', compensated: true, mostElements: 2 ** 22 }, context);
    const asked = question(scenario);
    const [step] = asked.trace.steps;
    const y = step?.ranks[0]?.y;
    if (step === undefined || y == null) throw new RangeError('Expected an output, got none.');
    // [4, 3, 2, 2]: the second channel of the first sample.
    const wrong = { ...y, data: Float32Array.from(y.data, (each, index) => (index === 5 ? each + 1 : each)) };
    const trace = { ...asked.trace, steps: [{ ...step, ranks: step.ranks.map((rank) => ({ ...rank, y: wrong })) }] };
    expect(await screenCases(adapter, [{ ...asked, trace }])).toMatchObject([{ undecided: new Set([1]) }]);
  });
});

it('grade B is the exact core’s alone', async (context) => {
  const adapter = await openAdapter({ backend: 'webasm', compensated: true, mostElements: 2 ** 22 }, context);
  expect(await answerScenarios(adapter, [simpleScenario('torch', {})], 'B')).toEqual([{ refusal: 'grade B' }]);
});
