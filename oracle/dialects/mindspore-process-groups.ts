import { raise } from '../errors/raise.ts';
import type { PythonValue } from '../python-value.ts';
import { isFloat, isList, isTensor, numberIn, repr, typeName } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import { elementCount } from '../tensor.ts';
import type { RaisedError } from '../trace.ts';
import type { ArgumentReader } from './mindspore-arguments.ts';
import { printed } from './mindspore-arguments.ts';

/**
 * The error that `process_groups` brings on one rank. Only an explicit argument is looked at: a scenario that leaves it out
 * speaks of the group in its world, which a CPU cannot synchronise.
 */
export function processGroupError(scenario: Scenario, rank: number, argument: ArgumentReader): RaisedError | null {
  if (!('process_groups' in scenario.arguments)) return null;
  const groups = argument('process_groups');
  const { size } = scenario.world;
  if (groups === null) return size === 1 ? null : (epsilonError(argument('eps')) ?? raise('mindspore/group-name'));
  if (numberIn(groups) === 0) return null;
  if (isTensor(groups) && elementCount(groups.tensor.shape) !== 1) {
    return raise('mindspore/truth-of-tensor', { elements: elementCount(groups.tensor.shape) });
  }
  if (!isList(groups)) return raise('mindspore/process-groups-type', { value: printed(groups) });
  return memberError(groups, size) ?? groupError(groups) ?? synchronisingError(groups, rank, argument('eps'));
}

/** All members are looked at before any group is: type, range, then duplicates, rank by rank. */
function memberError(groups: readonly PythonValue[], size: number): RaisedError | null {
  const seen = new Set<number>();
  for (const group of groups) {
    const members = membersOf(group);
    if (members === null) return raise('mindspore/group-not-iterable', { type: typeName(group) });
    for (const member of members) {
      if (typeof member !== 'number') return raise('mindspore/rank-type', { type: typeName(member) });
      if (member < 0 || member >= size) return raise('mindspore/rank-range', { size, rank: member });
      if (seen.has(member)) return raise('mindspore/rank-duplicated', { groups: repr(groups) });
      seen.add(member);
    }
  }
  return null;
}

/** What iterating over a group gives, and null where that is an error: a string has characters. */
function membersOf(group: PythonValue): readonly PythonValue[] | null {
  if (isTensor(group)) throw new RangeError('Expected groups of process_groups to be no tensors, got one: it is not predicted.');
  if (typeof group === 'string') return Array.from(group);
  return isList(group) ? group : null;
}

function groupError(groups: readonly PythonValue[]): RaisedError | null {
  const other = groups.find((group) => !isList(group));
  return other === undefined ? null : raise('mindspore/group-type', { value: printed(other) });
}

/** What only a rank that will synchronise meets. The number of devices is that of the *last* group: a defect of the framework. */
function synchronisingError(groups: readonly PythonValue[], rank: number, eps: PythonValue): RaisedError | null {
  const lists = groups.filter(isList);
  if (!lists.some((group) => group.includes(rank) && group.length > 1)) return null;
  const devices = lists.at(-1)?.length ?? 0;
  return epsilonError(eps) ?? (devices < 2 ? raise('mindspore/device-number', { devices }) : null);
}

function epsilonError(eps: PythonValue): RaisedError | null {
  if (!isFloat(eps)) return raise('mindspore/synchronised-eps-type', { type: typeName(eps) });
  return eps.float <= 0 || eps.float > 1 ? raise('mindspore/synchronised-eps-range', { eps: repr(eps) }) : null;
}
