import { FlatbufferTable } from './flatbuffer-table.ts';

const magic = 'ARROW1';
const mostEntries = 1000;
const bytesPerBlock = 24;
const recordBatchHeader = 3;

/**
 * Checks the counts in the metadata of an Arrow IPC file before Arrow JS reads it: it believes them, and a wrong one makes it fill the
 * memory or never return. Throws a RangeError that says what was found. Layout: File.fbs, Schema.fbs and Message.fbs of the Arrow format.
 */
export function checkArrowFile(bytes: Uint8Array): void {
  const ends = [bytes.subarray(0, magic.length), bytes.subarray(-magic.length)];
  if (bytes.length < 20 || ends.some((end) => Buffer.from(end).toString('latin1') !== magic)) {
    throw new RangeError(`no ${magic} at both ends`);
  }
  const trailer = bytes.length - magic.length - 4;
  const footerLength = new DataView(bytes.buffer, bytes.byteOffset).getInt32(trailer, true);
  if (footerLength <= 0 || footerLength > trailer) throw new RangeError(`a footer of ${footerLength} bytes`);
  const footer = FlatbufferTable.root(bytes.subarray(trailer - footerLength, trailer));
  checkSchema(footer.table(6));
  if (footer.structs(8, bytesPerBlock, mostEntries).length > 0) throw new RangeError('dictionaries');
  let end = 0;
  for (const block of footer.structs(10, bytesPerBlock, bytes.length)) {
    const [offset, metadata, body] = [block.getBigInt64(0, true), block.getInt32(8, true), block.getBigInt64(16, true)];
    const next = Number(offset) + metadata + Number(body);
    if (offset < end || metadata < 16 || body < 0 || next > trailer) {
      throw new RangeError(`a footer that lists a record batch at ${offset} with ${metadata} and ${body} bytes`);
    }
    end = next;
    checkMessage(bytes.subarray(Number(offset), Number(offset) + metadata), bytes.length);
  }
}

function checkSchema(schema: FlatbufferTable): void {
  checkKeyValues(schema, 8);
  for (const field of schema.tables(6, mostEntries)) {
    checkField(field);
    for (const child of field.tables(14, 1)) {
      checkField(child);
      if (child.tables(14, mostEntries).length > 0) throw new RangeError('a column of nested lists');
    }
  }
}

function checkField(field: FlatbufferTable): void {
  if (field.has(12)) throw new RangeError('a column with a dictionary');
  checkKeyValues(field, 16);
}

function checkKeyValues(owner: FlatbufferTable, slot: number): void {
  owner.tables(slot, mostEntries);
}

/** A message as it lies in the file: 0xFFFFFFFF, its length, a flatbuffer. */
function checkMessage(bytes: Uint8Array, mostRows: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getInt32(0, true) !== -1 || view.getInt32(4, true) > bytes.length - 8) throw new RangeError('a cut message');
  const message = FlatbufferTable.root(bytes.subarray(8));
  checkKeyValues(message, 12);
  if (message.byte(6) !== recordBatchHeader) throw new RangeError('no record batch where the footer lists one');
  const batch = message.table(8);
  if (batch.has(10)) throw new RangeError('compressed columns');
  batch.structs(12, 8, mostEntries);
  batch.structs(8, 16, mostEntries);
  const lengths = batch.structs(6, 16, mostEntries).map((node) => node.getBigInt64(0, true));
  const wrong = [batch.long(4), ...lengths].find((length) => length < 0 || length > mostRows);
  if (wrong !== undefined) throw new RangeError(`a record batch that counts ${wrong} rows or numbers`);
}
