import type { DType } from '../tensor.ts';
import { roundToBfloat16 } from './bfloat16.ts';
import { roundToFloat16 } from './float16.ts';

/** What a floating-point format does to a number, as far as error bounds need it. */
export interface Arithmetic {
  /** Unit roundoff: half the distance from 1 to the next number. */
  readonly unitRoundoff: number;
  /** Smallest normal number: what underflow may cost where subnormals are flushed to zero. */
  readonly tiny: number;
  /** Largest finite number. */
  readonly largest: number;
}

const formats: Record<DType, Arithmetic> = {
  float16: { unitRoundoff: 2 ** -11, tiny: 2 ** -14, largest: 65504 },
  bfloat16: { unitRoundoff: 2 ** -8, tiny: 2 ** -126, largest: (2 - 2 ** -7) * 2 ** 127 },
  float32: { unitRoundoff: 2 ** -24, tiny: 2 ** -126, largest: (2 - 2 ** -23) * 2 ** 127 },
  float64: { unitRoundoff: 2 ** -53, tiny: 2 ** -1022, largest: Number.MAX_VALUE },
};

/** The format that stores a tensor of `dtype`. */
export function storageArithmetic(dtype: DType): Arithmetic {
  return formats[dtype];
}

/** The format in which a conforming implementation computes on inputs of `dtype`: float32, or float64 for float64. */
export function computeArithmetic(dtype: DType): Arithmetic {
  return dtype === 'float64' ? formats.float64 : formats.float32;
}

/** `value` rounded to the nearest number of `dtype`, ties to even. */
export function roundTo(dtype: DType, value: number): number {
  switch (dtype) {
    case 'float16':
      return roundToFloat16(value);
    case 'bfloat16':
      return roundToBfloat16(value);
    case 'float32':
      return Math.fround(value);
    case 'float64':
      return value;
  }
}
