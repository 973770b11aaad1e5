import type { Kernel, KernelRunner, Resident } from './kernel.ts';
import type { Pack, Tile } from './pack.ts';
import { paddedCount } from './pack.ts';
import type { AdapterArithmetic, SumRows } from './reduce-parts.ts';
import { reduceRows, sumError } from './reduce-parts.ts';

/** What kernels work on: packed sets, loaded on the adapter that runs them. */
export interface Workbench {
  readonly runner: KernelRunner;
  readonly arithmetic: AdapterArithmetic;
  readonly pack: Pack;
  readonly tiles: readonly LoadedTile[];
}

/** A tile where kernels find it. */
export interface LoadedTile {
  readonly tile: Tile;
  readonly x: Resident;
  readonly g: Resident | null;
  readonly chunks: Resident;
}

/** Loads a pack, hands over what kernels work on, and releases it whatever happens. */
export async function withWorkbench<T>(
  runner: KernelRunner,
  arithmetic: AdapterArithmetic,
  pack: Pack,
  work: (bench: Workbench) => Promise<T>,
): Promise<T> {
  const residents: Resident[] = [];
  const load = async (data: Float32Array): Promise<Resident> => {
    const resident = await runner.upload(data);
    residents.push(resident);
    return resident;
  };
  try {
    const tiles: LoadedTile[] = [];
    for (const tile of pack.tiles) {
      const [x, chunks] = [await load(tile.x), await load(tile.chunks)];
      tiles.push({ tile, x, chunks, g: tile.g && (await load(tile.g)) });
    }
    return await work({ runner, arithmetic, pack, tiles });
  } finally {
    for (const resident of residents) resident.release();
  }
}

/** A kernel that answers `width` sums for each chunk; from column `least` on, the least value and the largest instead. */
export interface ChunkSums {
  readonly kernel: Kernel;
  readonly width: number;
  readonly least: number;
  /** What the kernel is given between the data and the two numbers that all have. */
  readonly values: (tile: LoadedTile) => readonly (Float32Array | Resident)[];
}

/** Sums over the parts of each rank, and over the segments that they make. */
export interface ReducedSums {
  readonly parts: SumRows;
  readonly segments: SumRows;
}

/** Runs a kernel over all tiles, adds up its chunks to parts, and merges the parts of the ranks. */
export async function sumChunks(bench: Workbench, { kernel, width, least, values }: ChunkSums): Promise<ReducedSums> {
  const { runner, arithmetic, pack, tiles } = bench;
  const sums = new Float32Array(pack.rows * width);
  const growth = new Float64Array(pack.rows);
  const last = new Float64Array(pack.rows);
  for (const loaded of tiles) {
    const { firstRow, rows, chunks } = loaded.tile;
    const output = await runner.run(kernel, width, paddedCount(rows), [
      ...values(loaded),
      pack.length,
      arithmetic.compensated ? 1 : 0,
    ]);
    sums.set(output.subarray(0, rows * width), firstRow * width);
    for (let row = 0; row < rows; row += 1) {
      const error = sumError(chunks[2 * row] ?? 0, arithmetic);
      growth[firstRow + row] = error.growth;
      last[firstRow + row] = error.last;
    }
  }
  const byPart = pack.parts.map(({ rows }) => rows);
  const bySegment = pack.segments.map(({ parts }) => parts);
  const parts = await reduceRows(runner, arithmetic, { sums, width, least, growth, last }, byPart);
  return { parts, segments: await reduceRows(runner, arithmetic, parts, bySegment) };
}
