/**
 * Log text as it may be looked at: characters that would act on the reader (control characters, ANSI, bidirectional
 * overrides, zero-width ones) become visible marks. Tabs stay; a line break becomes `↵` where `oneLine` is asked for.
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

/** Control and format characters (bidirectional marks and zero-width ones among them), line and paragraph separators. */
const ACTING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
