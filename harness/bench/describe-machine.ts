import { availableParallelism, cpus } from 'node:os';
import type { BackendDescription } from '../backends/open-runner.ts';

/** Date, Node, processor and cores. */
export function describeMachine(date: Date): string {
  const processor = cpus()[0]?.model ?? 'unknown processor';
  return `${date.toISOString().slice(0, 10)}, Node ${process.version}, ${processor}, ${availableParallelism()} cores`;
}

/** Backend, adapter and driver, and what kind of thing computes. */
export function describeBackend({ backend, adapter, driver, kind, why }: BackendDescription): string {
  const kinds = { hardware: 'a GPU', software: 'SOFTWARE that plays a GPU', cpu: 'the CPU' };
  return `${backend}: ${adapter} (${driver}), ${kinds[kind]}; ${why}`;
}
