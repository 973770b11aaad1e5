import type { Place } from './value-families.ts';

/** The upstream gradient of a value. */
type Draw = (value: number, place: Place) => number;

/** `following` has a mean and follows x, so that no term of grad_x is small. */
export const gradientFamilies: Readonly<Record<string, Draw>> = {
  following: (value, { normal }) => 0.8 + normal() + (Math.abs(value) < 50 ? 0.7 * value : 0),
  centred: (_value, { normal }) => normal(),
  proportional: (value) => 1e-3 * value,
  constant: () => 1.1,
  alternating: (_value, { index, uniform }) => (index % 2 === 0 ? 1 : -1) * (1e3 + uniform()),
  sparse: (_value, { uniform, normal }) => (uniform() < 0.9 ? 0 : normal()),
  'one huge': (_value, { index, normal }) => (index === 1 ? 1e6 : normal()),
  'offset 1e3': (_value, { normal }) => 1e3 + normal(),
  small: (_value, { normal }) => 1e-9 * normal(),
  subnormal: (_value, { normal }) => normal() * 2 ** -132,
};
