import type { Report } from '../model.ts';
import { describeScreen, describeScreenedCases } from '../text/describe-screen.ts';
import { markup } from './markup.ts';
import type { Markup } from './markup.ts';

/** Who decided how much: the screen, or the exact core. */
export function renderScreen({ screen }: Report): Markup | null {
  if (screen === null) return null;
  const lost =
    screen.lost === null
      ? null
      : markup`<p><strong>The adapter was lost on the way, and the exact core went on: ${screen.lost}</strong></p>`;
  return markup`<section id="screen"><h2>Screen</h2>
<p>${describeScreen(screen)}.</p>
<p class="quiet">${describeScreenedCases(screen)}. An element is decided by the screen where it is inside its bound whatever the screen may be off by.</p>
${lost}</section>`;
}
