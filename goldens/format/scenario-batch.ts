import type { RecordBatch } from 'apache-arrow';
import type { Scenario } from '../../oracle/scenario.ts';
import { buildBatch } from './row-columns.ts';
import { encodeScenario } from './scenario-json.ts';

export const scenarioFormat = 'syncbn-oracle/scenarios@1';

/** Scenarios that are recorded, checkpointed and resumed together. */
export interface Chunk {
  readonly name: string;
  /** Name of the golden file that it becomes part of, without the ending. */
  readonly stem: string;
  readonly lane: string;
  readonly cases: readonly { readonly id: string; readonly scenario: Scenario }[];
}

/** A chunk as one record batch of the stream to a recorder. */
export function scenarioBatch(chunk: Chunk): RecordBatch {
  const encoded = chunk.cases.map(({ scenario }) => encodeScenario(scenario));
  return buildBatch(
    [
      { name: 'id', text: chunk.cases.map(({ id }) => id) },
      { name: 'chunk', text: chunk.cases.map(() => chunk.name) },
      { name: 'lane', text: chunk.cases.map(() => chunk.lane) },
      { name: 'scenario', text: encoded.map(({ json }) => json) },
      { name: 'scenario_float32', lists: encoded.map(({ pools }) => pools.float32) },
      { name: 'scenario_float64', lists: encoded.map(({ pools }) => pools.float64) },
      { name: 'scenario_bits16', lists: encoded.map(({ pools }) => pools.bits16) },
    ],
    new Map([['format', scenarioFormat]]),
  );
}
