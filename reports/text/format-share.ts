/** A share in percent: one decimal, and never 100% where something is missing or 0% where something is there; `-` of nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '-';
  if (part === whole) return '100%';
  const percent = Math.floor((1000 * part) / whole) / 10;
  return `${(part > 0 ? Math.max(0.1, percent) : 0).toFixed(1)}%`;
}
