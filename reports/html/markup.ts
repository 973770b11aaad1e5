import { showControls } from '../text/show-controls.ts';

/** Text that is HTML already. Only `markup` makes it, so whatever came from outside has been escaped. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | null | Markup | readonly Markup[];

/** A template tag: interpolated text and numbers are escaped, markup is kept, null leaves nothing. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = strings.map((text, index) => text + render(parts[index] ?? null));
  return { html: pieces.join('') };
}

function render(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'html' in part ? part.html : part.map((piece) => piece.html).join('');
}

/** Text made inert in HTML, between tags and inside quoted attributes alike. */
export function escapeHtml(text: string): string {
  return showControls(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
