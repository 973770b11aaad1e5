import type { Kernel, KernelRunner, Resident } from './kernel.ts';
import type { Pack, Tile } from './pack.ts';
import { powerOfTwo } from './pack.ts';
import type { AdapterArithmetic, SumRows } from './reduce-parts.ts';
import { reduceRows, sumGrowth } from './reduce-parts.ts';

/** A kernel that answers `width` sums for each chunk, with a column of least values after them from `least` on. */
export interface ChunkSums {
  readonly kernel: Kernel;
  readonly width: number;
  readonly least: number;
}

/** Sums over the parts of each rank, and over the segments that they make. */
export interface ReducedSums {
  readonly parts: SumRows;
  readonly segments: SumRows;
}

/** A tile where kernels find it. */
export interface LoadedTile {
  readonly tile: Tile;
  readonly x: Resident | Float32Array;
  readonly g: Resident | Float32Array | null;
  readonly chunks: Resident | Float32Array;
}

/** Runs a kernel over all tiles, then adds up chunks to parts and parts to segments. */
export async function sumChunks(
  runner: KernelRunner,
  arithmetic: AdapterArithmetic,
  pack: Pack & { readonly loaded?: readonly LoadedTile[] },
  { kernel, width, least }: ChunkSums,
  valuesOf: (tile: LoadedTile) => readonly (Float32Array | Resident | number)[],
): Promise<ReducedSums> {
  const sums = new Float32Array(pack.rows * width);
  const growth = new Float64Array(pack.rows);
  for (const loaded of pack.loaded ?? []) {
    const { firstRow, rows, chunks } = loaded.tile;
    const output = await runner.run(kernel, width, powerOfTwo(rows), valuesOf(loaded));
    sums.set(output.subarray(0, rows * width), firstRow * width);
    for (let row = 0; row < rows; row += 1) growth[firstRow + row] = sumGrowth(chunks[2 * row] ?? 0, arithmetic);
  }
  const byRow = { sums, width, least, growth };
  const parts = await reduceRows(
    runner,
    arithmetic,
    byRow,
    pack.parts.map(({ rows }) => rows),
  );
  const segments = await reduceRows(
    runner,
    arithmetic,
    parts,
    pack.segments.map((segment) => segment.parts),
  );
  return { parts, segments };
}
