import type { ReportNumber } from '../model.ts';

const english = new Intl.NumberFormat('en-US');

/** A count with thousands separators. */
export function formatCount(count: number): string {
  return english.format(count);
}

/** A count with its noun: `1 case`, `1,204 cases`. */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A share of an acceptance interval in two decimals; what is inside never reads as 1.00 and what is outside always reads as more. */
export function formatUse(use: ReportNumber): string {
  if (typeof use === 'string') return use;
  if (use === 0) return '0';
  if (use < 0.005) return '<0.01';
  if (use >= 1000) return use.toExponential(1).replace('e+', 'e');
  const text = use.toFixed(2);
  if (text !== '1.00' || use === 1) return text;
  return use < 1 ? '0.99' : '1.01';
}

/** An error or a bound in three significant digits. */
export function formatMagnitude(magnitude: ReportNumber): string {
  if (typeof magnitude === 'string') return magnitude;
  if (magnitude === 0 || (magnitude >= 1e-3 && magnitude < 999.5)) return String(Number(magnitude.toPrecision(3)));
  return magnitude.toExponential(2).replace('e+', 'e');
}

/** A duration: `0.4 ms`, `31 ms`, `2.1 s`, `3 min 12 s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.0995) return `${(seconds * 1000).toFixed(seconds < 0.00995 ? 1 : 0)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${formatCount(Math.floor(whole / 60))} min ${whole % 60} s`;
}

/** A file size in the largest unit that keeps it readable. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
