import type { ManifestFile } from '../format/manifest.ts';
import { committedFile, fileOf } from './golden-folder.ts';
import type { GoldenFile } from './golden-folder.ts';
import { existing, readRows } from './golden-rows.ts';
import type { GoldenRow } from './golden-rows.ts';

/** A few committed cases as a file of their own. */
export interface SmallGolden {
  readonly file: GoldenFile;
  readonly entry: ManifestFile;
  readonly rows: readonly GoldenRow[];
}

/** The shortest cases of a committed file that `fits`, `count` of them. */
export async function smallGolden(
  name: string,
  count: number,
  fits: (row: GoldenRow) => boolean = () => true,
): Promise<SmallGolden> {
  const { entry, bytes } = await committedFile(name);
  const length = (row: GoldenRow): number => row.scenario.length + row.trace.length;
  const rows = readRows(bytes)
    .filter(fits)
    .toSorted((a, b) => length(a) - length(b))
    .slice(0, count);
  if (rows.length < count) throw new RangeError(`Expected ${count} such cases in ${name}, got ${rows.length}.`);
  return { file: fileOf(rows, entry), entry, rows };
}

const threads = 'torch-2.13.0/collective-threads.arrow';

/** One training step of two ranks with tracked statistics and gradients on both: every quantity is there. */
export async function fullCase(): Promise<{ readonly row: GoldenRow; readonly entry: ManifestFile }> {
  const isFull = ({ id, trace }: GoldenRow): boolean =>
    /^torch\/train\+track\/world2\([2-9],[2-9]\)\/f32\//u.test(id) &&
    !/"(?:y|grad_x|grad_weight|grad_bias|running_mean|running_var|initial)":null|"error":\{/u.test(trace);
  const { entry, rows } = await smallGolden(threads, 1, isFull);
  return { row: existing(rows[0]), entry };
}
