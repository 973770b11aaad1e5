import type { Data, RecordBatch as Batch } from 'apache-arrow';
import {
  BufferType,
  Dictionary,
  Field,
  Int32,
  RecordBatch,
  RecordBatchReader,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  makeData,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { arrowFile, existing, goldenColumns } from '../testing/golden-rows.ts';
import type { SmallGolden } from '../testing/small-golden.ts';
import { smallGolden } from '../testing/small-golden.ts';
import { GoldenError } from './golden-error.ts';
import type { GoldenErrorCode } from './golden-error.ts';
import { goldenFormat, readGolden } from './read-golden.ts';
import type { Column } from './row-columns.ts';
import { buildBatch } from './row-columns.ts';

let golden: SmallGolden;
let metadata: ReadonlyMap<string, string>;
let whole: Batch;
beforeAll(async () => {
  // Cases with numbers in them, not errors alone.
  golden = await smallGolden('torch-2.13.0/collective-threads.arrow', 2, ({ tracePools }) => tracePools.float32.length > 0);
  const { framework, version, lane, method } = golden.entry;
  metadata = new Map(Object.entries({ format: goldenFormat, framework, framework_version: version, lane, method }));
  whole = buildBatch(goldenColumns(golden.rows), metadata);
});

/** Reads the rows and decodes them; a GoldenError comes back, anything else is thrown. */
function read(bytes: Uint8Array, decodes = true): GoldenError | undefined {
  try {
    const cases = readGolden(bytes, golden.file.entry, 'some.arrow');
    if (decodes) for (const one of cases) one.decode();
    return undefined;
  } catch (error) {
    if (error instanceof GoldenError) return error;
    throw error;
  }
}

function expectRefusal(bytes: Uint8Array, code: GoldenErrorCode, words: string): void {
  const error = read(bytes);
  expect(error).toMatchObject({ code, path: 'some.arrow' });
  expect(error?.message).toContain(words);
}

/** The golden file with its columns changed. */
function withColumns(change: (columns: readonly Column[]) => readonly Column[]): Uint8Array {
  return arrowFile([buildBatch(change(goldenColumns(golden.rows)), metadata)]);
}

/** The golden file with the data of one column replaced, whatever its type. */
function withData(name: string, data: Data): Uint8Array {
  const fields = whole.schema.fields.map((field) =>
    field.name === name ? new Field(name, data.type, data.nullCount > 0) : field,
  );
  const children = whole.data.children.map((child, index) => (whole.schema.fields[index]?.name === name ? data : child));
  const type = new Struct(fields);
  const { length } = whole.data;
  return arrowFile([new RecordBatch(new Schema(fields, new Map(metadata)), makeData({ type, length, nullCount: 0, children }))]);
}

function dataOf(batch: Batch, name: string): Data {
  return existing(batch.data.children[batch.schema.fields.findIndex((field) => field.name === name)]);
}

describe('readGolden', () => {
  it('reads what it should, in one batch or several: the twin of all below', () => {
    expect(read(golden.file.bytes)).toBeUndefined();
    const batches = golden.rows.map((row) => buildBatch(goldenColumns([row]), metadata));
    expect(read(arrowFile(batches))).toBeUndefined();
    expect(readGolden(arrowFile(batches), golden.file.entry, '').map(({ id }) => id)).toEqual(golden.rows.map(({ id }) => id));
  });

  it('counts the cases', () => {
    expectRefusal(arrowFile([buildBatch(goldenColumns(golden.rows.slice(1)), metadata)]), 'count-mismatch', 'got 1');
    expectRefusal(arrowFile([whole, whole]), 'count-mismatch', 'got 4');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('{"schema": {}, "batches": []}')],
    ['the magic alone', Buffer.from('ARROW1\0\0ARROW1')],
    ['zeros', new Uint8Array(4096)],
  ])('refuses %s', (_, bytes) => expectRefusal(bytes, 'not-arrow', 'Arrow IPC file'));

  it('refuses a stream, a file that is cut, and one that goes on', () => {
    const stream = new RecordBatchStreamWriter();
    stream.write(whole);
    stream.finish();
    expectRefusal(stream.toUint8Array(true), 'not-arrow', 'Arrow IPC file');
    const { bytes } = golden.file;
    for (const end of [bytes.length - 1, bytes.length - 11, bytes.length >> 1, 8]) {
      expectRefusal(bytes.subarray(0, end), 'not-arrow', 'Arrow IPC file');
    }
    expectRefusal(Buffer.concat([bytes, bytes.subarray(0, 100)]), 'not-arrow', 'Arrow IPC file');
  });

  it.each(['syncbn-oracle/golden@2', 'syncbn-oracle/scenarios@1', undefined])('refuses the format %s', (format) => {
    const other = new Map([...metadata].filter(([key]) => key !== 'format'));
    if (format !== undefined) other.set('format', format);
    expectRefusal(arrowFile([buildBatch(goldenColumns(golden.rows), other)]), 'not-arrow', format ?? 'none');
  });

  it.each(['id', 'scenario', 'trace', 'scenario_float32', 'scenario_bits16', 'trace_float64'])('misses column %s', (name) => {
    const bytes = withColumns((columns) => columns.filter((column) => column.name !== name));
    expectRefusal(bytes, 'wrong-columns', `column ${name}`);
  });

  it.each(['id', 'trace', 'scenario_float32', 'trace_bits16'])('refuses numbers in column %s', (name) => {
    const data = makeData({ type: new Int32(), length: 2, nullCount: 0, data: Int32Array.of(1, 2) });
    expectRefusal(withData(name, data), 'wrong-columns', `column ${name}`);
  });

  it.each([
    ['scenario_float32', 'scenario_float64'],
    ['trace_float64', 'trace_float32'],
    ['trace_bits16', 'trace_float32'],
    ['scenario', 'scenario_float32'],
    ['scenario_float32', 'scenario'],
  ])('refuses column %s with the type of %s', (name, other) => {
    expectRefusal(withData(name, dataOf(whole, other)), 'wrong-columns', `column ${name}`);
  });

  it.each(['id', 'scenario', 'trace'])('refuses a null in column %s', (name) => {
    const [data] = vectorFromArray(['a', null], new Utf8()).data;
    expectRefusal(withData(name, existing(data)), 'wrong-columns', `column ${name}`);
  });

  it.each(['scenario_float32', 'trace_float32'])('refuses a null in column %s, of a row and of a number', (name) => {
    const data = dataOf(whole, name);
    const child = existing(data.children[0]);
    expectRefusal(withData(name, withNull(data)), 'wrong-columns', `column ${name}`);
    const nested = data.clone(data.type, 0, data.length, 0, buffersOf(data), [withNull(child)]);
    expectRefusal(withData(name, nested), 'wrong-columns', `column ${name}`);
  });

  it.each(['scenario_float32', 'trace_float32', 'id', 'trace'])('refuses offsets of column %s that leave it, or fall', (name) => {
    const offsets = [
      [0, 5, 1e9],
      [0, 5, 3],
      [-4, 0, 3],
    ];
    for (const wrong of offsets) {
      // In place: Arrow JS would not write such a column.
      const bytes = golden.file.bytes.slice();
      const [batch] = [...RecordBatchReader.from(bytes)];
      dataOf(existing(batch), name).valueOffsets.set(wrong);
      expect(bytes).not.toEqual(golden.file.bytes);
      expectRefusal(bytes, 'wrong-columns', `column ${name}`);
    }
  });

  it('refuses a dictionary, text that is no UTF-8, and a file without a batch', () => {
    const [dictionary] = vectorFromArray(['a', 'b'], new Dictionary(new Utf8(), new Int32())).data;
    expectRefusal(withData('id', existing(dictionary)), 'not-arrow', 'dictionar');
    const data = Uint8Array.of(255, 254);
    const text = makeData({ type: new Utf8(), length: 2, nullCount: 0, valueOffsets: Int32Array.of(0, 1, 2), data });
    expectRefusal(withData('id', text), 'wrong-columns', '');
    expectRefusal(arrowFile([]), 'not-arrow', 'Arrow IPC file');
  });
});

