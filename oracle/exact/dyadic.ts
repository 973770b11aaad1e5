import { highWord } from './float-words.ts';

/** The number `units * 2^exponent`, exactly. */
export interface Dyadic {
  readonly units: bigint;
  readonly exponent: number;
}

export const zero: Dyadic = { units: 0n, exponent: 0 };

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** A finite float64 as it is. */
export function dyadicOf(value: number): Dyadic {
  scratch[0] = Math.abs(value);
  const high = words[highWord] ?? 0;
  const low = words[1 - highWord] ?? 0;
  const exponent = high >>> 20;
  const leading = exponent === 0 ? 0 : 0x100000;
  const units = BigInt(((high & 0xfffff) | leading) * 2 ** 32 + low);
  return { units: value < 0 ? -units : units, exponent: Math.max(exponent, 1) - 1075 };
}

export function add(left: Dyadic, right: Dyadic): Dyadic {
  const exponent = Math.min(left.exponent, right.exponent);
  return { units: unitsAt(exponent, left) + unitsAt(exponent, right), exponent };
}

export function subtract(left: Dyadic, right: Dyadic): Dyadic {
  return add(left, { units: -right.units, exponent: right.exponent });
}

export function multiply(left: Dyadic, right: Dyadic): Dyadic {
  return { units: left.units * right.units, exponent: left.exponent + right.exponent };
}

/** `number` times a whole number. */
export function times(number: Dyadic, factor: bigint): Dyadic {
  return { units: number.units * factor, exponent: number.exponent };
}

function unitsAt(exponent: number, number: Dyadic): bigint {
  return number.units << BigInt(number.exponent - exponent);
}
