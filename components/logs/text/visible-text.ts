/**
 * Log text that is safe to display: characters that affect the display (control characters, ANSI sequences,
 * bidirectional overrides, zero-width characters) become visible marks. Tabs stay; with `oneLine`, line breaks become
 * `↵`.
 */
export function visibleText(text: string, oneLine: boolean): string {
  return text.replace(ACTING, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === "\t") return oneLine ? " " : character;
    if (character === "\n") return oneLine ? " ↵ " : character;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return "␡";
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
}

/** Control and format characters (including bidirectional and zero-width ones), line and paragraph separators. */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
