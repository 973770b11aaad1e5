import type { PythonValue } from '../../oracle/python-value.ts';
import { numberIn } from '../../oracle/python-value.ts';
import type { Scenario } from '../../oracle/scenario.ts';
import { effectiveWorld } from '../../oracle/sharing.ts';
import { withFlags } from './training-flags.ts';

/** How momentum crosses over: as the document says, or as it stands. */
export type MomentumRule = 'one minus' | 'the same';

/**
 * The scenario as the document has a user port it to the other framework: the same parameters, momentum by `rule`, and
 * `track_running_stats` True as `use_batch_statistics` None, False as True. Throws a RangeError where the other has no counterpart.
 */
export function translateDialect(scenario: Scenario, rule: MomentumRule = 'one minus'): Scenario {
  if (scenario.steps.some(({ assign }) => Object.keys(assign).length > 0)) {
    throw new RangeError(
      'Expected attributes that nobody assigns, got a step with assign: the other framework may not have them.',
    );
  }
  const { momentum, ...others } = scenario.arguments;
  const given = Object.entries(others).flatMap((argument) => translateArgument(scenario.dialect, argument));
  if (momentum !== undefined) given.push(['momentum', translateMomentum(momentum, rule)]);
  const { process_groups: groups } = scenario.arguments;
  return {
    ...withFlags(scenario, (flag) => flag),
    dialect: scenario.dialect === 'torch' ? 'mindspore' : 'torch',
    arguments: Object.fromEntries(given),
    world: groups == null ? scenario.world : effectiveWorld(scenario),
  };
}

type Argument = readonly [string, PythonValue];

function translateArgument(from: Scenario['dialect'], [name, value]: Argument): readonly Argument[] {
  if (name === 'num_features' || name === 'eps' || name === 'affine') return [[name, value]];
  if (from === 'torch' && name === 'track_running_stats') return [['use_batch_statistics', value === false ? true : null]];
  if (from === 'mindspore' && name === 'use_batch_statistics' && value !== false) {
    return [['track_running_stats', value === null]];
  }
  if (from === 'mindspore' && name === 'process_groups') return [];
  throw new RangeError(`Expected an argument that the other framework has, got ${name}.`);
}

function translateMomentum(momentum: PythonValue, rule: MomentumRule): PythonValue {
  const value = numberIn(momentum);
  return value === undefined || rule === 'the same' ? momentum : { float: 1 - value };
}
