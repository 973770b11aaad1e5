import { answerSet } from './answer-set.ts';
import type { ChannelParts } from './channel-parts.ts';
import { channelParts } from './channel-parts.ts';
import { mindsporeRules } from './dialects/mindspore.ts';
import type { DialectRules } from './dialects/module-state.ts';
import { torchRules } from './dialects/torch.ts';
import type { Dialect, Scenario } from './scenario.ts';
import { effectiveWorld, sharingSets } from './sharing.ts';

/** What an answer is computed from: the dialects' rules, who shares statistics, and the arithmetic of a set and of a channel. */
export interface OracleParts {
  readonly rules: Readonly<Record<Dialect, DialectRules>>;
  readonly sharing: (scenario: Scenario) => readonly (readonly number[])[];
  readonly answerSet: typeof answerSet;
  readonly channel: ChannelParts;
}

/** The right ones. A mutant is the same with one of them replaced. */
export const oracleParts: OracleParts = {
  rules: { torch: torchRules, mindspore: mindsporeRules },
  sharing: (scenario) => sharingSets(effectiveWorld(scenario)),
  answerSet,
  channel: channelParts,
};
