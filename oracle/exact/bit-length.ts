import { highWord } from './float-words.ts';

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** How many bits a positive whole number has: 2^(length - 1) <= number < 2^length. */
export function bitLength(number: bigint): number {
  let rest = number;
  let below = 0;
  while (rest >> 1000n > 0n) {
    rest >>= 960n;
    below += 960;
  }
  const rounded = Number(rest);
  scratch[0] = rounded;
  const length = below + ((words[highWord] ?? 0) >>> 20) - 1022;
  // Rounding up may have reached the next power of two.
  const mantissa = ((words[highWord] ?? 0) & 0xfffff) | (words[1 - highWord] ?? 0);
  return mantissa === 0 && rounded > rest ? length - 1 : length;
}
