import type { NormalisedSet } from '../answer-set.ts';
import { decodeBfloat16 } from '../formats/bfloat16.ts';
import { decodeFloat16 } from '../formats/float16.ts';
import type { Tensor } from '../tensor.ts';
import { elementCount } from '../tensor.ts';

/** What is packed of a set. */
export type Packable = Pick<NormalisedSet, 'inputs'>;

/** A channel of a set: what shares one mean and one variance. Its parts are consecutive. */
export interface Segment {
  readonly set: number;
  readonly channel: number;
  readonly firstPart: number;
  readonly parts: number;
  readonly count: number;
}

/** What one rank holds of a segment, if anything: rows from firstRow on, over all tiles. `place` is that of the rank in its set. */
export interface Part {
  readonly segment: number;
  readonly place: number;
  readonly count: number;
  readonly firstRow: number;
  readonly rows: number;
}

/** One launch's worth of rows, padded with empty ones: so few sizes occur. */
export interface Tile {
  readonly firstRow: number;
  readonly rows: number;
  readonly x: Float32Array;
  /** Upstream gradients, row for row; null where the pack has none. */
  readonly g: Float32Array | null;
  /** Of each row: how many numbers it has, and whose segment they are. */
  readonly chunks: Float32Array;
}

/**
 * Many sets in a few launches: every channel's numbers lie one after another in rows of `length`, each row of one part alone, cut into
 * tiles that an adapter takes. Indices inside a tile are below its `mostElements`.
 */
export interface Pack {
  readonly length: number;
  readonly segments: readonly Segment[];
  readonly parts: readonly Part[];
  readonly rows: number;
  readonly tiles: readonly Tile[];
}

const lengths = [16, 64, 256] as const;

/** Packs sets whose inputs a float32 holds. `withGradients`: every rank of every set has an upstream gradient. */
export function packSets(sets: readonly Packable[], mostElements: number, withGradients: boolean): Pack {
  const length = chooseLength(sets);
  const segments: Segment[] = [];
  const parts: Part[] = [];
  let rows = 0;
  sets.forEach(({ inputs }, set) => {
    const channels = inputs[0]?.x.shape[1] ?? 0;
    for (let channel = 0; channel < channels; channel += 1) {
      const firstPart = parts.length;
      let count = 0;
      inputs.forEach(({ x }, place) => {
        const own = channelCount(x);
        if (own === 0) return;
        const needed = Math.ceil(own / length);
        parts.push({ segment: segments.length, place, count: own, firstRow: rows, rows: needed });
        rows += needed;
        count += own;
      });
      segments.push({ set, channel, firstPart, parts: parts.length - firstPart, count });
    }
  });
  // The widest output has five numbers a row.
  const most = 2 ** Math.floor(Math.log2(Math.max(1, Math.floor(mostElements / Math.max(length, 5)))));
  // Tiles of one size, so that none is mostly padding.
  const rowsPerTile = paddedCount(Math.ceil(rows / Math.max(1, Math.ceil(rows / most))));
  const tiles = Array.from({ length: Math.ceil(rows / rowsPerTile) }, (_, index) =>
    blankTile(index * rowsPerTile, Math.min(rowsPerTile, rows - index * rowsPerTile), length, withGradients),
  );
  fillTiles({ tiles, rowsPerTile, length }, sets, segments, parts);
  return { length, segments, parts, rows, tiles };
}

/** How many parts of ranks fit into one pack: kernels have tables of up to six numbers for each. */
export function mostParts(mostElements: number): number {
  return 2 ** Math.floor(Math.log2(mostElements / 6));
}

/** How many parts of ranks a set has. */
export function partCount({ inputs }: Packable): number {
  return inputs.reduce((sum, { x }) => sum + (channelCount(x) === 0 ? 0 : (x.shape[1] ?? 0)), 0);
}

/** Sets in their order, as many together as fit into one pack. */
export function groupSets<Asked extends Packable>(sets: readonly Asked[], mostElements: number): readonly (readonly Asked[])[] {
  const most = mostParts(mostElements);
  const groups: Asked[][] = [];
  let parts = Number.POSITIVE_INFINITY;
  for (const set of sets) {
    parts += partCount(set);
    if (parts > most) {
      groups.push([]);
      parts = partCount(set);
    }
    groups.at(-1)?.push(set);
  }
  return groups;
}

