/** One channel of one rank, float32 numbers. */
export interface ChannelRank {
  readonly x: readonly number[];
  readonly gradY: readonly number[];
}

export interface ChannelParameters {
  readonly weight: number;
  readonly bias: number;
  readonly epsilon: number;
  /** Weight of the new statistic. */
  readonly factor: number;
  readonly runningMean: number;
  readonly runningVar: number;
}

const f = Math.fround;

/** Every operation rounded to float32. */
type Sum = (terms: readonly number[]) => number;

const sequential: Sum = (terms) => terms.reduce((sum, term) => f(sum + term), 0);
const reversed: Sum = (terms) => terms.reduceRight((sum, term) => f(sum + term), 0);
const pairwise: Sum = (terms) => {
  if (terms.length <= 1) return terms[0] ?? 0;
  const middle = terms.length >> 1;
  return f(pairwise(terms.slice(0, middle)) + pairwise(terms.slice(middle)));
};
/** Eight accumulators side by side, as vector code adds. */
const striped: Sum = (terms) =>
  sequential(Array.from({ length: 8 }, (_, lane) => sequential(terms.filter((_term, index) => index % 8 === lane))));
const wide: Sum = (terms) => f(terms.reduce((sum, term) => sum + term, 0));

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations. */
  readonly squares: number;
}

type MomentsOf = (ranks: readonly (readonly number[])[], epsilon: number) => Moments;

function twoPass(sum: Sum): (values: readonly number[]) => Moments {
  return (values) => {
    const mean = f(sum(values) / values.length);
    return { count: values.length, mean, squares: sum(values.map((x) => f(f(x - mean) * f(x - mean)))) };
  };
}

function corrected(values: readonly number[]): Moments {
  const { count, mean, squares } = twoPass(sequential)(values);
  const rest = sequential(values.map((x) => f(x - mean)));
  return { count, mean, squares: f(squares - f(f(rest * rest) / count)) };
}

function welford(values: readonly number[]): Moments {
  let [mean, squares] = [0, 0];
  values.forEach((x, index) => {
    const delta = f(x - mean);
    mean = f(mean + f(delta / (index + 1)));
    squares = f(squares + f(delta * f(x - mean)));
  });
  return { count: values.length, mean, squares };
}

function chan(a: Moments, b: Moments): Moments {
  if (a.count === 0 || b.count === 0) return a.count === 0 ? b : a;
  const count = a.count + b.count;
  const delta = f(b.mean - a.mean);
  const share = f(b.count / count);
  const between = f(f(delta * delta) * f(a.count * share));
  return { count, mean: f(a.mean + f(delta * share)), squares: f(f(a.squares + b.squares) + between) };
}

/** torch's exchange: a variance travels as 1 / sqrt(variance + epsilon) and is rebuilt on arrival. */
function travelled({ count, mean, squares }: Moments, epsilon: number): Moments {
  if (count === 0) return { count, mean, squares };
  const inverse = f(1 / f(Math.sqrt(f(f(squares / count) + epsilon))));
  const root = f(1 / inverse);
  return { count, mean, squares: f(f(f(root * root) - epsilon) * count) };
}

const whole =
  (moments: (values: readonly number[]) => Moments): MomentsOf =>
  (ranks) =>
    moments(ranks.flat());
const nothing: Moments = { count: 0, mean: 0, squares: 0 };

/** Correct ways to compute a channel in float32, by name. `merged` ones work rank by rank. */
export const algorithms: Readonly<Record<string, { readonly moments: MomentsOf; readonly sum: Sum; readonly fused: boolean }>> = {
  'two-pass, sequential': { moments: whole(twoPass(sequential)), sum: sequential, fused: false },
  'two-pass, reversed': { moments: whole(twoPass(reversed)), sum: reversed, fused: true },
  'two-pass, pairwise': { moments: whole(twoPass(pairwise)), sum: pairwise, fused: false },
  'two-pass, striped': { moments: whole(twoPass(striped)), sum: striped, fused: true },
  'two-pass, wide sums': { moments: whole(twoPass(wide)), sum: wide, fused: true },
  'two-pass, corrected': { moments: whole(corrected), sum: sequential, fused: false },
  welford: { moments: whole(welford), sum: pairwise, fused: false },
  'merged, welford': { moments: (ranks) => ranks.map(welford).reduce(chan, nothing), sum: sequential, fused: false },
  'merged, two-pass': { moments: (ranks) => ranks.map(twoPass(striped)).reduce(chan, nothing), sum: striped, fused: true },
  'merged, gathered': {
    moments: (ranks, epsilon) => ranks.map((rank) => travelled(welford(rank), epsilon)).reduce(chan, nothing),
    sum: sequential,
    fused: false,
  },
};

