import type { InverseRoot } from './inverse-root.ts';
import type { Machine } from './machine.ts';

/** What normalises a channel. */
export interface Statistics extends InverseRoot {
  readonly mean: number;
  readonly weight: number;
  readonly bias: number;
}

type ChannelMap = (statistics: Statistics, machine: Machine) => (value: number) => number;

/** (x - mean) * inverse * weight + bias, and the gradient of it by x where the statistics are given. */
export interface Affine {
  readonly output: ChannelMap;
  readonly gradient: ChannelMap;
}

const weightThenInverse: ChannelMap = ({ weight, inverse }, { round }) => {
  return (g) => round(round(g * weight) * inverse);
};

const inverseThenWeight: ChannelMap = ({ weight, inverse }, { round }) => {
  return (g) => round(round(g * inverse) * weight);
};

const scaleOnce: ChannelMap = ({ weight, inverse }, { round }) => {
  const scale = round(weight * inverse);
  return (g) => round(g * scale);
};

export const centred: Affine = {
  output: ({ mean, inverse, weight, bias }, { round }) => {
    return (x) => round(round(round(round(x - mean) * inverse) * weight) + bias);
  },
  gradient: weightThenInverse,
};

const weightFirst: Affine = {
  output: ({ mean, inverse, weight, bias }, { round }) => {
    return (x) => round(round(round(round(x - mean) * weight) * inverse) + bias);
  },
  gradient: inverseThenWeight,
};

const scaled: Affine = {
  output: ({ mean, inverse, weight, bias }, { round }) => {
    const scale = round(inverse * weight);
    return (x) => round(round(round(x - mean) * scale) + bias);
  },
  gradient: scaleOnce,
};

const scaledFused: Affine = {
  output: ({ mean, inverse, weight, bias }, { round, multiplyAdd }) => {
    const scale = round(inverse * weight);
    return (x) => multiplyAdd(round(x - mean), scale, bias);
  },
  gradient: scaleOnce,
};

const scaleAndShift: Affine = {
  output: ({ mean, inverse, weight, bias }, { round }) => {
    const scale = round(inverse * weight);
    const shift = round(bias - round(mean * scale));
    return (x) => round(round(x * scale) + shift);
  },
  gradient: scaleOnce,
};

const scaleAndShiftFused: Affine = {
  output: ({ mean, inverse, weight, bias }, { round, multiplyAdd }) => {
    const scale = round(inverse * weight);
    const shift = multiplyAdd(-mean, scale, bias);
    return (x) => multiplyAdd(x, scale, shift);
  },
  gradient: scaleOnce,
};

const meanApart: Affine = {
  output: ({ mean, inverse, weight, bias }, { round }) => {
    const scaledMean = round(mean * inverse);
    return (x) => round(round(round(round(x * inverse) - scaledMean) * weight) + bias);
  },
  gradient: weightThenInverse,
};

const dividedByRoot: Affine = {
  output: ({ mean, root, weight, bias }, { round }) => {
    return (x) => round(round(round(round(x - mean) / root) * weight) + bias);
  },
  gradient: ({ weight, root }, { round }) => {
    return (g) => round(round(g * weight) / root);
  },
};

export const affineForms: Readonly<Record<string, Affine>> = {
  centred,
  'weight first': weightFirst,
  scaled,
  'scaled, fused multiply-add': scaledFused,
  'scale and shift': scaleAndShift,
  'scale and shift, fused multiply-add': scaleAndShiftFused,
  'mean scaled apart': meanApart,
  'divided by the root': dividedByRoot,
};
