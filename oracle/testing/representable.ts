import { decodeBfloat16, encodeBfloat16 } from '../formats/bfloat16.ts';
import { decodeFloat16, encodeFloat16 } from '../formats/float16.ts';
import type { DType } from '../tensor.ts';

const view = new DataView(new ArrayBuffer(8));

interface Patterns {
  readonly encode: (value: number) => bigint;
  readonly decode: (pattern: bigint) => number;
}

const patterns: Record<DType, Patterns> = {
  float16: { encode: (value) => BigInt(encodeFloat16(value)), decode: (pattern) => decodeFloat16(Number(pattern)) },
  bfloat16: { encode: (value) => BigInt(encodeBfloat16(value)), decode: (pattern) => decodeBfloat16(Number(pattern)) },
  float32: {
    encode: (value) => {
      view.setFloat32(0, value);
      return BigInt(view.getUint32(0));
    },
    decode: (pattern) => {
      view.setUint32(0, Number(pattern));
      return view.getFloat32(0);
    },
  },
  float64: {
    encode: (value) => {
      view.setFloat64(0, value);
      return view.getBigUint64(0);
    },
    decode: (pattern) => {
      view.setBigUint64(0, pattern);
      return view.getFloat64(0);
    },
  },
};

/** The next number of `dtype` after `value`, a number of it: the greater one for side 1, the smaller for -1. */
export function representableBeyond(dtype: DType, value: number, side: 1 | -1): number {
  const { encode, decode } = patterns[dtype];
  if (value === 0) return side * decode(1n);
  return decode(encode(value) + (value > 0 === side > 0 ? 1n : -1n));
}