/** How many numbers a [N, C, *S] tensor has of each channel. */
export function channelCount({ shape }: Pick<Tensor, 'shape'>): number {
  return (shape[0] ?? 0) * elementCount(shape.slice(2));
}

/** A row costs as much as some eight numbers, a number that pads as much as one that counts. */
function chooseLength(sets: readonly Packable[]): number {
  const cost = (length: number): number =>
    sets.reduce((total, { inputs }) => {
      const rows = inputs.reduce((sum, { x }) => sum + (x.shape[1] ?? 0) * Math.ceil(channelCount(x) / length), 0);
      return total + rows * (length + 8);
    }, 0);
  return lengths.reduce((best, length) => (cost(length) < cost(best) ? length : best));
}

function blankTile(firstRow: number, rows: number, length: number, withGradients: boolean): Tile {
  const padded = paddedCount(rows);
  const blank = (): Float32Array => new Float32Array(padded * length);
  return { firstRow, rows, x: blank(), g: withGradients ? blank() : null, chunks: new Float32Array(padded * 2) };
}

/** The least power of two that is not below. */
export function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)));
}

// From here on padding costs more than to compile for another size.
const manyRows = 4096;

/** To how many rows a launch is padded: the next power of two, and of many the next sixteenth of one, so that few sizes occur. */
export function paddedCount(count: number): number {
  const power = powerOfTwo(count);
  return power <= manyRows ? power : Math.ceil((count * 16) / power) * (power / 16);
}

function fillTiles(
  { tiles, rowsPerTile, length }: { tiles: readonly Tile[]; rowsPerTile: number; length: number },
  sets: readonly Packable[],
  segments: readonly Segment[],
  parts: readonly Part[],
): void {
  for (const part of parts) {
    const segment = segments[part.segment];
    const input = segment && sets[segment.set]?.inputs[part.place];
    if (segment === undefined || input === undefined)
      throw new RangeError(`Expected a set for segment ${part.segment}, got none.`);
    for (let row = 0; row < part.rows; row += 1) {
      const tile = tiles[Math.floor((part.firstRow + row) / rowsPerTile)];
      if (tile === undefined) throw new RangeError(`Expected a tile for row ${part.firstRow + row}, got ${tiles.length} tiles.`);
      const place = part.firstRow + row - tile.firstRow;
      const start = row * length;
      const end = Math.min(part.count, start + length);
      tile.chunks[2 * place] = end - start;
      tile.chunks[2 * place + 1] = part.segment;
      gather(input.x, segment.channel, start, end, tile.x, place * length);
      if (tile.g !== null && input.gradY !== null) gather(input.gradY, segment.channel, start, end, tile.g, place * length);
    }
  }
}

/** Calls `run(at, offset, size)` for every run of numbers `start` to `end` of a channel that lies in one piece of a tensor, from `at` on; `offset` counts from 0. */
export function eachRun(
  shape: readonly number[],
  channel: number,
  [start, end]: readonly [number, number],
  run: (at: number, offset: number, size: number) => void,
): void {
  const channels = shape[1] ?? 0;
  const inner = elementCount(shape.slice(2));
  let from = start;
  while (from < end) {
    const sample = Math.floor(from / inner);
    const within = from - sample * inner;
    const size = Math.min(inner - within, end - from);
    run((sample * channels + channel) * inner + within, from - start, size);
    from += size;
  }
}

/** Copies numbers `start` to `end` of a channel, as float32. */
function gather(tensor: Tensor, channel: number, start: number, end: number, target: Float32Array, at: number): void {
  const { data, dtype, shape } = tensor;
  const decode = dtype === 'float16' ? decodeFloat16 : dtype === 'bfloat16' ? decodeBfloat16 : null;
  eachRun(shape, channel, [start, end], (from, offset, size) => {
    if (decode === null && size > 16) {
      target.set(data.subarray(from, from + size), at + offset);
      return;
    }
    for (let index = 0; index < size; index += 1) {
      const number = data[from + index] ?? Number.NaN;
      target[at + offset + index] = decode === null ? number : decode(number);
    }
  });
}
