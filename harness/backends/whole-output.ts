/**
 * The numbers behind the rows of an output. gpu.js answers with rows that are parts of one new buffer, so nothing is copied; rows that
 * are not are put together.
 */
export function wholeOutput(rows: unknown, width: number, height: number): Float32Array {
  if (!Array.isArray(rows) || rows.length !== height) {
    throw new TypeError(`Expected ${height} rows of ${width} numbers, got ${Array.isArray(rows) ? rows.length : typeof rows}.`);
  }
  const buffer = bufferOf(rows[0]);
  let isOne = buffer?.byteLength === width * height * 4;
  for (let y = 0; y < height; y += 1) {
    const row = rowOf(rows, y, width);
    if (row.buffer !== buffer || row.byteOffset !== y * width * 4) isOne = false;
  }
  if (isOne && buffer !== undefined) return new Float32Array(buffer);
  const whole = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) whole.set(rowOf(rows, y, width), y * width);
  return whole;
}

function bufferOf(row: unknown): ArrayBufferLike | undefined {
  return row instanceof Float32Array ? row.buffer : undefined;
}

function rowOf(rows: readonly unknown[], y: number, width: number): Float32Array {
  const row = rows[y];
  if (row instanceof Float32Array && row.length === width) return row;
  const got = row instanceof Float32Array ? row.length : typeof row;
  throw new TypeError(`Expected row ${y} to hold ${width} numbers, got ${got}.`);
}
