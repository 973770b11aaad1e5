import type { Field, Schema } from 'apache-arrow';
import { DataType } from 'apache-arrow';

const pools = { float32: 'Float32', float64: 'Float64', bits16: 'Uint16' };

/** The columns of docs/golden-format.md in its order, in the words of `describeColumn`. */
const columns: readonly string[] = [
  'id Utf8',
  ...['scenario', 'trace'].flatMap((side) => [
    `${side} Utf8`,
    ...Object.entries(pools).map(([name, item]) => `${side}_${name} List<item ${item}>`),
  ]),
];

/** How the columns of a file differ from those of the format: names, order, types, nullability. */
export function columnProblems({ fields }: Schema): readonly string[] {
  const found = fields.map((field) => describeColumn(field));
  return Array.from({ length: Math.max(columns.length, found.length) }, (_, place) => place).flatMap((place) => {
    const [expected, actual] = [columns[place] ?? 'no column', found[place] ?? 'none'];
    if (expected === actual) return [];
    return [`Expected ${expected} as column ${place + 1}, got ${actual}. Restore the file, or record it again.`];
  });
}

/** `scenario_float32 List<item Float32>`, and a question mark after what may be null. */
function describeColumn({ name, type, nullable }: Field): string {
  const kind = DataType.isList(type) ? `List<${type.children.map((child) => describeColumn(child)).join()}>` : String(type);
  return `${name} ${kind}${nullable ? '?' : ''}`;
}
