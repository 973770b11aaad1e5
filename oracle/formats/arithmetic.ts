import type { DType } from '../tensor.ts';
import { roundToBfloat16 } from './bfloat16.ts';
import { roundToFloat16 } from './float16.ts';

/** How the rounding errors of a sum add up: all one way, or as independent errors of mean zero nearly always do. */
export type ErrorModel = 'worst' | 'independent';

/** What a floating-point format does to a number, as far as error bounds need it. */
export interface Arithmetic {
  /** Unit roundoff: half the distance from 1 to the next number. */
  readonly unitRoundoff: number;
  /** Unit roundoff and largest number of the sums: those of the half types are float32. */
  readonly accumulatorRoundoff: number;
  readonly largestSum: number;
  /** Smallest normal number: what underflow may cost where subnormals are flushed to zero. */
  readonly tiny: number;
  /** Largest finite number. */
  readonly largest: number;
  /** The worst unless told otherwise. */
  readonly errorModel?: ErrorModel;
}

const largestSingle = (2 - 2 ** -23) * 2 ** 127;

const formats: Record<DType, Arithmetic> = {
  float16: { unitRoundoff: 2 ** -11, accumulatorRoundoff: 2 ** -24, tiny: 2 ** -14, largest: 65504, largestSum: largestSingle },
  bfloat16: {
    unitRoundoff: 2 ** -8,
    accumulatorRoundoff: 2 ** -24,
    tiny: 2 ** -126,
    largest: (2 - 2 ** -7) * 2 ** 127,
    largestSum: largestSingle,
  },
  float32: {
    unitRoundoff: 2 ** -24,
    accumulatorRoundoff: 2 ** -24,
    tiny: 2 ** -126,
    largest: largestSingle,
    largestSum: largestSingle,
  },
  float64: {
    unitRoundoff: 2 ** -53,
    accumulatorRoundoff: 2 ** -53,
    tiny: 2 ** -1022,
    largest: Number.MAX_VALUE,
    largestSum: Number.MAX_VALUE,
  },
};

/** The format of numbers of type `dtype`, whether stored or computed with. */
export function arithmeticOf(dtype: DType): Arithmetic {
  return formats[dtype];
}

/** The type in which a conforming implementation computes on inputs of `dtype`: float32, or float64 for float64. */
export function computeDtype(dtype: DType): DType {
  return dtype === 'float64' ? 'float64' : 'float32';
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