/** `data` whose first item is null. */
function withNull(data: Data): Data {
  const bitmap = new Uint8Array(Math.ceil(data.length / 8)).fill(255).with(0, 254);
  return data.clone(data.type, 0, data.length, 1, buffersOf(data, bitmap));
}

function buffersOf(data: Data, bitmap: Uint8Array = new Uint8Array()): Data['buffers'] {
  const { [BufferType.OFFSET]: offsets, [BufferType.DATA]: values, [BufferType.TYPE]: types } = data.buffers;
  return [offsets, values, bitmap, types];
}

describe('a file whose checksum is right and whose bytes are not', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

  it('is read, or refused by a GoldenError, with any bytes of it changed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(share, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 }), (changes) => {
        const bytes = golden.file.bytes.slice();
        for (const [where, value] of changes) bytes[Math.floor(where * bytes.length)] = value;
        expect(read(bytes)?.path ?? 'some.arrow').toBe('some.arrow');
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused as random bytes, bare or between magics', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 0, max: 500 }), (garbage, footer) => {
        const trailer = Buffer.alloc(10);
        trailer.writeInt32LE(footer);
        trailer.write('ARROW1', 4);
        const header = Buffer.from('ARROW1\0\0');
        for (const bytes of [garbage, Buffer.concat([header, garbage]), Buffer.concat([header, garbage, trailer])]) {
          expect(read(bytes)?.code).toBe('not-arrow');
        }
      }),
      { numRuns: 500 },
    );
  });

  // Counts of 2^31 and the like: Arrow JS, left alone, allocates for them or never returns.
  it('is read, or refused by a GoldenError, with any byte of its metadata set to 0, 127 or 255', () => {
    const { bytes } = golden.file;
    const inBody = (offset: number): boolean => offset > 1500 && offset < bytes.length - 2000;
    for (let offset = 0; offset < bytes.length; offset += 1) {
      if (inBody(offset)) continue;
      for (const value of [0, 127, 255]) expect(read(bytes.with(offset, value), false)?.path ?? 'some.arrow').toBe('some.arrow');
    }
  });
});
