import { sumPair } from './exact-pair.ts';
import { roundPair } from './float32.ts';
import { refusal } from './launch-probe.ts';
import type { Operands } from './operands.ts';

/** Whether a b + c is rounded once somewhere, as one operation. What is further off than either way allows throws. */
export function judgeContraction(got: Float32Array, { a, b, c }: Operands, unitRoundoff: number): boolean {
  let contracts = false;
  for (const [index, one] of a.entries()) {
    const [two = 0, three = 0] = [b[index], c[index]];
    const value = got[index] ?? Number.NaN;
    const product = one * two;
    const twice = Math.fround(Math.fround(product) + three);
    if (value === twice) continue;
    const exact = sumPair(product, three);
    const bound = unitRoundoff * (1 + 4 * unitRoundoff) * (Math.abs(product) + Math.abs(exact.high) + Math.abs(value));
    if (!(Math.abs(value - exact.high) <= bound)) {
      throw refusal(`a b + c of ${one}, ${two} and ${three} to be ${twice}`, `${value}`);
    }
    if (value === roundPair(exact)) contracts = true;
  }
  return contracts;
}
