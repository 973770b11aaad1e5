import type { Grade } from '../../accept/grade.ts';
import { grades } from '../../accept/grade.ts';
import type { Affine } from './affine.ts';
import { affineForms, centred } from './affine.ts';
import { throughOnePass, throughTwoPasses, throughTwoPassesApart } from './autodiff.ts';
import type { Backward } from './backward.ts';
import { aboutZero, centredBackward, centredFused, linear, summed, summedWeightFirst } from './backward.ts';
import type { InverseRootOf } from './inverse-root.ts';
import { dividedRoot, inverseRoots } from './inverse-root.ts';
import { chan, mergedInTree, mergedInTurn, travelling, weighted, weightedAboutZero, weightedChan } from './merging.ts';
import type { MomentsOf } from './moments.ts';
import { whole } from './moments.ts';
import {
  allReducedOnePass,
  allReducedShifted,
  clamped,
  fusedOnePass,
  onePass,
  shiftedOnePass,
  summedOnePass,
} from './one-pass.ts';
import type { Running } from './running.ts';
import { runningForms, weightedRunning } from './running.ts';
import type { Reduction } from './summation.ts';
import { reductions, sequentialReduction } from './summation.ts';
import { allReducedTwoPass, correctedMeanTwoPass, correctedTwoPass, reciprocalTwoPass, twoPass } from './two-pass.ts';
import { fusedWelford, laneWelford, welford } from './welford.ts';

/** A correct way to compute batch normalisation, and the grade that is promised to it. */
export interface Algorithm {
  readonly grade: Grade;
  readonly reduction: Reduction;
  readonly moments: MomentsOf;
  readonly inverseRoot: InverseRootOf;
  readonly affine: Affine;
  readonly backward: Backward;
  readonly running: Running;
}

type Graded<Part> = Readonly<Record<string, { readonly grade: Grade; readonly part: Part }>>;

const all =
  (grade: Grade) =>
  <Part>(parts: Readonly<Record<string, Part>>): Graded<Part> =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, { grade, part }]));

/** Ways to mean and variance. */
export const momentForms: Graded<MomentsOf> = {
  ...all('A+')({
    'two-pass': whole(twoPass),
    'two-pass by 1/N': whole(reciprocalTwoPass),
    'two-pass, all-reduced': allReducedTwoPass,
    'corrected two-pass': whole(correctedTwoPass),
    'corrected two-pass, mean too': whole(correctedMeanTwoPass),
  }),
  ...all('A')({
    Welford: whole(welford),
    'Welford, fused, by 1/n': whole(fusedWelford),
    'Welford in 4 lanes': whole(laneWelford(4, welford, chan)),
    'Welford in 32 lanes, weighted means': whole(laneWelford(32, fusedWelford, weightedChan)),
    'ranks in turn, two-pass': mergedInTurn(twoPass, chan),
    'ranks in a tree, corrected two-pass': mergedInTree(correctedTwoPass, chan),
    'ranks in turn, Welford': mergedInTurn(welford, chan),
    'ranks in turn, Welford, weighted means': mergedInTurn(welford, weightedChan),
    'ranks in a tree, Welford': mergedInTree(welford, chan),
    "torch's gather": mergedInTurn(travelling(welford), chan),
    "torch's gather of two-pass, weighted means": mergedInTurn(travelling(twoPass), weightedChan),
    'weighted means of ranks': weighted(twoPass),
  }),
  ...all('B')({
    'one-pass': whole(onePass),
    'one-pass, fused': whole(fusedOnePass),
    'one-pass, clamped': whole(clamped(onePass)),
    'one-pass, sums': whole(summedOnePass),
    'one-pass, all-reduced': allReducedOnePass,
    'one-pass on ranks, merged': mergedInTurn(onePass, chan),
    'weighted means of ranks, about zero': weightedAboutZero(twoPass),
    'one-pass shifted by the first': whole(shiftedOnePass(0)),
    'one-pass shifted by any value': whole(shiftedOnePass(0.6)),
    'one-pass shifted, all-reduced': allReducedShifted,
  }),
};

