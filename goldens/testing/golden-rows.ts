import type { RecordBatch } from 'apache-arrow';
import { RecordBatchFileWriter, RecordBatchReader } from 'apache-arrow';
import { buildBatch, poolColumns, textColumn } from '../format/row-columns.ts';
import type { Column } from '../format/row-columns.ts';
import type { Pools } from '../format/tensor-pool.ts';

/** A row of a golden file as it is stored: JSON texts and the pools they refer to. */
export interface GoldenRow {
  readonly id: string;
  readonly scenario: string;
  readonly scenarioPools: Pools;
  readonly trace: string;
  readonly tracePools: Pools;
}

export function readRows(bytes: Uint8Array): readonly GoldenRow[] {
  const batches: readonly RecordBatch[] = [...RecordBatchReader.from(bytes)];
  return batches.flatMap((batch) => {
    const [scenarios, traces] = [textColumn(batch, 'scenario'), textColumn(batch, 'trace')];
    const [scenarioPools, tracePools] = [poolColumns(batch, 'scenario'), poolColumns(batch, 'trace')];
    return textColumn(batch, 'id').map((id, row) => ({
      id,
      scenario: existing(scenarios[row]),
      scenarioPools: existing(scenarioPools[row]),
      trace: existing(traces[row]),
      tracePools: existing(tracePools[row]),
    }));
  });
}

/** The columns of docs/golden-format.md, in its order. */
export function goldenColumns(rows: readonly GoldenRow[]): readonly Column[] {
  return [
    { name: 'id', text: rows.map(({ id }) => id) },
    { name: 'scenario', text: rows.map(({ scenario }) => scenario) },
    ...poolLists('scenario', rows, ({ scenarioPools }) => scenarioPools),
    { name: 'trace', text: rows.map(({ trace }) => trace) },
    ...poolLists('trace', rows, ({ tracePools }) => tracePools),
  ];
}

function poolLists(prefix: string, rows: readonly GoldenRow[], poolsOf: (row: GoldenRow) => Pools): readonly Column[] {
  return [
    { name: `${prefix}_float32`, lists: rows.map((row) => poolsOf(row).float32) },
    { name: `${prefix}_float64`, lists: rows.map((row) => poolsOf(row).float64) },
    { name: `${prefix}_bits16`, lists: rows.map((row) => poolsOf(row).bits16) },
  ];
}

/** A golden file of one record batch. */
export function goldenBytes(rows: readonly GoldenRow[], metadata: ReadonlyMap<string, string>): Uint8Array {
  // No rows say nothing of the types of their lists.
  const batch = buildBatch(goldenColumns(rows.length === 0 ? [blankRow] : rows), metadata);
  return arrowFile([batch.slice(0, rows.length)]);
}

const blankPools: Pools = { float32: new Float32Array(), float64: new Float64Array(), bits16: new Uint16Array() };
const blankRow: GoldenRow = { id: '', scenario: '', scenarioPools: blankPools, trace: '', tracePools: blankPools };

export function arrowFile(batches: readonly RecordBatch[]): Uint8Array {
  const writer = new RecordBatchFileWriter();
  for (const batch of batches) writer.write(batch);
  writer.finish();
  return writer.toUint8Array(true);
}

/** The keys and indices that lead to a value in JSON. */
export type JsonPath = readonly (string | number)[];

/** JSON text with the value at `place` replaced; undefined takes its key away. */
export function editJson(text: string, place: JsonPath, value: unknown): string {
  const json: unknown = JSON.parse(text);
  const last = place.at(-1);
  const parent = jsonAt(json, place.slice(0, -1));
  if (last === undefined || typeof parent !== 'object' || parent === null) {
    throw new TypeError(`Expected an object that holds ${place.join('.')}.`);
  }
  Reflect.set(parent, last, value);
  return JSON.stringify(json);
}

/** The value at `place`; throws where the path leads nowhere. */
export function jsonAt(json: unknown, place: JsonPath): unknown {
  return place.reduce<unknown>((outer, key) => {
    if (typeof outer !== 'object' || outer === null) throw new TypeError(`Expected an object on the way to ${place.join('.')}.`);
    return Reflect.get(outer, key);
  }, json);
}

/** `row` with one number of the tensor at `place` of its scenario or trace changed. */
export function changeNumber(
  row: GoldenRow,
  side: 'scenario' | 'trace',
  place: JsonPath,
  element: number,
  change: (number: number) => number,
): GoldenRow {
  const tensor = jsonAt(JSON.parse(row[side]), place);
  const [dtype, offset] = [jsonAt(tensor, ['dtype']), jsonAt(tensor, ['offset'])];
  if (typeof offset !== 'number') throw new TypeError(`Expected a tensor at ${place.join('.')} of ${row.id}.`);
  const name = dtype === 'float32' || dtype === 'float64' ? dtype : 'bits16';
  const pools = side === 'trace' ? row.tracePools : row.scenarioPools;
  const pool = pools[name].slice();
  pool[offset + element] = change(existing(pool[offset + element]));
  return { ...row, [`${side}Pools`]: { ...pools, [name]: pool } };
}

export function existing<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new RangeError('Expected a value, got none.');
  return value;
}
