import type { RankInput, Scenario } from '../../oracle/scenario.ts';
import type { Tensor } from '../../oracle/tensor.ts';
import { elementCount } from '../../oracle/tensor.ts';
import { drawNumbers } from './draw-numbers.ts';

/** What is timed: so many scenarios, each with an input of `shape` on every rank. */
export interface Workload {
  readonly name: string;
  readonly shape: readonly number[];
  readonly ranks: number;
  readonly scenarios: number;
  /** How often each figure is measured at least. */
  readonly leastRuns: number;
  /** Too slow for a software adapter, unless asked for. */
  readonly isLarge: boolean;
}

export const directions = ['forward', 'forward and backward'] as const;
export type Direction = (typeof directions)[number];

export const workloads: readonly Workload[] = [
  { name: 'small', shape: [4, 3, 5], ranks: 2, scenarios: 2000, leastRuns: 5, isLarge: false },
  { name: '32x64x56x56', shape: [32, 64, 56, 56], ranks: 1, scenarios: 1, leastRuns: 3, isLarge: true },
  { name: '64x256x28x28', shape: [64, 256, 28, 28], ranks: 1, scenarios: 1, leastRuns: 2, isLarge: true },
];

/** How many numbers all inputs of a workload hold: what "per element" counts, whatever is done with them. */
export function elementsOf({ shape, ranks, scenarios }: Workload): number {
  return elementCount(shape) * ranks * scenarios;
}

/** What to warm up with: a sixteenth of a large workload's batch, a small workload itself. */
export function warmUpOf(workload: Workload): Workload {
  const [batch = 1, ...rest] = workload.shape;
  return workload.isLarge ? { ...workload, shape: [Math.ceil(batch / 16), ...rest] } : workload;
}

/** `2,000 scenarios of [4, 3, 5] on each of 2 ranks`. */
export function describeWorkload({ shape, ranks, scenarios }: Workload): string {
  const count = scenarios === 1 ? '' : `${scenarios.toLocaleString('en')} scenarios of `;
  return `${count}[${shape.join(', ')}]${ranks === 1 ? '' : ` on each of ${ranks} ranks`}`;
}

/** Its scenarios: one training step of torch's module from its initial state, inputs nearly normal around 3, upstream gradients around 0. */
export function scenariosOf({ shape, ranks, scenarios }: Workload, direction: Direction): readonly Scenario[] {
  const draw = drawNumbers(7);
  const tensor = (mean: number): Tensor => {
    const data = Float32Array.from({ length: elementCount(shape) }, () => draw(mean));
    return { dtype: 'float32', shape, data };
  };
  const input = (): RankInput => ({ x: tensor(3), gradY: direction === 'forward' ? null : tensor(0) });
  return Array.from({ length: scenarios }, () => ({
    dialect: 'torch',
    arguments: { num_features: shape[1] ?? 0 },
    parameterDtype: 'float32',
    state: { weight: null, bias: null, runningMean: null, runningVar: null, numBatchesTracked: null },
    world: { size: ranks, groups: null },
    layout: 'contiguous',
    steps: [{ training: true, assign: {}, ranks: Array.from({ length: ranks }, input) }],
  }));
}
