// C0 and C1 controls, lone surrogates, non-characters, and the marks that reorder, hide or break text.
const unprintable = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u2028-\u202E\u2060\u2066-\u2069\uFEFF\uFFFE\uFFFF]/gu;

/**
 * Text that is safe to print anywhere: characters that steer a terminal, reorder a line or are illegal in XML appear as
 * escapes (`\x1b`, `\n`, `\u202e`). Case ids and messages come from strangers' programs.
 */
export function showControls(text: string): string {
  return text.replace(unprintable, escapeCharacter);
}

/** The same, but line feeds and tabs stay: for text that may span lines. */
export function showControlsInLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unprintable, (character) => {
    return character === '\n' || character === '\t' ? character : escapeCharacter(character);
  });
}

function escapeCharacter(character: string): string {
  if (character === '\n') return String.raw`\n`;
  if (character === '\r') return String.raw`\r`;
  if (character === '\t') return String.raw`\t`;
  const code = character.charCodeAt(0);
  return code < 256 ? String.raw`\x${code.toString(16).padStart(2, '0')}` : String.raw`\u${code.toString(16).padStart(4, '0')}`;
}
