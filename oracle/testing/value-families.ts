/** Where a number stands, and what it may be drawn from. */
export interface Place {
  /** In the channel, over all ranks. */
  readonly index: number;
  /** How many numbers the channel has. */
  readonly total: number;
  readonly rank: number;
  readonly uniform: () => number;
  readonly normal: () => number;
}

type Draw = (place: Place) => number;

const around =
  (offset: number, deviation = 1): Draw =>
  ({ normal }) =>
    offset + deviation * normal();
const sign = (index: number): number => (index % 2 === 0 ? 1 : -1);

/** Numbers as layers see them, and farther from zero than is good for them. */
const drawn: Readonly<Record<string, Draw>> = {
  ordinary: ({ normal, rank }) => normal() + 0.5 * rank,
  normal: ({ normal }) => normal(),
  uniform: ({ uniform }) => uniform(),
  exponential: ({ uniform }) => -Math.log(1 - uniform()),
  lognormal: ({ normal }) => Math.exp(2 * normal()),
  'heavy tails': ({ uniform }) => Math.tan(Math.PI * (uniform() - 0.5) * 0.9999),
  'two humps': ({ normal, uniform }) => normal() * 0.1 + (uniform() < 0.5 ? -7 : 7),
  rectified: ({ normal }) => Math.max(0, normal()),
  sparse: ({ normal, uniform }) => (uniform() < 0.95 ? 0 : normal()),
  pixels: ({ uniform }) => Math.floor(256 * uniform()) / 255,
  integers: ({ uniform }) => Math.floor(2001 * uniform()) - 1000,
  'two values': ({ uniform }) => (uniform() < 0.5 ? 0.1 : 0.7),
  'offset 1e2': around(1e2),
  'offset 1e3': around(1e3),
  'offset 1e4': around(1e4),
  'offset -1e5': around(-1e5),
  'offset 1e6': around(1e6),
  'offset 1e2, narrow': around(1e2, 1e-2),
  'offset -1e3, narrow': around(-1e3, 1e-2),
  'offset 1e4, narrow': around(1e4, 1e-2),
  'offset 1e6, narrow': around(1e6, 1e-2),
  constant: () => 12345.678,
  'a third': () => 1 / 3,
  zeros: () => 0,
  'nearly constant': around(0.1, 1e-6),
  'ranks apart': ({ normal, rank }) => 100 * rank + normal(),
  'ranks far apart': ({ normal, rank }) => 30 ** rank + normal(),
  'ranks of other sizes': ({ normal, rank }) => 30 ** -rank * normal(),
  small: around(1e-20, 1e-20),
  large: around(1e10, 1e10),
  wide: ({ normal, uniform }) => normal() * 2 ** Math.floor(20 * uniform() - 10),
};

/** Numbers made to be hard to add up. */
const adversarial: Readonly<Record<string, Draw>> = {
  ramp: ({ index }) => (index + 1) * 0.37,
  descending: ({ index, total }) => (total - index) * 0.37,
  alternating: ({ index, uniform }) => sign(index) * (1e3 + uniform()),
  'alternating ramp': ({ index }) => sign(index) * (1 + index) * 1.1,
  geometric: ({ index }) => 0.9 ** index,
  'powers of two': ({ index }) => sign(index) * 2 ** -(index % 40),
  'growing powers of two': ({ index }) => 2 ** (index % 30),
  'outlier first': ({ index, normal }) => (index === 0 ? 1e5 : normal()),
  'outlier last': ({ index, total, normal }) => (index === total - 1 ? -1e5 : normal()),
  '2^24 then ones': ({ index }) => (index === 0 ? 2 ** 24 : 1),
  'ones then 2^24': ({ index, total }) => (index === total - 1 ? 2 ** 24 : 1),
  'one then half ulps': ({ index }) => (index === 0 ? 1 : 1.01 * 2 ** -24),
  'neighbours of one': ({ uniform }) => 1 + Math.floor(4 * uniform()) * 2 ** -23,
  halves: ({ index, total }) => (2 * index < total ? 1e4 : -1e4) + 0.1 * (index % 7),
  'cancelling pairs': ({ index }) => sign(index) * (1 + Math.floor(index / 2)) * 777.7,
  subnormal: ({ normal }) => normal() * 2 ** -132,
  'nearly overflowing': ({ normal }) => normal() * 2e17,
};

/** Families of values: what is hard about each is in its name. */
export const valueFamilies: Readonly<Record<string, Draw>> = { ...drawn, ...adversarial };
