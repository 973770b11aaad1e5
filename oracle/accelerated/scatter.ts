import type { ElementError } from './certificate.ts';
import type { Pack, Tile } from './pack.ts';
import { eachRun } from './pack.ts';
import type { ScreenedTensor } from './screened-answer.ts';

/** How an element of a segment is bounded: `constant + perDistance * |x - mean| + perInput * |x| + perGradient * |g| + perValue * |answer|`. */
export interface ElementBound {
  readonly constant: number;
  readonly perDistance: number;
  readonly perInput: number;
  readonly perGradient: number;
  readonly perValue: number;
}

/** What the elements of a segment are written with; `null` where nothing is known of them. */
export interface ElementRule {
  /** The mean that distances are from. */
  readonly mean: number;
  readonly bound: ElementBound;
  readonly error: ElementError;
}

/** Writes what a kernel answered to a tile's numbers where they belong, each with its bound and what it may be off by. */
export function scatterTile(
  pack: Pack,
  tile: Tile,
  output: Float32Array,
  rules: readonly (ElementRule | null)[],
  targetOf: (set: number, place: number) => ScreenedTensor | undefined,
): void {
  const { length, parts, segments } = pack;
  const end = tile.firstRow + tile.rows;
  // Parts are in the order of their rows.
  const first = parts.findLastIndex(({ firstRow }) => firstRow <= tile.firstRow);
  for (let index = Math.max(0, first); index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined || part.firstRow >= end) break;
    const segment = segments[part.segment];
    const target = segment && targetOf(segment.set, part.place);
    if (segment === undefined || target === undefined) continue;
    const rule = rules[part.segment] ?? null;
    const from = Math.max(part.firstRow, tile.firstRow);
    const to = Math.min(part.firstRow + part.rows, end);
    const numbers: readonly [number, number] = [
      (from - part.firstRow) * length,
      Math.min(part.count, (to - part.firstRow) * length),
    ];
    const base = (from - tile.firstRow) * length;
    eachRun(target.shape, segment.channel, numbers, (at, offset, size) => {
      if (rule === null) target.errors.fill(Number.POSITIVE_INFINITY, at, at + size);
      else writeRun(target, at, tile, output, base + offset, size, rule);
    });
  }
}

function writeRun(
  { values, bounds, errors }: ScreenedTensor,
  at: number,
  { x, g }: Tile,
  output: Float32Array,
  from: number,
  size: number,
  { mean, bound, error }: ElementRule,
): void {
  for (let index = 0; index < size; index += 1) {
    const value = output[from + index] ?? Number.NaN;
    const input = x[from + index] ?? Number.NaN;
    const gradient = g === null ? 0 : Math.abs(g[from + index] ?? Number.NaN);
    const distance = Math.abs(input - mean);
    const magnitude = Math.abs(value);
    const off = error.constant + error.perDistance * distance + error.perGradient * gradient + error.perValue * magnitude;
    const known = off < Number.POSITIVE_INFINITY && magnitude < Number.POSITIVE_INFINITY;
    values[at + index] = known ? value : 0;
    bounds[at + index] =
      bound.constant +
      bound.perDistance * distance +
      bound.perInput * Math.abs(input) +
      bound.perGradient * gradient +
      bound.perValue * magnitude;
    errors[at + index] = known ? off : Number.POSITIVE_INFINITY;
  }
}
