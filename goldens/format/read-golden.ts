import type { RecordBatch, Schema } from 'apache-arrow';
import { RecordBatchReader } from 'apache-arrow';
import type { Scenario } from '../../oracle/scenario.ts';
import type { Trace } from '../../oracle/trace.ts';
import { checkArrowFile } from './check-arrow-file.ts';
import { GoldenError, messageOf } from './golden-error.ts';
import type { ManifestFile } from './manifest.ts';
import { poolColumns, textColumn } from './row-columns.ts';
import { decodeScenario } from './scenario-json.ts';
import type { Pools } from './tensor-pool.ts';
import { decodeTrace } from './trace-json.ts';

export const goldenFormat = 'syncbn-oracle/golden@1';

/** A scenario with what a real framework answered. Decoded on demand: most runs look at a part of the cases. */
export interface GoldenCase {
  readonly id: string;
  readonly file: ManifestFile;
  readonly decode: () => { readonly scenario: Scenario; readonly trace: Trace };
}

/** Reads the cases of a golden file whose bytes have been verified; `path` is for error messages. */
export function readGolden(bytes: Uint8Array, entry: ManifestFile, path: string): readonly GoldenCase[] {
  const file = openArrow(bytes, path);
  const [origin] = originProblems(file, entry);
  if (origin !== undefined) throw new GoldenError('origin-mismatch', path, origin);
  const cases = casesOf(file, entry, path);
  if (cases.length !== entry.cases) {
    throw new GoldenError('count-mismatch', path, `Expected ${entry.cases} cases as the manifest says, got ${cases.length}.`);
  }
  return cases;
}

/** How many cases a golden file holds. */
export function countCases(bytes: Uint8Array, path: string): number {
  return openArrow(bytes, path).batches.reduce((sum, batch) => sum + batch.numRows, 0);
}

/** What a file says of itself must be what the manifest says: the method decides how a case is judged. */
export function originProblems({ schema }: ArrowFile, entry: ManifestFile): readonly string[] {
  const { framework, version, lane, method } = entry;
  return Object.entries({ framework, framework_version: version, lane, method }).flatMap(([key, expected]) => {
    const actual = schema.metadata.get(key);
    if (actual === expected) return [];
    return [
      `Expected ${key} ${expected} as the manifest says, got ${actual ?? 'none'}. Restore the file and its manifest, or record again.`,
    ];
  });
}

/** The cases of an opened file; throws a GoldenError where its columns are not those of the format. */
export function casesOf({ batches }: ArrowFile, entry: ManifestFile, path: string): readonly GoldenCase[] {
  return batches.flatMap((batch) => {
    try {
      return batchCases(batch, entry, path);
    } catch (error) {
      throw new GoldenError('wrong-columns', path, `${messageOf(error)} Record it again with this version.`, error);
    }
  });
}

/** An Arrow IPC file that says it holds goldens. */
export interface ArrowFile {
  readonly schema: Schema;
  readonly batches: readonly RecordBatch[];
}

/** Opens the bytes of a golden file; throws a GoldenError where they are none. */
export function openArrow(bytes: Uint8Array, path: string): ArrowFile {
  let file: ArrowFile;
  try {
    file = readFile(bytes);
  } catch (error) {
    throw new GoldenError(
      'not-arrow',
      path,
      `Expected an Arrow IPC file, got ${messageOf(error)}. Restore it, or record it again.`,
      error,
    );
  }
  const format = file.schema.metadata.get('format');
  if (format !== goldenFormat) {
    throw new GoldenError(
      'not-arrow',
      path,
      `Expected an Arrow IPC file with format ${goldenFormat}, got ${format ?? 'none'}. Record it again.`,
    );
  }
  return file;
}

/** Reads the batches that the footer lists. */
function readFile(bytes: Uint8Array): ArrowFile {
  checkArrowFile(bytes);
  const reader = RecordBatchReader.from(bytes);
  if (!reader.isFile()) throw new TypeError('a stream');
  reader.open();
  // Not its iterator, which never ends where a batch turns out to be something else.
  const batches = Array.from({ length: reader.numRecordBatches }, (_, index) => {
    const batch = reader.readRecordBatch(index);
    if (batch === null) throw new TypeError(`no record batch where the footer lists number ${index}`);
    return batch;
  });
  return { schema: reader.schema, batches };
}

function batchCases(batch: RecordBatch, entry: ManifestFile, path: string): readonly GoldenCase[] {
  const ids = textColumn(batch, 'id');
  const scenarios = textColumn(batch, 'scenario');
  const traces = textColumn(batch, 'trace');
  const scenarioPools = poolColumns(batch, 'scenario');
  const tracePools = poolColumns(batch, 'trace');
  return ids.map((id, row) => ({
    id,
    file: entry,
    decode: () => {
      try {
        return {
          scenario: decodeScenario(scenarios[row] ?? '', at(scenarioPools, row)),
          trace: decodeTrace(traces[row] ?? '', at(tracePools, row)),
        };
      } catch (error) {
        throw new GoldenError('invalid-case', path, `case ${id}: ${messageOf(error)} Record it again.`, error);
      }
    },
  }));
}

function at(pools: readonly Pools[], row: number): Pools {
  const found = pools[row];
  if (found === undefined) throw new RangeError(`Expected pools for row ${row}, got ${pools.length} rows.`);
  return found;
}
