import type { PlaceMomentsOf } from './moments.ts';
import { fromSquares, nothing } from './moments.ts';
import type { Merge } from './merging.ts';
import { mergeInTree } from './merging.ts';

export const welford: PlaceMomentsOf = (values, { machine }) => {
  const { round } = machine;
  let [mean, squares] = [0, 0];
  for (const [index, x] of values.entries()) {
    const delta = round(x - mean);
    mean = round(mean + round(delta / (index + 1)));
    squares = round(squares + round(delta * round(x - mean)));
  }
  return values.length === 0 ? nothing : fromSquares(values.length, mean, squares, machine);
};

/** Multiplies with a rounded 1/n, and adds with fused multiply-add. */
export const fusedWelford: PlaceMomentsOf = (values, { machine }) => {
  const { round, multiplyAdd } = machine;
  let [mean, squares] = [0, 0];
  for (const [index, x] of values.entries()) {
    const delta = round(x - mean);
    mean = multiplyAdd(delta, round(1 / (index + 1)), mean);
    squares = multiplyAdd(delta, round(x - mean), squares);
  }
  return values.length === 0 ? nothing : fromSquares(values.length, mean, squares, machine);
};

/** Lanes that each take every so-manieth value, merged in a tree: what GPU kernels do. */
export function laneWelford(lanes: number, each: PlaceMomentsOf, merge: Merge): PlaceMomentsOf {
  return (values, tools) => {
    const parts = Array.from({ length: lanes }, (_, lane) =>
      each(
        values.filter((_value, index) => index % lanes === lane),
        tools,
      ),
    );
    return mergeInTree(parts, merge, tools);
  };
}