export const backwards: Graded<Backward> = {
  ...all('A+')({
    centred: centredBackward,
    'centred, fused': centredFused,
    'summed, as cuDNN': summed,
    'summed, weight first': summedWeightFirst,
    'differentiated two-pass': throughTwoPasses,
    'differentiated two-pass, apart': throughTwoPassesApart,
  }),
  ...all('B')({
    'products about zero': aboutZero,
    'a * g + b * x + c': linear,
    'differentiated one-pass': throughOnePass,
  }),
};

const plain: Algorithm = {
  grade: 'A+',
  reduction: sequentialReduction,
  moments: whole(twoPass),
  inverseRoot: dividedRoot,
  affine: centred,
  backward: centredBackward,
  running: weightedRunning,
};

function worst(...of: readonly Grade[]): Grade {
  return grades.findLast((grade) => of.includes(grade)) ?? 'A+';
}

/** Moments by every form, over reductions in turn, so that every form and every reduction occurs. */
function byMoments(): Readonly<Record<string, Algorithm>> {
  const ways = Object.entries(reductions);
  const named = Object.entries(momentForms).flatMap(([name, { grade, part }], place) => {
    const [reductionName, reduction] = ways[place % ways.length] ?? ['sequential', sequentialReduction];
    return [[`${name}; ${reductionName}`, { ...plain, grade, moments: part, reduction }] as const];
  });
  return Object.fromEntries(named);
}

function byReduction(name: string, grade: Grade, moments: MomentsOf): Readonly<Record<string, Algorithm>> {
  return Object.fromEntries(
    Object.entries(reductions).map(([way, reduction]) => [`${name}; ${way}`, { ...plain, grade, moments, reduction }]),
  );
}

function changing<Name extends keyof Algorithm>(part: Name, forms: Readonly<Record<string, Algorithm[Name]>>) {
  return Object.fromEntries(
    Object.entries(forms).map(([name, form]): [string, Algorithm] => [`${part}: ${name}`, { ...plain, [part]: form }]),
  );
}

/** Every correct algorithm that is tried by name. */
export const algorithms: Readonly<Record<string, Algorithm>> = {
  ...byReduction('two-pass', 'A+', whole(twoPass)),
  ...byReduction('one-pass', 'B', whole(onePass)),
  ...byMoments(),
  ...changing('inverseRoot', inverseRoots),
  ...changing('affine', affineForms),
  ...changing('running', runningForms),
  ...Object.fromEntries(
    Object.entries(backwards).map(([name, { grade, part }]) => [`backward: ${name}`, { ...plain, grade, backward: part }]),
  ),
};

/** An algorithm of parts chosen by `choose`, which answers a whole number below its argument. */
export function mixedAlgorithm(choose: (below: number) => number): Algorithm & { readonly name: string } {
  const one = <Part>(parts: Readonly<Record<string, Part>>): readonly [string, Part] => {
    const entries = Object.entries(parts);
    const entry = entries[choose(entries.length)];
    if (entry === undefined) throw new RangeError(`Expected a choice below ${entries.length}.`);
    return entry;
  };
  const [moments, reduction, inverseRoot] = [one(momentForms), one<Reduction>(reductions), one<InverseRootOf>(inverseRoots)];
  const [affine, backward, running] = [one<Affine>(affineForms), one(backwards), one<Running>(runningForms)];
  return {
    name: [moments, reduction, inverseRoot, affine, backward, running].map(([name]) => name).join('; '),
    grade: worst(moments[1].grade, backward[1].grade),
    reduction: reduction[1],
    moments: moments[1].part,
    inverseRoot: inverseRoot[1],
    affine: affine[1],
    backward: backward[1].part,
    running: running[1],
  };
}
