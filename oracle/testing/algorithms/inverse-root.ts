import type { Machine } from './machine.ts';

/** The inverse deviation, and the root of variance + epsilon where one is divided by. */
export interface InverseRoot {
  readonly inverse: number;
  readonly root: number;
}

export type InverseRootOf = (variance: number, epsilon: number, machine: Machine) => InverseRoot;

export const dividedRoot: InverseRootOf = (variance, epsilon, { round }) => {
  const root = round(Math.sqrt(round(variance + round(epsilon))));
  return { inverse: round(1 / root), root };
};

/** A hardware instruction that is off by so many units in the last place, 2 at most. */
function off(units: number): InverseRootOf {
  return (variance, epsilon, { round, unitRoundoff }) => {
    const sum = round(variance + round(epsilon));
    const exact = round(1 / Math.sqrt(sum));
    return { inverse: round(exact * (1 + 2 * units * unitRoundoff)), root: round(Math.sqrt(sum)) };
  };
}

/** An estimate of half the digits and one step of Newton's. */
const newton: InverseRootOf = (variance, epsilon, { round, unitRoundoff }) => {
  const sum = round(variance + round(epsilon));
  const half = round(sum * 0.5);
  const estimate = round((1 + Math.sqrt(unitRoundoff) / 2) / Math.sqrt(sum));
  const slope = round(1.5 - round(round(half * estimate) * estimate));
  return { inverse: round(estimate * slope), root: round(Math.sqrt(sum)) };
};

export const inverseRoots: Readonly<Record<string, InverseRootOf>> = {
  divided: dividedRoot,
  'correctly rounded': off(0),
  '2 ulp high': off(2),
  '2 ulp low': off(-2),
  'one Newton step': newton,
};