export interface ChannelAnswer {
  readonly y: readonly (readonly number[])[];
  readonly gradX: readonly (readonly number[])[];
  readonly gradWeight: readonly number[];
  readonly gradBias: readonly number[];
  readonly runningMean: number;
  readonly runningVar: number;
}

/** Training step of one channel over its ranks in float32 throughout, by the algorithm of that name. */
export function runFloat32(name: string, ranks: readonly ChannelRank[], parameters: ChannelParameters): ChannelAnswer {
  const algorithm = algorithms[name];
  if (algorithm === undefined) throw new RangeError(`Expected the name of an algorithm, got ${name}.`);
  const { sum, fused } = algorithm;
  const { weight, bias, epsilon, factor, runningMean, runningVar } = parameters;
  const { count, mean, squares } = algorithm.moments(
    ranks.map(({ x }) => x),
    epsilon,
  );
  const variance = f(squares / count);
  const inverse = f(1 / f(Math.sqrt(f(variance + epsilon))));
  const scale = f(inverse * weight);
  const shift = f(bias - f(mean * scale));
  const forward = (x: number): number => (fused ? f(f(x * scale) + shift) : f(f(f(f(x - mean) * inverse) * weight) + bias));
  const sums = ranks.map(({ x, gradY }) => ({
    gradients: sum(gradY),
    products: sum(gradY.map((gradient, index) => f(gradient * f((x[index] ?? 0) - mean)))),
  }));
  const meanGradient = f(sequential(sums.map(({ gradients }) => gradients)) / count);
  const projection = f(f(f(sequential(sums.map(({ products }) => products)) / count) * inverse) * inverse);
  const blend = (old: number, fresh: number): number => f(f(f(1 - factor) * old) + f(factor * fresh));
  return {
    y: ranks.map(({ x }) => x.map(forward)),
    gradX: ranks.map(({ x, gradY }) =>
      gradY.map((gradient, index) =>
        f(f(f(f(gradient - meanGradient) - f(f((x[index] ?? 0) - mean) * projection)) * inverse) * weight),
      ),
    ),
    gradWeight: sums.map(({ products }) => f(products * inverse)),
    gradBias: sums.map(({ gradients }) => gradients),
    runningMean: blend(runningMean, mean),
    runningVar: blend(runningVar, f(squares / (count - 1))),
  };
}

/**
 * The same in eval, where the running statistics normalise: the affine map in its centred or its fused form, in float32 throughout.
 * `rootUlps` is how far the hardware's 1 / sqrt is off: 2 at most.
 */
export function evaluateFloat32(
  fused: boolean,
  rootUlps: number,
  ranks: readonly ChannelRank[],
  parameters: ChannelParameters,
): ChannelAnswer {
  const { weight, bias, epsilon, runningMean, runningVar } = parameters;
  const inverse = f(f(1 / f(Math.sqrt(f(runningVar + epsilon)))) * (1 + rootUlps * 2 ** -23));
  const scale = f(inverse * weight);
  const shift = f(bias - f(runningMean * scale));
  const centred = (x: number): number => f(f(f(f(x - runningMean) * inverse) * weight) + bias);
  const products = (rank: ChannelRank): readonly number[] =>
    rank.gradY.map((gradient, index) => f(gradient * f((rank.x[index] ?? 0) - runningMean)));
  return {
    y: ranks.map(({ x }) => x.map((value) => (fused ? f(f(value * scale) + shift) : centred(value)))),
    gradX: ranks.map(({ gradY }) => gradY.map((gradient) => (fused ? f(gradient * scale) : f(f(gradient * weight) * inverse)))),
    gradWeight: ranks.map((rank) => f(sequential(products(rank)) * inverse)),
    gradBias: ranks.map(({ gradY }) => (fused ? pairwise(gradY) : sequential(gradY))),
    runningMean,
    runningVar,
  };
}
