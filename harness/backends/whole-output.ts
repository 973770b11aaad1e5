/**
 * The numbers behind the rows of an output. gpu.js answers with rows that are parts of one new buffer, so nothing is copied; rows that
 * are not are put together.
 */
export function wholeOutput(rows: unknown, width: number, height: number): Float32Array {
  if (!Array.isArray(rows) || rows.length !== height) {
    throw new TypeError(`Expected ${height} rows of ${width} numbers, got ${Array.isArray(rows) ? rows.length : typeof rows}.`);
  }
  const parts = rows.map((row: unknown, y) => {
    if (row instanceof Float32Array && row.length === width) return row;
    const got = row instanceof Float32Array ? row.length : typeof row;
    throw new TypeError(`Expected row ${y} to hold ${width} numbers, got ${got}.`);
  });
  const buffer = parts[0]?.buffer;
  if (buffer === undefined) return new Float32Array(0);
  const isOne =
    buffer.byteLength === width * height * 4 &&
    parts.every((row, y) => row.buffer === buffer && row.byteOffset === y * width * 4);
  if (isOne) return new Float32Array(buffer);
  const whole = new Float32Array(width * height);
  for (const [y, row] of parts.entries()) whole.set(row, y * width);
  return whole;
}
