import type { PythonValue } from '../python-value.ts';
import { isFloat, isList, numberIn, repr, str, typeName } from '../python-value.ts';
import type { Scenario } from '../scenario.ts';
import type { RaisedError } from '../trace.ts';
import type { ArgumentReader } from './mindspore-errors.ts';
import { typeError, valueError } from './raised.ts';

const owner = "For 'SyncBatchNorm', ";

/**
 * The error that `process_groups` brings on one rank. Only an explicit argument is looked at: a scenario that leaves it out
 * speaks of the group in its world, which a CPU cannot synchronise.
 */
export function processGroupError(scenario: Scenario, rank: number, argument: ArgumentReader): RaisedError | null {
  if (!('process_groups' in scenario.arguments)) return null;
  const groups = argument('process_groups');
  const { size } = scenario.world;
  if (groups === null) {
    if (size === 1) return null;
    return (
      epsilonError(argument('eps')) ?? valueError("The parameter 'group' must be isinstance of <class 'str'>, but got None.")
    );
  }
  if (numberIn(groups) === 0) return null;
  if (!isList(groups))
    return valueError(`The parameter 'process_groups' must be isinstance of <class 'list'>, but got ${str(groups)}.`);
  return memberError(groups, size) ?? synchronisingError(groups, rank, argument('eps'));
}

/** All members are looked at before any group is: type, range, then duplicates, rank by rank. */
function memberError(groups: readonly PythonValue[], size: number): RaisedError | null {
  const seen = new Set<number>();
  for (const group of groups) {
    if (!isList(group)) return typeError(`'${typeName(group)}' object is not iterable`);
    for (const member of group) {
      // The two spaces are the framework's.
      if (typeof member !== 'number')
        return typeError(`${owner}the 'rank id in process_groups' must be 'int',  but got '${typeName(member)}'.`);
      if (member < 0 || member >= size) {
        return valueError(
          `${owner}the 'rank id in process_groups' must be in range of [0, ${size}), but got ${member} with type 'int'.`,
        );
      }
      if (seen.has(member))
        return valueError(`${owner}rank id in 'process_groups' must not be duplicated, but got ${repr(groups)}.`);
      seen.add(member);
    }
  }
  return null;
}

/** What only a rank that will synchronise meets. The number of devices is that of the *last* group: a defect of the framework. */
function synchronisingError(groups: readonly PythonValue[], rank: number, eps: PythonValue): RaisedError | null {
  const lists = groups.filter(isList);
  if (!lists.some((group) => group.includes(rank) && group.length > 1)) return null;
  const devices = lists.at(-1)?.length ?? 0;
  const deviceError = valueError(`${owner}the 'device_num' must be int and must >= 2, but got '${devices}' with type 'int'.`);
  return epsilonError(eps) ?? (devices < 2 ? deviceError : null);
}

function epsilonError(eps: PythonValue): RaisedError | null {
  if (!isFloat(eps)) return typeError(`${owner}the 'epsilon' must be 'float',  but got '${typeName(eps)}'.`);
  if (!(eps.float <= 0 || eps.float > 1)) return null;
  return valueError(`${owner}the 'epsilon' must be in range of (0, 1], but got ${repr(eps)} with type 'float'.`);
}
