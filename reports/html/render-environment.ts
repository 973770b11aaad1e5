import type { Report } from '../model.ts';
import { describeKind } from '../describe-reference.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** Where and with what the report was made. */
export function renderEnvironment({ environment, command, seed, tool }: Report): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ['command', command],
    ['seed', seed === null ? 'none' : String(seed)],
    ['reference', environment.reference],
    ['backend', environment.backend],
    ['adapter', environment.adapter ?? 'none'],
    ...(environment.driver === null ? [] : [['driver', environment.driver] as const]),
    ...(environment.kind === null ? [] : [['kind', describeKind(environment)] as const]),
    ...(environment.why === null ? [] : [['why this backend', environment.why] as const]),
    ['frameworks', environment.frameworks.length === 0 ? 'none' : environment.frameworks.join(', ')],
    ['node', environment.node],
    ['platform', environment.platform],
    ['tool', `${tool.name} ${tool.version}`],
  ];
  return markup`<section id="environment"><h2>Environment</h2>
<dl class="facts">${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}
