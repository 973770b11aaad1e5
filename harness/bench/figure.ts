import type { BackendDescription } from '../backends/open-runner.ts';
import type { Timing } from './measure.ts';

/** Who computes, as a row says it. A program that plays a GPU says so in every row: its times say nothing of any GPU. */
export function nameBackend({ backend, kind }: Pick<BackendDescription, 'backend' | 'kind'>): string {
  if (backend === 'webasm') return 'screen, webasm';
  return kind === 'hardware' ? 'screen, webgpu' : 'screen, webgpu (software)';
}

/** Whether an answer is computed alone, or a trace held against one. */
export type Task = 'answer' | 'judge';

/** What was measured of one who computes, or why it was not. */
export type Figure = {
  readonly who: string;
  readonly task: Task;
} & ({ readonly timing: Timing; readonly note: string } | { readonly reason: string });

/** A line of the table of a workload with so many elements. */
export function describeFigure(figure: Figure, elements: number): string {
  const who = `${figure.who.padEnd(26)}${figure.task.padEnd(8)}`;
  if ('reason' in figure) return `${who}not measured: ${figure.reason}`;
  const { timing, note } = figure;
  const { median, least, most, runs } = timing;
  const cells = [
    `${amount(median)} ms`.padStart(11),
    `${amount(least)} to ${amount(most)}`.padStart(18),
    String(runs).padStart(6),
    `${amount((median * 1e6) / elements)} ns`.padStart(13),
    `${amount(elements / median / 1000)} M`.padStart(12),
  ];
  return `${who}${cells.join('')}${note === '' ? '' : `   ${note}`}`;
}

/** What stands above such lines. */
export const figureHeading: string = [
  ''.padEnd(34),
  'median'.padStart(11),
  'spread in ms'.padStart(18),
  'runs'.padStart(6),
  'per element'.padStart(13),
  'elements/s'.padStart(12),
].join('');

/** Three digits that count. */
export function amount(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return value >= 99.95 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
