import type { Grade } from '../../oracle/accept/grade.ts';
import type { TensorQuantity } from '../../oracle/trace.ts';
import { tensorQuantities } from '../../oracle/trace.ts';
import type { Algorithm } from '../../oracle/testing/algorithms/table.ts';
import { mixedAlgorithm } from '../../oracle/testing/algorithms/table.ts';
import { heldQuantities, largestUse } from '../../oracle/testing/judge-channel.ts';
import type { ChannelCase, SizeOf } from './draw-case.ts';
import { drawCase } from './draw-case.ts';
import { answerOf, expectationsOf } from './hold-algorithm.ts';
import type { Lane } from './lanes.ts';
import { mutateCase } from './mutate-case.ts';
import type { Random } from './random.ts';
import { randomFrom } from './random.ts';

/** The farthest from the reference that a search came, in units of the bound: above 1 a bound is wrong. */
export interface Summit {
  readonly quantity: TensorQuantity;
  readonly grade: Grade;
  readonly lane: string;
  readonly algorithm: string;
  readonly use: number;
  readonly from: ChannelCase;
}

export interface ClimbPlan {
  readonly lanes: readonly Lane[];
  readonly algorithms: Readonly<Record<string, Algorithm>>;
  readonly seed: number;
  /** Asked before every start. */
  readonly goOn: () => boolean;
  /** Mutations tried from every start. */
  readonly steps: number;
}

export interface ClimbResult {
  /** The highest of each quantity and algorithm. */
  readonly summits: readonly Summit[];
  readonly evaluations: number;
}

const climbSizes: SizeOf = (random) => (random.uniform() < 0.85 ? 2 + random.below(6) : 8 + random.below(40));

type Uses = ReadonlyMap<TensorQuantity, number>;

/** Changes cases as long as that raises the use of one quantity's bound by one algorithm, from many starts. */
export function climb(plan: ClimbPlan): ClimbResult {
  const summits = new Map<string, Summit>();
  const random = randomFrom(plan.seed);
  let evaluations = 0;
  while (plan.goOn()) {
    const [first] = plan.lanes;
    const lane = first !== undefined && random.uniform() < 0.5 ? first : random.pick(plan.lanes);
    const quantity = random.pick(quantities);
    const { name, family, algorithm } = chosenAlgorithm(plan.algorithms, quantity, random);
    const evaluate = (drawn: ChannelCase): Uses => {
      const uses = usesOf(algorithm, lane, drawn);
      evaluations += 1;
      for (const [of, use] of uses) {
        const key = `${of}: ${family}`;
        if (use > (summits.get(key)?.use ?? 0)) {
          summits.set(key, { quantity: of, grade: algorithm.grade, lane: lane.name, algorithm: name, use, from: drawn });
        }
      }
      return uses;
    };
    const known = summits.get(`${quantity}: ${family}`);
    const goesOn = known?.lane === lane.name && known.algorithm === name && random.uniform() < 0.5;
    let here = goesOn ? known.from : firstCase(plan, lane, random);
    let height = evaluate(here).get(quantity) ?? 0;
    for (let step = 0; step < plan.steps; step += 1) {
      const next = mutateCase(here, lane.dtype, random);
      const reached = evaluate(next).get(quantity) ?? 0;
      if (reached < height) continue;
      here = next;
      height = reached;
    }
  }
  return { summits: [...summits.values()], evaluations };
}

function firstCase(plan: ClimbPlan, lane: Lane, random: Random): ChannelCase {
  return drawCase(plan.seed + random.below(2 ** 30), lane.dtype, climbSizes);
}

/** Those with much to find get more starts: `gradBias` is a sum, and its bound is met. */
const quantities: readonly TensorQuantity[] = [...tensorQuantities, 'y', 'gradX', 'gradX', 'gradWeight', 'runningVar'];

/** The algorithms whose own part decides a quantity; spread over all of them, a search tries none for long. */
const decisive: Readonly<Record<TensorQuantity, RegExp>> = {
  y: /^(?:affine|inverseRoot): /u,
  runningMean: /^(?:two-pass|one-pass|Welford|ranks|torch|corrected|weighted)/u,
  runningVar: /^(?:two-pass|one-pass|Welford|ranks|torch|corrected|weighted)/u,
  gradX: /^backward: /u,
  gradWeight: /^backward: /u,
  gradBias: /^two-pass; /u,
};

interface Chosen {
  readonly name: string;
  /** What the summit is kept under: mixtures of one grade go together. */
  readonly family: string;
  readonly algorithm: Algorithm;
}

function chosenAlgorithm(algorithms: ClimbPlan['algorithms'], quantity: TensorQuantity, random: Random): Chosen {
  const kind = random.uniform();
  if (kind < 0.25) {
    const { name, ...algorithm } = mixedAlgorithm(random.below);
    return { name, family: `any mixture, ${algorithm.grade}`, algorithm };
  }
  const all = Object.entries(algorithms);
  const own = all.filter(([name]) => decisive[quantity].test(name));
  const [name, algorithm] = random.pick(kind < 0.9 && own.length > 0 ? own : all);
  return { name, family: name, algorithm };
}

function usesOf(algorithm: Algorithm, lane: Lane, drawn: ChannelCase): Uses {
  const expected = expectationsOf(drawn, lane)(algorithm.grade);
  const uses = new Map<TensorQuantity, number>();
  for (const held of heldQuantities(expected, answerOf(algorithm, lane, drawn))) {
    uses.set(held.quantity, Math.max(uses.get(held.quantity) ?? 0, largestUse(held)));
  }
  return uses;
}
