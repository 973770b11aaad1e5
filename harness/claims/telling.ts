import type { Concern } from './concerns.ts';
import { asked, withArgument } from './hypotheses.ts';
import { lookAt } from './look.ts';
import { withFlags } from './training-flags.ts';

const output = lookAt(['y']);
const byBatch = { torch: tracking(true), mindspore: withArgument('use_batch_statistics', true) };
const byRunning = { torch: tracking(false), mindspore: withArgument('use_batch_statistics', false) };

function tracking(training: boolean): ReturnType<typeof asked> {
  return asked((scenario) => ({
    ...withFlags(scenario, () => training),
    arguments: { ...scenario.arguments, track_running_stats: true },
  }));
}

/** Whether the data of a case tell statistics of the batch from running ones: by chance, or by wide bounds, they may not. */
export const tellsStatisticsApart: Concern = (seen) => {
  const { dialect } = seen.scenario;
  return !(seen.fits(byBatch[dialect], output) === true && seen.fits(byRunning[dialect], output) === true);
};
