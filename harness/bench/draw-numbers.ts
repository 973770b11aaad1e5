/** Draws nearly normal numbers around a mean, with a deviation of one; the same for the same seed. */
export function drawNumbers(seed: number): (mean: number) => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return (mean) => mean + Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
