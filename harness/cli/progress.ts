import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on a terminal's stderr; silent elsewhere. */
export interface Progress {
  readonly advance: () => void;
  readonly stop: () => void;
}

/** Starts a bar with cases per second and time left. */
export function startProgress(label: string, total: number, quiet: boolean, done = 0): Progress {
  if (quiet || !process.stderr.isTTY) return { advance: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    {
      format: `  ${label} {bar} {value}/{total}  {rate} cases/s  {eta_formatted} left`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  const started = performance.now();
  let advanced = 0;
  bar.start(total, done, { rate: '-' });
  return {
    advance: () => {
      advanced += 1;
      const rate = advanced / ((performance.now() - started) / 1000);
      bar.increment(1, { rate: rate >= 10 ? rate.toFixed(0) : rate.toFixed(1) });
    },
    stop: () => bar.stop(),
  };
}
