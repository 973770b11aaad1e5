import type { ExpectedTensor, ExpectedTrace } from '../trace.ts';
import { tensorQuantities } from '../trace.ts';
import { boundShare } from './screen-tensor.ts';

/** What holding an accelerated answer to its certificate found. */
export interface CertificateUse {
  /** Numbers whose certificate was looked at, and those of which the accelerated answer knows nothing. */
  readonly known: number;
  readonly unknown: number;
  /** Those outside what it promises, and the first of them in words. */
  readonly broken: number;
  readonly first: string | null;
}

/**
 * Holds an accelerated answer to its word: what it takes to be inside for certain is inside the exact core's bound, and what it takes to be
 * outside is outside. `exact` answers the same scenario for the same grade.
 */
export function holdCertificate(screened: ExpectedTrace, exact: ExpectedTrace): CertificateUse {
  const uses = pairsOf(screened, exact).map(([name, one, other]) => holdTensor(name, one, other));
  return uses.reduce(addUses, { known: 0, unknown: 0, broken: 0, first: null });
}

/** What two parts of an answer say together. */
export function addUses(one: CertificateUse, other: CertificateUse): CertificateUse {
  return {
    known: one.known + other.known,
    unknown: one.unknown + other.unknown,
    broken: one.broken + other.broken,
    first: one.first ?? other.first,
  };
}

function holdTensor(name: string, { values, bounds, errors }: ExpectedTensor, exact: ExpectedTensor): CertificateUse {
  let [known, unknown, broken] = [0, 0, 0];
  let first: string | null = null;
  for (const [index, value] of values.entries()) {
    const error = errors?.[index] ?? 0;
    const bound = bounds[index] ?? Number.NaN;
    if (error === Number.POSITIVE_INFINITY) {
      unknown += 1;
      continue;
    }
    known += 1;
    const [exactValue, exactBound] = [exact.values[index] ?? Number.NaN, exact.bounds[index] ?? Number.NaN];
    if (Object.is(value, exactValue) && Object.is(bound, exactBound)) continue;
    const apart = Math.abs(value - exactValue);
    const inner = (1 - boundShare) * bound - error;
    const outer = (1 + boundShare) * bound + error;
    // Where nothing is taken to be inside there is nothing to promise.
    const holds = (inner < 0 || apart + inner <= exactBound) && apart + exactBound <= outer;
    if (holds) continue;
    broken += 1;
    first ??= `${name}[${index}]: expected ${exactValue} with bound ${exactBound}, got ${value} with bound ${bound} and error ${error}`;
  }
  return { known, unknown, broken, first };
}

type Pair = readonly [string, ExpectedTensor, ExpectedTensor];

/** The tensors of both answers, in order, under names. */
function pairsOf(screened: ExpectedTrace, exact: ExpectedTrace): readonly Pair[] {
  const pairs: Pair[] = [];
  const pair = (name: string, one: ExpectedTensor | null | undefined, other: ExpectedTensor | null | undefined): void => {
    if (one == null && other == null) return;
    if (one == null || other == null || one.values.length !== other.values.length) {
      throw new RangeError(`Expected both answers to have ${name}, got it in one, or in two sizes.`);
    }
    pairs.push([name, one, other]);
  };
  exact.steps.forEach((step, at) => {
    const own = screened.steps[at];
    step.ranks.forEach((rank, place) => {
      const mine = own?.ranks[place];
      for (const quantity of tensorQuantities) {
        pair(`${quantity} of rank ${place} in step ${at + 1}`, mine?.[quantity], rank[quantity]);
      }
    });
    (step.groups ?? []).forEach((group, place) => {
      const mine = own?.groups?.[place];
      pair(`gradWeight of group ${place} in step ${at + 1}`, mine?.gradWeight, group.gradWeight);
      pair(`gradBias of group ${place} in step ${at + 1}`, mine?.gradBias, group.gradBias);
    });
  });
  return pairs;
}
