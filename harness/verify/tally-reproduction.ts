import type { Provenance } from '../../goldens/format/provenance.ts';
import type { Dialect } from '../../oracle/scenario.ts';
import { tensorQuantities } from '../../oracle/trace.ts';
import type { ReproducedQuantity, Reproduction } from '../../reports/model.ts';
import { reportNumber } from '../../reports/model.ts';
import { quantityName } from '../engine/quantity-names.ts';
import { compareProvenance } from './compare-provenance.ts';
import type { ComparedNumbers, ComparedQuantity } from './compare-recordings.ts';
import type { WordKind } from './list-quantities.ts';
import type { ReproducedCase } from './reproduce-case.ts';

/** The goldens of one framework and version that were asked for again, and who answered. */
export interface AskedFramework {
  readonly framework: Dialect;
  readonly version: string;
  /** Provenance of the files that the cases are of. */
  readonly recorded: readonly Provenance[];
  /** Null where the framework could not be asked. */
  readonly speaker: { readonly version: string; readonly provenance: Provenance } | null;
  readonly cases: number;
  readonly ended: string | null;
}

/** Adds up the cases of one framework. */
export function tallyReproduction(asked: AskedFramework, cases: readonly ReproducedCase[]): Reproduction {
  const { framework, version, speaker, recorded, ended } = asked;
  const answered = cases.filter(({ compared }) => compared.length > 0);
  const differingIn = (kind: WordKind): number =>
    answered.filter(({ compared }) => compared.some((one) => differs(one, kind))).length;
  return {
    framework,
    version,
    installed: speaker?.version ?? null,
    cases: asked.cases,
    compared: answered.length,
    identical: answered.filter(({ compared }) => compared.every(isIdentical)).length,
    words: {
      errors: differingIn('errors'),
      counters: differingIn('counters'),
      presence: differingIn('presence'),
      others: differingIn('others'),
    },
    changes: speaker === null ? [] : compareProvenance(version, recorded, speaker),
    quantities: tallyQuantities(framework, answered),
    ended,
  };
}

function differs({ compared }: ComparedQuantity, kind: WordKind): boolean {
  return compared.kind === kind && compared.recorded !== compared.now;
}

function isIdentical({ compared }: ComparedQuantity): boolean {
  return compared.kind === 'numbers' ? compared.identical === compared.elements : compared.recorded === compared.now;
}

function tallyQuantities(dialect: Dialect, cases: readonly ReproducedCase[]): readonly ReproducedQuantity[] {
  const numbers = cases.flatMap(({ result, compared }) =>
    compared.flatMap((one) =>
      one.compared.kind === 'numbers' ? [{ case: result.id, quantity: nameOf(one), compared: one.compared }] : [],
    ),
  );
  const order = orderOf(dialect);
  const groups = [...Map.groupBy(numbers, ({ quantity }) => quantity)];
  const ordered = groups.toSorted(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  return ordered.map(([quantity, own]) => {
    const sum = (measure: (one: ComparedNumbers) => number): number =>
      own.reduce((total, { compared }) => total + measure(compared), 0);
    const worst = own.reduce((before, one) => (one.compared.largest > before.compared.largest ? one : before));
    return {
      quantity,
      elements: sum(({ elements }) => elements),
      identical: sum(({ identical }) => identical),
      outside: sum(({ outside }) => outside),
      unmeasured: sum(({ unmeasured }) => unmeasured),
      largest: worst.compared.largest === 0 ? null : { bounds: reportNumber(worst.compared.largest), case: worst.case },
    };
  });
}

const constructor = 'constructor';
const ofGroup = (name: string): string => `${name} of a group`;

/** What the constructor made is one quantity: it is mostly zeros and ones. */
function nameOf({ step, group, name }: ComparedQuantity): string {
  if (step === 0) return constructor;
  return group === '' ? name : ofGroup(name);
}

/** The names of all quantities in the order in which they are reported. */
function orderOf(dialect: Dialect): readonly string[] {
  const names = tensorQuantities.map((quantity) => quantityName(dialect, quantity));
  return [constructor, ...names, ...names.map(ofGroup)];
}
