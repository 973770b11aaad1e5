import type { RecordBatch } from 'apache-arrow';
import {
  Data,
  DataType,
  Field,
  Float32,
  Float64,
  List,
  RecordBatch as Batch,
  Schema,
  Struct,
  Uint16,
  Utf8,
  makeData,
} from 'apache-arrow';
import type { Pools } from './tensor-pool.ts';

type Numbers = Float32Array | Float64Array | Uint16Array;

/** The text of a utf8 column, a string a row; throws when the column is missing, of another type, or has nulls. */
export function textColumn(batch: RecordBatch, name: string): readonly string[] {
  const { column, data } = findColumn(batch, name);
  if (data === undefined || !DataType.isUtf8(data.type) || data.nullCount > 0) {
    throw new TypeError(`Expected column ${name} of type utf8 without nulls, got ${column}.`);
  }
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const bytes: Uint8Array = data.values;
  return rowRanges(batch, name, data, bytes.length).map(([start, end]) => decoder.decode(bytes.subarray(start, end)));
}

/** The pools of each row, from the three list columns that begin with `prefix`. */
export function poolColumns(batch: RecordBatch, prefix: string): readonly Pools[] {
  const float32 = listColumn(batch, `${prefix}_float32`, Float32Array);
  const float64 = listColumn(batch, `${prefix}_float64`, Float64Array);
  const bits16 = listColumn(batch, `${prefix}_bits16`, Uint16Array);
  return float32.map((single, row) => ({
    float32: single,
    float64: float64[row] ?? new Float64Array(),
    bits16: bits16[row] ?? new Uint16Array(),
  }));
}

function listColumn<Kind extends Numbers>(
  batch: RecordBatch,
  name: string,
  kind: new (source: ArrayLike<number>) => Kind,
): readonly Kind[] {
  const { column, data } = findColumn(batch, name);
  const child: Data | undefined = data?.children[0];
  const values: unknown = child?.values;
  if (data === undefined || child === undefined || !DataType.isList(data.type) || !(values instanceof kind)) {
    throw new TypeError(`Expected column ${name} to be a list of ${kind.name}, got ${column}.`);
  }
  if (data.nullCount > 0 || child.nullCount > 0) throw new TypeError(`Expected column ${name} without nulls.`);
  return rowRanges(batch, name, data, values.length).map(([start, end]) => new kind(values.subarray(start, end)));
}

/** The raw data of a column, and its type in words. */
function findColumn(batch: RecordBatch, name: string): { readonly column: string; readonly data: Data | undefined } {
  const index = batch.schema.fields.findIndex((field) => field.name === name);
  const field = batch.schema.fields[index];
  const data: Data | undefined = batch.data.children[index];
  const nulls = data !== undefined && data.nullCount > 0 ? ' with nulls' : '';
  return { column: field === undefined ? 'no such column' : `${String(field.type)}${nulls}`, data };
}

/** Where each row's items lie among the `count` of all rows. Raw offsets: the row accessors of Arrow JS would go through a proxy an element. */
function rowRanges(batch: RecordBatch, name: string, data: Data, count: number): readonly (readonly [number, number])[] {
  const offsets: Int32Array = data.valueOffsets;
  if (offsets.length <= batch.numRows) {
    throw new RangeError(`Expected ${batch.numRows + 1} offsets in column ${name}, got ${offsets.length}.`);
  }
  return Array.from({ length: batch.numRows }, (_, row) => {
    const [start, end] = [offsets[row] ?? -1, offsets[row + 1] ?? -1];
    if (start < 0 || end < start || end > count) {
      throw new RangeError(
        `Expected the offsets of column ${name} to rise within ${count}, got ${start} to ${end} in row ${row}.`,
      );
    }
    return [start, end];
  });
}

/** A column to write: text, or a list of numbers a row. */
export type Column = { readonly name: string } & ({ readonly text: readonly string[] } | { readonly lists: readonly Numbers[] });

/** A record batch of non-null columns. */
export function buildBatch(columns: readonly Column[], metadata: ReadonlyMap<string, string>): RecordBatch {
  const children = columns.map((column) => ('text' in column ? textData(column.text) : listData(column.lists)));
  const fields = children.map(({ type }, index) => new Field(columns[index]?.name ?? '', type, false));
  const schema = new Schema(fields, new Map(metadata));
  const length = children[0]?.length ?? 0;
  return new Batch(schema, makeData({ type: new Struct(fields), length, nullCount: 0, children }));
}

function textData(texts: readonly string[]): Data {
  const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
  return makeData({
    type: new Utf8(),
    length: texts.length,
    nullCount: 0,
    valueOffsets: offsetsOf(encoded),
    data: Buffer.concat(encoded),
  });
}

function listData(lists: readonly Numbers[]): Data {
  const valueOffsets = offsetsOf(lists);
  const child = numberData(lists, valueOffsets);
  return new Data<DataType>(new List(new Field('item', child.type, false)), 0, lists.length, 0, [valueOffsets], [child]);
}

/** All lists one after another. */
function numberData(lists: readonly Numbers[], valueOffsets: Int32Array): Data {
  const length = valueOffsets.at(-1) ?? 0;
  const first = lists[0];
  const join = <Kind extends Numbers>(joined: Kind): Kind => {
    lists.forEach((list, row) => joined.set(list, valueOffsets[row] ?? 0));
    return joined;
  };
  if (first instanceof Float64Array)
    return makeData({ type: new Float64(), length, nullCount: 0, data: join(new Float64Array(length)) });
  if (first instanceof Float32Array)
    return makeData({ type: new Float32(), length, nullCount: 0, data: join(new Float32Array(length)) });
  return makeData({ type: new Uint16(), length, nullCount: 0, data: join(new Uint16Array(length)) });
}

function offsetsOf(parts: readonly { readonly length: number }[]): Int32Array {
  const offsets = new Int32Array(parts.length + 1);
  parts.forEach((part, index) => {
    offsets[index + 1] = (offsets[index] ?? 0) + part.length;
  });
  return offsets;
}
