import type { Dialect } from '../../oracle/scenario.ts';
import type { Answer, ConstructedState, RaisedError, RankAnswer, StepError } from '../../oracle/trace.ts';
import { tensorQuantities } from '../../oracle/trace.ts';
import type { Reproduction } from '../../reports/model.ts';
import { quantityName } from '../engine/quantity-names.ts';

/** What a quantity that is no tensor tells of; a tensor's own absence, dtype and shape are told by the tensor. */
export type WordKind = keyof Reproduction['words'];

/** One quantity of an answer: a tensor or None, or text. Step 0 is the constructor; a rank of null is a group's. */
export type Quantity<T> = {
  readonly step: number;
  readonly rank: number | null;
  readonly group: string;
  readonly name: string;
} & ({ readonly tensor: T | null } | { readonly kind: WordKind; readonly text: string });

type Place = Pick<Quantity<never>, 'step' | 'rank' | 'group'>;

/** All quantities of an answer, one after another, those that were not recorded left out. */
export function listQuantities<T>(dialect: Dialect, answer: Answer<T>): readonly Quantity<T>[] {
  const whole = { step: 0, rank: null, group: '' };
  return [
    ...answer.construction.map((error, rank): Quantity<T> => ({
      ...whole,
      rank,
      name: 'error',
      kind: 'errors',
      text: errorText(error),
    })),
    { ...whole, name: 'constructed', kind: 'others', text: answer.initial === null ? 'nothing' : 'a module' },
    ...(answer.initial === null ? [] : constructed(dialect, answer.initial)),
    { ...whole, name: 'steps', kind: 'others', text: `${answer.steps.length}` },
    ...answer.steps.flatMap(({ ranks, groups }, index) => {
      const place = { ...whole, step: index + 1 };
      const members = groups?.map((group) => `(${group.ranks.join(',')})`).join('') ?? 'None';
      return [
        { ...place, name: 'ranks', kind: 'others' as const, text: `${ranks.length}` },
        ...ranks.flatMap((rank, number) => ofRank(dialect, { ...place, rank: number }, rank)),
        { ...place, name: 'groups', kind: 'others' as const, text: members },
        ...(groups ?? []).flatMap((group) =>
          (['gradWeight', 'gradBias'] as const).map((name) => ({
            ...place,
            group: group.ranks.toSorted((a, b) => a - b).join(','),
            name: quantityName(dialect, name),
            tensor: group[name],
          })),
        ),
      ];
    }),
  ];
}

function constructed<T>(dialect: Dialect, state: ConstructedState<T>): readonly Quantity<T>[] {
  const place = { step: 0, rank: 0, group: '' };
  return [
    ...(['weight', 'bias', 'runningMean', 'runningVar'] as const).map((name) => ({
      ...place,
      name: quantityName(dialect, name),
      tensor: state[name],
    })),
    { ...place, name: 'training', kind: 'others', text: `${state.training}` },
    counter(place, state.numBatchesTracked),
  ];
}

function ofRank<T>(dialect: Dialect, place: Place, rank: RankAnswer<T>): readonly Quantity<T>[] {
  const { layouts, warnings } = rank;
  const others = (name: string, text: string): Quantity<T> => ({ ...place, name, kind: 'others', text });
  return [
    { ...place, name: 'error', kind: 'errors', text: errorText(rank.error) },
    ...tensorQuantities.map((name) => ({ ...place, name: quantityName(dialect, name), tensor: rank[name] })),
    counter(place, rank.numBatchesTracked),
    ...(layouts === undefined ? [] : [others('layout', `y ${layouts.y ?? 'None'}, grad_x ${layouts.gradX ?? 'None'}`)]),
    ...(warnings === undefined ? [] : [others('warnings', warnings.length === 0 ? 'none' : warnings.join('; '))]),
  ];
}

function counter<T>(place: Place, count: number | null): Quantity<T> {
  return { ...place, name: 'num_batches_tracked', kind: 'counters', text: String(count ?? 'None') };
}

function errorText(error: RaisedError | StepError | null): string {
  if (error === null) return 'none';
  return `${'stage' in error ? `${error.stage}: ` : ''}${error.type}: ${error.message}`;
}
