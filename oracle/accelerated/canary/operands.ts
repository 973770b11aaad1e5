/** What operations are tried on: a and b, and c for a b + c. */
export interface Operands {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly c: Float32Array;
}

/** The sides of the grid that the operands fill. */
export const side = 64;

const u = 2 ** -24;
/** Ties, numbers just beside them, carries through all bits, cancellation, and the ends of the range. */
const hardPairs: readonly (readonly [number, number])[] = [
  [1, u],
  [1 + 2 * u, u],
  [1, u * (1 + 2 * u)],
  [1, -u],
  [1, -u / 2],
  [1, -(u / 2) * (1 + 2 * u)],
  [2 - 2 * u, u],
  [2 - 2 * u, 2 * u],
  [2 ** 24, 1],
  [2 ** 24 + 2, 1],
  [2 ** 24, -1],
  [2 ** 24, 1 + 2 * u],
  [1 + 2 * u, 1 + 2 * u],
  [2 - 2 * u, 2 - 2 * u],
  [1 + 2 ** -12, 1 + 2 ** -12],
  [1 - u, 1 + 2 * u],
  [1 - u, 1 - u],
  [4097, 4095],
  [16_777_213, 16_777_215],
  [1, 3],
  [5, 7],
  [1, 10],
  [0.1, 0.2],
  [0.1, -0.3],
  [1, -(1 - u)],
  [2 ** 60, 2 ** -60],
  [2 ** 60, -(2 ** 60) * (1 - u)],
  [2 ** -60, 2 ** -60],
  [-(2 ** 63), 2 ** 63 * (1 + 2 * u)],
  [3, 2 ** 40],
];

/** The hard pairs, both ways round, and pseudo-random ones over many exponents: always the same. */
export function drawOperands(): Operands {
  const random = generator(0x5eed);
  const pairs = [...hardPairs, ...hardPairs.map(([a, b]) => [b, a] as const)];
  while (pairs.length < side * side) {
    const exponent = Math.floor(random() * 121) - 60;
    const other = random() < 0.7 ? exponent + Math.floor(random() * 53) - 26 : Math.floor(random() * 121) - 60;
    pairs.push([drawNumber(random, exponent), drawNumber(random, Math.max(-60, Math.min(60, other)))]);
  }
  const a = Float32Array.from(pairs, ([one]) => one);
  const b = Float32Array.from(pairs, ([, two]) => two);
  // Half of them take away what the product rounds to, so that nothing is left, unless it was not rounded.
  const c = a.map((one, index) => {
    const product = Math.fround(one * (b[index] ?? 0));
    return random() < 0.5 ? -product : product * (random() * 4 - 2);
  });
  return { a, b, c };
}

/** A number of 24 bits, often with few of them set or few of them clear. */
function drawNumber(random: () => number, exponent: number): number {
  const kind = random();
  let fraction = random();
  if (kind < 0.2) fraction = 2 ** -Math.ceil(random() * 23);
  else if (kind < 0.4) fraction = 1 - 2 ** -Math.ceil(random() * 23);
  return Math.fround((random() < 0.5 ? -1 : 1) * (1 + Math.floor(fraction * 2 ** 23) / 2 ** 23) * 2 ** exponent);
}

/** Marsaglia's xorshift32: numbers from 0 up to 1. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
