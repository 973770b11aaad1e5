/** A number that no float64 may hold, as the float64 next to it and the rest. */
export interface ExactPair {
  readonly high: number;
  readonly low: number;
}

/** a + b without an error (Knuth 1969): of float64 in general, so of float32 as well. */
export function sumPair(a: number, b: number): ExactPair {
  const high = a + b;
  const rest = high - a;
  return { high, low: a - (high - rest) + (b - rest) };
}

/** a b of two float32: their 48 bits fit a float64. */
export function productPair(a: number, b: number): ExactPair {
  return { high: a * b, low: 0 };
}

/** Whether a number is above a float32, below it (negative), or the same (0). */
export function compareWith({ high, low }: ExactPair, value: number): number {
  return high === value ? Math.sign(low) : Math.sign(high - value);
}
